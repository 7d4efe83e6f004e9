import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, it, vi } from 'vitest'
import {
  bubble,
  conversationOf,
  createInbox,
  type Inbox,
  log,
  openConversation,
  replyBox,
  row,
  seeConversation,
  tick,
} from './inbox-journey.ts'
import { expectQuiet, seeText, soon, takePicture, useJourney, whenStill } from './journey.ts'
import type { Customer } from './meta.ts'

// A long thread in a browser: where it opens, where it stays, and what can be done in it.

const DAY_MS = 24 * 3_600_000
const LINES = 130

const journey = useJourney({ withMeta: true })
let inbox: Inbox
let amara: Customer
let conversationId: string
/** Our ids. */
let firstId: string

type Said = { id: string; text: string | null; wamid: string | null }
const newest = async () =>
  (await inbox.api<{ items: Said[] }>('GET', `/api/conversations/${conversationId}/messages?limit=1`)).items[0]
/** Everything that was said so far has been looked at. */
const markRead = () => inbox.api('PATCH', `/api/conversations/${conversationId}/read`, { isRead: true })

// Yesterday she asked; then she wrote a lot, and today she comes back to it.
beforeAll(async () => {
  inbox = await createInbox(journey)
  const { meta } = journey
  amara = await meta.newCustomer('Amara Diop')
  const first = await meta.act(amara, { type: 'text', text: 'The very first question' })
  conversationId = await conversationOf(inbox, amara)
  firstId = (await newest())?.id ?? ''
  for (let line = 1; line <= LINES; line += 10)
    await Promise.all(Array.from({ length: 10 }, (_, at) => meta.says(amara, `Line ${line + at}`)))
  await meta.control('/quiet', { timeoutMs: 60_000 })
  await meta.advance(DAY_MS)
  await meta.act(amara, { type: 'text', text: 'What about this one?', replyTo: first.messageId })
  await vi.waitFor(async () => expect((await newest())?.text).toBe('What about this one?'), { timeout: 60_000 })
  await markRead()
}, 120_000)

/** Amara's thread, the next day. */
async function openTomorrow(path: string, options: { reducedMotion?: 'reduce' } = {}) {
  const visit = await journey.returnAs(inbox.person, { path: '/robots.txt', ...options })
  await visit.page.clock.setSystemTime(Date.now() + DAY_MS)
  await visit.page.goto(path)
  return visit
}

/** One after the other: what is on its way at once may arrive in any order. */
async function amaraSays(text: string): Promise<void> {
  await journey.meta.says(amara, text)
  await soon(async () => (await newest())?.text).toBe(text)
}

const flashing = (page: Page) => page.locator('[data-flashing]')
/** Inside of what scrolls, not only somewhere in the document. */
const isInView = async (page: Page, of: Locator): Promise<boolean> => {
  const [outer, inner] = [await log(page).boundingBox(), await of.boundingBox()]
  return !!outer && !!inner && inner.y >= outer.y - 1 && inner.y + inner.height <= outer.y + outer.height + 1
}
const seeInView = (page: Page, of: Locator) => soon(() => isInView(page, of)).toBe(true)

/** Where the message is that somebody is reading: `virtua` may move the offset when it has measured, the eye sees none of it. */
async function whereOneReads(page: Page): Promise<() => Promise<number>> {
  const read = await log(page)
    .getByRole('article')
    .evaluateAll((all) => {
      const top = all[0]?.closest('[role="log"]')?.getBoundingClientRect().top ?? 0
      return all.find((one) => one.getBoundingClientRect().top > top + 150)?.getAttribute('data-message') ?? ''
    })
  return async () => Math.round((await page.locator(`[data-message="${read}"]`).boundingBox())?.y ?? -1)
}

