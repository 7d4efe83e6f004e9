import { expect, it } from 'vitest'
import {
  bubble,
  log,
  openConversation,
  reply,
  replyBox,
  row,
  seeNothingMore,
  seeTexts,
  tick,
  useInbox,
} from './inbox-journey.ts'
import { expectQuiet, seeText, soon, takePicture } from './journey.ts'

// What WhatsApp refuses, and the way out of it.

const HOUR = 3_600_000
const photo = 'simulator/customer/samples/photo.jpg'
const document = 'simulator/customer/samples/receipt.pdf'

const { journey, inbox } = useInbox()

it('what failed says why, and its one way out leads to a message that arrives once', async () => {
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const numberId = inbox.business.phoneNumberId
  const mateus = await journey.meta.newCustomer('Mateus Costa')
  await journey.meta.says(mateus, 'Can I see it from the side?')
  await openConversation(page, mateus)
  const attach = async (file: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Attach files' }).click(),
    ])
    await chooser.setFiles(file)
    await page.getByRole('list', { name: 'Files to send' }).getByText('Ready').last().waitFor()
  }

  await journey.meta.failNext(numberId, 131053)
  await attach(photo)
  await reply(page, 'From the side')
  const failed = bubble(page, 'From the side').filter({ hasText: 'Not sent.' })
  await failed.getByText(/WhatsApp could not use the file.*131053/).waitFor()
  await row(page, 'Mateus Costa')
    .getByText(/Not delivered/)
    .waitFor()
  await takePicture(page, 'failed-media')
  // The one fix: another file, with the words that went with the first.
  const [replacement] = await Promise.all([
    page.waitForEvent('filechooser'),
    failed.getByRole('button', { name: 'Replace the file' }).click(),
  ])
  await replacement.setFiles(document)
  await page.getByRole('list', { name: 'Files to send' }).getByText('Ready').waitFor()
  expect(await replyBox(page).inputValue()).toBe('From the side')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await bubble(page, 'receipt.pdf')
    .getByRole('img', { name: /^(Delivered|Read)$/ })
    .waitFor()

  // Accepted, and failed afterwards. As it is, once more.
  await journey.meta.failNext(numberId, 131026)
  await reply(page, 'And from above')
  await bubble(page, 'And from above').getByText('Not sent.').waitFor()
  await bubble(page, 'And from above').getByRole('button', { name: 'Retry' }).click()
  await tick(page, 'And from above', 'Delivered').waitFor()
  expect(await bubble(page, 'And from above').count()).toBe(1)
  // Refused at once.
  await journey.meta.failNext(numberId, 131050, { asStatus: false })
  await reply(page, 'Which one shall it be?')
  await bubble(page, 'Which one shall it be?').getByText('Not sent.').waitFor()
  await bubble(page, 'Which one shall it be?').getByRole('button', { name: 'Retry' }).click()
  await tick(page, 'Which one shall it be?', 'Delivered').waitFor()
  await takePicture(page, 'failed-then-sent')

  await seeNothingMore(journey, page)
  const arrived = (await journey.meta.receivedBy(mateus)).filter(({ status }) => status !== 'failed')
  expect(arrived.map(({ type, payload }) => payload.text?.body ?? type)).toEqual([
    'document',
    'And from above',
    'Which one shall it be?',
  ])
  expectQuiet(visit)
}, 90_000)

it('a day later only a template goes out; what was typed waits until they answer', async () => {
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  await page.clock.install()
  await page.reload()
  const amara = await journey.meta.newCustomer('Amara Eze')
  await journey.meta.says(amara, 'When will it be sent?')
  await openConversation(page, amara)
  await replyBox(page).pressSequentially('It leaves tomorrow')

  await journey.meta.advance(25 * HOUR)
  await page.clock.fastForward(25 * HOUR)
  await seeText(page, 'Amara last wrote 25 hours ago')
  await seeText(page, 'WhatsApp allows only templates now')
  await takePicture(page, 'window-closed')

  await page.getByRole('button', { name: /^Send a template/ }).click()
  const picker = page.getByRole('dialog', { name: 'Send a template' })
  await picker.getByRole('option', { name: /order_shipped/ }).waitFor()
  await takePicture(page, 'template-list')
  await page.keyboard.type('shipped')
  await picker.getByRole('option', { name: /delivery_slot/ }).waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await picker.getByRole('button', { name: 'Send template' }).click()
  // Nothing leaves with a hole in it.
  await picker.getByText('Fill this in.').first().waitFor()
  await picker.getByLabel('Header').fill('20418')
  await picker.getByLabel('Value 1').fill('Amara')
  await picker.getByLabel('Value 2').fill('Saturday')
  await picker.getByLabel(/^Link of/).fill('20418')
  await picker.getByText('Hi Amara, your parcel left our studio today and arrives on Saturday.').waitFor()
  await takePicture(page, 'template-filled')
  await picker.getByRole('button', { name: 'Send template' }).click()
  await page.clock.runFor(6000)
  const sent = bubble(page, 'Order 20418 is on its way')
  await sent.getByRole('img', { name: /^(Delivered|Read)$/ }).waitFor()
  const [template] = await journey.meta.receivedBy(amara)
  expect(template?.payload.template).toMatchObject({
    name: 'order_shipped',
    components: expect.arrayContaining([
      expect.objectContaining({
        type: 'body',
        parameters: [
          { type: 'text', text: 'Amara' },
          { type: 'text', text: 'Saturday' },
        ],
      }),
    ]),
  })

  // An answer opens the window; what was typed a day ago is still there.
  await journey.meta.act(amara, { type: 'tap', messageId: template?.id, button: 'Change delivery' })
  await log(page).getByText('Change delivery').last().waitFor()
  await replyBox(page).waitFor()
  expect(await replyBox(page).inputValue()).toBe('It leaves tomorrow')
  await replyBox(page).press('Enter')
  await page.keyboard.press('Enter')
  await seeTexts(journey, amara, ['It leaves tomorrow'])
  await takePicture(page, 'window-open-again')
  await soon(async () => (await journey.meta.receivedBy(amara)).map(({ type }) => type)).toEqual(['template', 'text'])
  // The token of a day ago is refused, and renewed.
  expectQuiet(visit, 401)
}, 90_000)
