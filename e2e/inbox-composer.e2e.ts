import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import {
  bubble,
  log,
  openConversation,
  reply,
  replyBox,
  seeNothingMore,
  seeTexts,
  tick,
  useInbox,
} from './inbox-journey.ts'
import { expectQuiet, seeText, soon, takePicture, type Visit } from './journey.ts'
import type { Customer } from './meta.ts'

// What is written, and how: everything the composer can send, and taking it back.

const { journey, inbox } = useInbox({ withColleague: true })
beforeAll(async () => {
  for (const [shortcut, body] of [
    ['hours', 'We are in the studio from 9 to 17.'],
    ['shipping', 'Dear {{first name}}, it ships on Monday. {{agent}}'],
  ])
    await inbox.api('POST', '/api/canned-replies', { shortcut, body, isShared: true })
})

/** Opened at a customer who has written. What is sent can be taken back for as long as one can choose. */
async function begin(name: string, text: string): Promise<{ visit: Visit; page: Page; customer: Customer }> {
  const visit = await journey.returnAs(inbox.person, { permissions: ['clipboard-read', 'clipboard-write'] })
  const { page } = visit
  await page.evaluate(() => localStorage.setItem('wharf.undo-send', '10'))
  await page.reload()
  const customer = await journey.meta.newCustomer(name)
  await journey.meta.says(customer, text)
  await openConversation(page, customer)
  await bubble(page, text).waitFor()
  return { visit, page, customer }
}
const received = (customer: Customer) => journey.meta.receivedBy(customer)
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })
const undo = (page: Page, text: string) => bubble(page, text).getByRole('button', { name: 'Undo' })

/** Files held over the conversation, then let go. */
async function drop(page: Page, files: { name: string; type: string; head: string; size: number }[]): Promise<void> {
  const transfer = await page.evaluateHandle((all) => {
    const data = new DataTransfer()
    for (const { name, type, head, size } of all) {
      const bytes = Uint8Array.from(atob(head), (letter) => letter.charCodeAt(0))
      const rest = new Uint8Array(Math.max(0, size - bytes.length)).fill(32)
      data.items.add(new File([bytes, rest], name, { type }))
    }
    return data
  }, files)
  await log(page).dispatchEvent('dragover', { dataTransfer: transfer })
  await seeText(page, 'Drop to attach')
  await log(page).dispatchEvent('drop', { dataTransfer: transfer })
}
const base64 = (text: string) => Buffer.from(text).toString('base64')

it('files are dropped and pasted: how far they are is shown, and what WhatsApp would refuse is not uploaded', async () => {
  const { visit, page, customer } = await begin('Amara Sow', 'Do you have a picture?')
  const files = page.getByRole('list', { name: 'Files to send' })
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 400_000 }
  await network.send('Network.emulateNetworkConditions', slow)
  const photo = readFileSync('simulator/customer/samples/photo.jpg').toString('base64')
  await drop(page, [
    { name: 'glazes.txt', type: 'text/plain', head: base64('Celadon, tenmoku.'), size: 2_000_000 },
    { name: 'too-large.jpg', type: 'image/jpeg', head: photo, size: 6_000_000 },
  ])
  await files.getByText(/^1.9 MB · [1-9]\d? %$/).waitFor()
  await files.getByText('5.8 MB, limit is 5 MB').waitFor()
  await takePicture(page, 'composer-dropped')
  await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })
  await files.getByText('Ready').waitFor()
  // With a refused file nothing leaves; its words stay.
  await replyBox(page).fill('Here you are')
  await page.keyboard.press('Enter')
  await seeText(page, 'One of the files can’t be sent. Remove it, or try again.')
  expect(await replyBox(page).inputValue()).toBe('Here you are')
  await files.getByRole('button', { name: 'Remove too-large.jpg' }).click()

  // A picture out of the clipboard, with the keys.
  await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 })
    canvas.getContext('2d')?.fillRect(0, 0, 64, 48)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (blob) await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
  })
  await replyBox(page).press('ControlOrMeta+v')
  await files.getByText('image.png').waitFor()
  await soon(() => files.getByText('Ready').count()).toBe(2)
  await takePicture(page, 'composer-pasted')
  await replyBox(page).press('Enter')
  await page.keyboard.press('Enter')
  await bubble(page, 'glazes.txt')
    .getByRole('img', { name: /^(Delivered|Read)$/ })
    .waitFor()
  await seeNothingMore(journey, page)
  expect((await received(customer)).map(({ type }) => type)).toEqual(['document', 'image'])
  expectQuiet(visit)
}, 90_000)

