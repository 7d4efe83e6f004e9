import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { bubble, log, openConversation, reply, replyBox, row, seeNothingMore, tick } from './inbox-journey.ts'
import { expectQuiet, newPerson, seeHeading, seeText, soon, takePicture, useJourney } from './journey.ts'
import type { Business, Customer } from './meta.ts'

// Chromium's own microphone beeps once a second, and asks nobody.
const journey = useJourney({
  withMeta: true,
  flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
})

const photo = 'simulator/customer/samples/photo.jpg'

async function signUp(page: Page): Promise<void> {
  const person = newPerson()
  await page.getByLabel('Your name').fill(person.name)
  await page.getByLabel('Work email').fill(person.email)
  await page.getByLabel('Workspace name').fill(person.workspace)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Create workspace' }).click()
  await seeHeading(page, 'Connect your first number')
}

/** A business with a Meta app of its own; its webhooks go nowhere yet. */
const newBusiness = () =>
  journey.meta.newBusiness({
    name: 'Kiln & Loom Shop',
    subscribe: false,
    numbers: [{ displayPhoneNumber: '+44 20 7946 0999' }],
  })

async function connectNumber(page: Page): Promise<Business> {
  const business = await newBusiness()
  await page.getByRole('link', { name: 'Connect a number' }).first().click()
  await seeHeading(page, 'How do you want to connect it?')
  await page.getByRole('radio', { name: /Your own Meta app/ }).check()
  await takePicture(page, 'connect-way')
  await page.getByRole('button', { name: 'Continue' }).click()

  await seeHeading(page, 'Paste your credentials')
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })
  const secret = (name: string) => page.getByLabel(name, { exact: true })
  await field('App ID').fill(business.appId)
  await secret('App secret').fill('f'.repeat(32))
  await seeText(page, 'App ID and secret don’t go together')
  await secret('App secret').fill(business.appSecret)
  await seeText(page, 'App ID and secret belong together')
  await secret('Access token').fill(business.accessToken)
  await seeText(page, 'The token is valid')
  await field('WhatsApp Business account ID').fill(business.accountId)
  await seeText(page, 'Account found: Kiln & Loom Shop')
  expect(await page.getByRole('button', { name: 'Connect', exact: true }).isDisabled()).toBe(true)
  await field('Phone number ID').fill(business.phoneNumberId)
  await seeText(page, /^Number found/)
  await takePicture(page, 'connect-credentials')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()

  await seeHeading(page, 'Let messages reach you')
  await seeText(page, '+44 20 7946 0999 is connected')
  await seeText(page, 'Meta has confirmed the address')
  // What is secret is on no disk of this device.
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(business.accessToken)
  await takePicture(page, 'connect-webhook')
  await page.getByRole('button', { name: 'Continue' }).click()
  await seeHeading(page, 'What customers see')
  await page.getByRole('button', { name: 'Not now' }).click()
  await seeHeading(page, 'Say hello to yourself')
  return business
}

/** The customer's phone, in a window of its own. */
async function takePhone(): Promise<Page> {
  const { page } = await journey.visit({
    path: `${journey.meta.url}/?view=phone`,
    viewport: { width: 390, height: 800 },
  })
  await page.getByRole('button', { name: /^All chats/ }).click()
  await page.getByRole('button', { name: /Kiln & Loom Shop/ }).click()
  return page
}

async function findCustomer(name: string): Promise<Customer> {
  const { customers } = await journey.meta.control<{ customers: Customer[] }>('/customers')
  const found = customers.find((one) => one.name === name)
  if (!found) throw new Error(`There is no ${name}`)
  // Reads when this journey says so.
  await journey.meta.control(`/customers/${found.id}`, { readsMessages: false }, 'PATCH')
  return found
}