it('a quote far up is gone to, flashes, and the end is one press away', async () => {
  const visit = await openTomorrow(`/inbox/${conversationId}`)
  const { page } = visit
  await seeConversation(page, amara)
  const answer = bubble(page, 'What about this one?')
  await seeInView(page, answer)
  expect(await page.locator(`[data-message="${firstId}"]`).count()).toBe(0)
  // What is quoted is not loaded, and shown all the same.
  const quote = answer.getByRole('button', { name: /The very first question/ })
  await quote.click()
  await flashing(page).getByText('The very first question', { exact: true }).waitFor()
  const target = page.locator(`[data-message="${firstId}"]`)
  await seeInView(page, target)
  await takePicture(page, 'thread-quote-jump')
  await flashing(page).waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'To the newest' }).click()
  await seeInView(page, answer)
  await page.getByRole('button', { name: 'To the newest' }).waitFor({ state: 'detached' })
  // And from there again: it is not loaded any more.
  await quote.click()
  await seeInView(page, target)
  expectQuiet(visit)
}, 60_000)

it('a link to a message opens the thread there, also where nothing moves', async () => {
  const visit = await openTomorrow(`/inbox/${conversationId}#${firstId}`, { reducedMotion: 'reduce' })
  const { page } = visit
  await seeConversation(page, amara)
  await flashing(page).getByText('The very first question', { exact: true }).waitFor()
  await seeInView(page, page.locator(`[data-message="${firstId}"]`))
  await page.getByRole('button', { name: 'To the newest' }).waitFor()
  expectQuiet(visit)
})

it('earlier messages come in front without moving what is read; the day stays on top', async () => {
  const visit = await openTomorrow(`/inbox/${conversationId}`)
  const { page } = visit
  await seeConversation(page, amara)
  await seeInView(page, bubble(page, 'What about this one?'))
  let letGo = () => {}
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const older = page.waitForRequest(/\/messages\?cursor=/)
  await page.route(/\/messages\?cursor=/, async (route) => {
    await isLetGo
    await route.fallback()
  })
  await log(page).hover()
  await page.mouse.wheel(0, -600)
  await seeText(page, 'Yesterday')
  // As far up as what is loaded goes, while the rest is on its way.
  await soon(async () => {
    await page.mouse.wheel(0, -3000)
    return log(page).evaluate(({ scrollTop }) => scrollTop)
  }).toBe(0)
  await older
  await whenStill(page)
  const place = await whereOneReads(page)
  const before = await place()
  letGo()
  await soon(() => log(page).evaluate(({ scrollTop }) => scrollTop > 1000)).toBe(true)
  await whenStill(page)
  expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(2)
  await takePicture(page, 'thread-prepended')
  expectQuiet(visit)
}, 60_000)

it('what is new has a line above it that stays; what comes meanwhile moves nothing', async () => {
  await markRead()
  await amaraSays('Read before')
  await markRead()
  for (const text of ['New: one', 'New: two', 'New: three']) await amaraSays(text)
  const visit = await openTomorrow('/inbox')
  const { page } = visit
  await row(page, amara.name).getByText('Unread: 3').waitFor()
  await openConversation(page, amara)
  const line = log(page).locator('[data-row="new"]')
  await seeInView(page, line)
  const order = await log(page).locator('[data-row]').allInnerTexts()
  const at = order.findIndex((text) => text.trim() === 'New')
  expect([order[at - 1], order[at + 1]]).toEqual([
    expect.stringContaining('Read before'),
    expect.stringContaining('New: one'),
  ])
  await takePicture(page, 'thread-new-line')
  // It has been read: the list says so, the line stays.
  await row(page, amara.name).getByText('Unread:').waitFor({ state: 'detached' })
  await line.waitFor()

  await log(page).hover()
  await page.mouse.wheel(0, -1500)
  await page.getByRole('button', { name: 'To the newest' }).waitFor()
  await whenStill(page)
  const place = await whereOneReads(page)
  const before = await place()
  for (const text of ['Later: one', 'Later: two']) await amaraSays(text)
  const more = page.getByRole('button', { name: '2 new' })
  await more.waitFor()
  expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(2)
  await more.click()
  await seeInView(page, bubble(page, 'Later: two'))
  expectQuiet(visit)
}, 60_000)