it('buttons and a list are built, taken back into their builder, and answered', async () => {
  const { visit, page, customer } = await begin('Hana Sato', 'When does the courier come?')
  await page.getByRole('button', { name: 'Buttons or list' }).click()
  const builder = dialog(page, 'Buttons or list')
  await builder.getByLabel(/^Text/).fill('Which day suits you?')
  await builder.getByLabel(/^Button 1/).fill('Friday')
  await builder.getByRole('button', { name: 'Add a button' }).click()
  await builder.getByLabel(/^Button 2/).fill('Saturday')
  await takePicture(page, 'composer-builder')
  await builder.getByRole('button', { name: 'Send', exact: true }).click()
  await undo(page, 'Which day suits you?').click()
  await builder.waitFor()
  expect(await builder.getByLabel(/^Button 2/).inputValue()).toBe('Saturday')
  await builder.getByLabel(/^Button 2/).fill('Saturday 9–12')
  await builder.getByRole('button', { name: 'Send', exact: true }).click()
  await soon(() => replyBox(page).evaluate((it) => it === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await tick(page, 'Which day suits you?', 'Delivered').waitFor()
  const [question] = await received(customer)
  await journey.meta.act(customer, { type: 'tap', messageId: question?.id, button: 'Saturday 9–12' })
  await log(page).getByRole('button', { name: 'Tapped a button' }).waitFor()
  await bubble(page, 'Tapped a button').getByText('Saturday 9–12').waitFor()

  await page.getByRole('button', { name: 'Buttons or list' }).click()
  await builder.getByText('List', { exact: true }).click()
  await builder.getByLabel(/^Text/).fill('What is it about?')
  await builder.getByLabel(/^Words on the button/).fill('Choose')
  await builder.getByLabel(/^Title/).fill('My order')
  await builder.getByRole('button', { name: 'Send', exact: true }).click()
  await replyBox(page).press('Enter')
  await tick(page, 'What is it about?', 'Delivered').waitFor()
  const list = (await received(customer)).at(-1)
  await journey.meta.act(customer, { type: 'pick', messageId: list?.id, rowId: 'row-1-1' })
  await log(page).getByRole('button', { name: 'Picked from list' }).waitFor()
  await takePicture(page, 'composer-answered')
  await seeNothingMore(journey, page)
  expect((await received(customer)).map(({ type }) => type)).toEqual(['interactive', 'interactive'])
  expectQuiet(visit)
}, 90_000)

it('reactions go both ways, and what the customer changes or deletes is shown', async () => {
  const { visit, page, customer } = await begin('Mateus Lima', 'Is the bowl back?')
  await reply(page, 'It came today')
  await tick(page, 'It came today', 'Delivered').waitFor()
  const [ours] = await received(customer)
  await journey.meta.act(customer, { type: 'reaction', messageId: ours?.id, emoji: '🎉' })
  await bubble(page, 'It came today').getByRole('img', { name: '🎉 by Mateus Lima' }).waitFor()
  await journey.meta.act(customer, { type: 'unreact', messageId: ours?.id })
  await bubble(page, 'It came today').getByRole('img', { name: /^🎉/ }).waitFor({ state: 'detached' })

  const theirs = bubble(page, 'Is the bowl back?')
  await theirs.hover()
  await theirs.getByRole('button', { name: 'React' }).click()
  await page.getByRole('button', { name: 'React with ❤️' }).click()
  const heart = theirs.getByRole('button', { name: '❤️ by you. Take it back' })
  await heart.waitFor()
  const reactions = async () =>
    (await received(customer)).flatMap(({ type, payload }) =>
      type === 'reaction' ? [(payload.reaction as { emoji: string }).emoji] : [],
    )
  await soon(reactions).toEqual(['❤️'])
  await heart.click()
  await heart.waitFor({ state: 'detached' })
  await soon(reactions).toEqual(['❤️', ''])

  const said = await journey.meta.act(customer, { type: 'text', text: 'Number forteen' })
  await bubble(page, 'Number forteen').waitFor()
  await journey.meta.act(customer, { type: 'edit', messageId: said.messageId, text: 'Number fourteen' })
  await bubble(page, 'Number fourteen').getByText('edited').waitFor()
  await journey.meta.act(customer, { type: 'delete', messageId: said.messageId })
  await log(page).getByText('Deleted by customer').waitFor()
  expect(await bubble(page, 'Number fourteen').count()).toBe(0)
  await takePicture(page, 'composer-reactions')
  expectQuiet(visit)
}, 90_000)

it('a canned reply, a template and a note are written with the keys, and a text is taken back in time', async () => {
  const { visit, page, customer } = await begin('Camille Roy', 'Bonjour')
  await replyBox(page).fill('Never mind that')
  await page.keyboard.press('Enter')
  await undo(page, 'Never mind that').click()
  await soon(() => replyBox(page).inputValue()).toBe('Never mind that')
  await replyBox(page).fill('')

  await replyBox(page).pressSequentially('/ship')
  await page.getByRole('option', { name: /shipping/ }).waitFor()
  await takePicture(page, 'composer-canned')
  await page.keyboard.press('Enter')
  await soon(() => replyBox(page).inputValue()).toBe('Dear Camille, it ships on Monday. Ifeoma Okafor')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')

  await replyBox(page).pressSequentially('//')
  const picker = dialog(page, 'Send a template')
  await picker.getByRole('option', { name: /order_shipped/ }).waitFor()
  await page.keyboard.type('shipped')
  await picker.getByRole('option', { name: /delivery_slot/ }).waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await picker.getByLabel('Header').fill('4471')
  await picker.getByLabel('Value 1').fill('Camille')
  await picker.getByLabel('Value 2').fill('Monday')
  await picker.getByLabel(/^Link of/).fill('4471')
  await picker.getByRole('button', { name: 'Send template' }).click()
  // Taken back, it has its values still.
  await log(page).getByRole('article').last().getByRole('button', { name: 'Undo' }).click()
  await soon(() => picker.getByLabel('Value 2').inputValue()).toBe('Monday')
  await picker.getByLabel('Value 2').fill('Tuesday')
  await picker.getByRole('button', { name: 'Send template' }).click()
  await replyBox(page).press('Enter')
  await tick(page, 'arrives on Tuesday', 'Delivered').waitFor()

  await replyBox(page).press('Escape')
  await page.keyboard.press('n')
  const note = page.getByRole('textbox', { name: 'Note' })
  await note.pressSequentially('@Tom')
  await page.getByRole('option', { name: /Tomás Ribeiro/ }).waitFor()
  await page.keyboard.press('Enter')
  await note.pressSequentially('wants it by Tuesday')
  await page.keyboard.press('Enter')
  await bubble(page, 'wants it by Tuesday').waitFor()
  await seeNothingMore(journey, page)
  // Its rewording waits, as a draft does.
  await note.press('ArrowUp')
  await note.pressSequentially(', before noon')
  await page.reload()
  await soon(() => note.inputValue()).toBe('@Tomás Ribeiro wants it by Tuesday, before noon')
  await note.press('Enter')
  await bubble(page, 'before noon').getByText('edited').waitFor()
  expect((await received(customer)).map(({ type, payload }) => payload.text?.body ?? type)).toEqual([
    'Dear Camille, it ships on Monday. Ifeoma Okafor',
    'template',
  ])
  expectQuiet(visit)
}, 90_000)

it('of two tabs, one takes back what the other holds, and has what that one leaves behind', async () => {
  const { visit, page, customer } = await begin('Emre Aydın', 'Are you there?')
  const other = await page.context().newPage()
  await other.goto(page.url())
  await bubble(other, 'Are you there?').waitFor()
  await page.context().setOffline(true)
  for (const text of ['Not this one', 'But this one']) {
    await seeText(page, /^Offline/)
    await replyBox(page).fill(text)
    await page.getByRole('button', { name: /^Queue/ }).click()
    await bubble(other, text).getByText('waiting').waitFor()
  }
  await undo(other, 'Not this one').click()
  await soon(() => replyBox(other).inputValue()).toBe('Not this one')
  for (const each of [page, other]) await bubble(each, 'Not this one').waitFor({ state: 'detached' })
  await page.close()
  await page.context().setOffline(false)
  await tick(other, 'But this one', 'Delivered').waitFor()
  await seeNothingMore(journey, other)
  await seeTexts(journey, customer, ['But this one'])
  expectQuiet({ ...visit, errors: visit.errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED')) })
}, 90_000)