it('from signing up to an answer that was read: text, picture and voice, both ways', async () => {
  const visit = await journey.visit({ path: '/signup', permissions: ['microphone'] })
  const { page } = visit
  await signUp(page)
  await takePicture(page, 'first-run')
  const { phoneNumberId: numberId } = await connectNumber(page)

  const amara = await findCustomer('Amara Diallo')
  const phone = await takePhone()
  const write = async (text: string) => {
    await phone.getByRole('textbox', { name: 'Message', exact: false }).fill(text)
    await phone.keyboard.press('Enter')
  }
  await write('Is the blue bowl still there?')
  await seeText(page, 'Your message has arrived')
  await takePicture(page, 'connect-test')
  await page.getByRole('button', { name: 'Send the answer' }).click()
  await seeText(page, 'It has arrived on your phone')
  await log(phone)
    .getByText(/This number is connected/)
    .waitFor()
  await page.getByRole('link', { name: 'Open the inbox' }).click()

  await openConversation(page, amara)
  await bubble(page, 'Is the blue bowl still there?').waitFor()
  await phone.getByRole('button', { name: 'Record a voice message' }).click()
  await phone.getByText('0:01').waitFor()
  await phone.getByRole('button', { name: 'Send the voice message' }).click()
  // Heard, not only shown.
  await log(page)
    .getByRole('button', { name: /^Play the voice message/ })
    .click()
  await log(page).getByRole('button', { name: 'Pause' }).waitFor()
  await takePicture(page, 'inbox-voice-in')

  await reply(page, 'It is. Shall I keep it for you?')
  await tick(page, 'It is. Shall I keep it', 'Delivered').waitFor()
  await log(phone).getByText('It is. Shall I keep it for you?').waitFor()

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Attach files' }).click(),
  ])
  await chooser.setFiles(photo)
  await page.getByRole('list', { name: 'Files to send' }).getByText('Ready').waitFor()
  await takePicture(page, 'composer-attached')
  await reply(page, 'This is the one')
  await tick(page, 'This is the one', 'Delivered').waitFor()
  await soon(() =>
    bubble(page, 'This is the one')
      .locator('img')
      .first()
      .evaluate((it: HTMLImageElement) => it.naturalWidth),
  ).toBeGreaterThan(0)

  await page.getByRole('button', { name: 'Record a voice note' }).click()
  await page.getByRole('timer', { name: 'Length 0:02' }).waitFor()
  await takePicture(page, 'composer-recording')
  await page
    .getByRole('dialog', { name: 'Recording a voice note' })
    .getByRole('button', { name: 'Send', exact: true })
    .click()
  await soon(() => replyBox(page).evaluate((it) => it === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  const voice = log(page)
    .getByRole('article', { name: /^Ifeoma Okafor/ })
    .filter({ has: page.getByRole('button', { name: /^Play the voice message/ }) })
  await voice.getByRole('img', { name: 'Delivered' }).waitFor()
  await takePicture(page, 'inbox-answered')

  // What Meta was given: the picture as it was, and a true voice note.
  const received = (await journey.meta.receivedBy(amara)).filter(({ type }) => type !== 'text')
  expect(received.map(({ type }) => type)).toEqual(['image', 'audio'])
  const [image, audio] = received
  expect(image?.payload.image?.caption).toBe('This is the one')
  expect((await journey.meta.bytesOf(image?.id ?? '')).bytes.equals(readFileSync(photo))).toBe(true)
  expect(audio?.payload.audio?.voice).toBe(true)
  const note = await journey.meta.bytesOf(audio?.id ?? '')
  expect(note.type).toMatch(/^audio\/ogg/)
  const head = note.bytes.indexOf('OpusHead')
  // RFC 3533 and 7845: Ogg's capture pattern, Opus' head in the first page, one channel.
  expect([note.bytes.toString('latin1', 0, 4), head > 0 && head < 64, note.bytes[head + 9]]).toEqual(['OggS', true, 1])

  await journey.meta.act(amara, { numberId, type: 'open', listen: true })
  for (const text of ['It is. Shall I keep it', 'This is the one']) await tick(page, text, 'Read').waitFor()
  await voice.getByRole('img', { name: 'Played' }).waitFor()
  await takePicture(page, 'inbox-read')
  // The customer's own ticks: what they wrote was seen.
  await log(phone)
    .getByRole('article')
    .filter({ hasText: 'Is the blue bowl still there?' })
    .getByRole('img', { name: 'Read' })
    .waitFor()

  await write('Yes please!')
  await bubble(page, 'Yes please!').waitFor()
  await row(page, 'Amara Diallo').getByText('Yes please!').waitFor()
  await seeNothingMore(journey, page)
  expectQuiet(visit)
}, 90_000)