it('photos fill the page, the arrows go through them, and the focus comes back', async () => {
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const luca = await journey.meta.newCustomer('Luca Bianchi')
  for (const caption of ['Photo: one', 'Photo: two', 'Photo: three'])
    await journey.meta.act(luca, { type: 'image', caption })
  await openConversation(page, luca)
  const opener = bubble(page, 'Photo: one').getByRole('button', { name: /^Open the photo/ })
  await bubble(page, 'Photo: three')
    .getByRole('button', { name: /^Open the photo/ })
    .waitFor()
  // Where it is pressed nothing is on its way to its place any more.
  await whenStill(page)
  await opener.click()
  const box = page.getByRole('dialog')
  await box.getByText('Photo: one').waitFor()
  await box.getByText('1 of 3').waitFor()
  await soon(() => box.locator('img').evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  for (const [key, text] of [
    ['ArrowRight', 'Photo: two'],
    ['ArrowRight', 'Photo: three'],
    ['ArrowLeft', 'Photo: two'],
  ] as const) {
    await page.keyboard.press(key)
    await box.getByText(text).waitFor()
  }
  await takePicture(page, 'thread-lightbox')
  await page.keyboard.press('Escape')
  await box.waitFor({ state: 'detached' })
  // To the photo that was looked at last.
  const second = bubble(page, 'Photo: two').getByRole('button', { name: /^Open the photo/ })
  await soon(() => second.evaluate((it) => it === document.activeElement)).toBe(true)
  expectQuiet(visit)
})

it('a photo that cannot be shown says so, and is tried again', async () => {
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const noPicture = /\/api\/media\/[^/]+\/content/
  await page.route(noPicture, (route) => route.fulfill({ contentType: 'image/jpeg', body: 'no picture' }))
  const greta = await journey.meta.newCustomer('Greta Eriksen')
  await journey.meta.act(greta, { type: 'image', caption: 'Can you see it?' })
  await openConversation(page, greta)
  const message = bubble(page, 'Can you see it?')
  await message.getByText('It could not be shown.').waitFor()
  await message.getByRole('link', { name: /^Download/ }).waitFor()
  await takePicture(page, 'thread-broken-photo')
  await page.unroute(noPicture)
  await message.getByRole('button', { name: 'Try again' }).click()
  const photo = message.locator('img')
  await soon(() => photo.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  expectQuiet(visit)
})

it('the message that has the focus is answered, reacted to, copied and sent again by keys', async () => {
  const visit = await journey.returnAs(inbox.person, { permissions: ['clipboard-read', 'clipboard-write'] })
  const { page } = visit
  const { keyboard } = page
  const kemi = await journey.meta.newCustomer('Kemi Adeyemi')
  await journey.meta.says(kemi, 'Is the kiln hot?')
  await openConversation(page, kemi)
  const question = bubble(page, 'Is the kiln hot?').first()
  const focus = async () => {
    await log(page).focus()
    await keyboard.press('ArrowUp')
    await soon(() => question.evaluate((it) => it === document.activeElement)).toBe(true)
  }
  await focus()
  await keyboard.press('Control+c')
  await seeText(page, 'Text copied')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Is the kiln hot?')
  await keyboard.press('+')
  await page.getByRole('dialog', { name: 'React' }).waitFor()
  await keyboard.press('Enter')
  await soon(async () => (await journey.meta.receivedBy(kemi)).map(({ type }) => type)).toEqual(['reaction'])
  await focus()
  await keyboard.press('r')
  await soon(() => replyBox(page).evaluate((it) => it === document.activeElement)).toBe(true)
  await journey.meta.failNext(inbox.business.phoneNumberId, 131026)
  await keyboard.type('Very')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  const answer = bubble(page, 'Very')
  await answer.getByRole('button', { name: 'Retry' }).waitFor()
  await answer.focus()
  await keyboard.press('Shift+R')
  await tick(page, 'Very', 'Delivered').waitFor()
  const sent = (await journey.meta.receivedBy(kemi)).filter(({ type }) => type === 'text')
  expect(sent.map(({ payload }) => [payload.text?.body, 'context' in payload])).toEqual([
    ['Very', true],
    ['Very', true],
  ])
  // By its menu, too: what closes does not take the focus back.
  await question.focus()
  await keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Reply' }).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await soon(() => replyBox(page).evaluate((it) => it === document.activeElement)).toBe(true)
  expectQuiet(visit)
})
