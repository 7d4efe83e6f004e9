import type { BrowserContext, Route } from 'playwright-core'
import { expect, it } from 'vitest'
import {
  bubble,
  conversationOf,
  log,
  openConversation,
  reply,
  replyBox,
  seeConversation,
  seeNothingMore,
  seeTexts,
  tick,
  useInbox,
} from './inbox-journey.ts'
import { expectQuiet, seeHeading, seeText, soon, takePicture, type Visit } from './journey.ts'

const { journey, inbox, begin } = useInbox()

/** What Chromium logs of requests that found no network. */
function expectQuietBut({ errors, strangers }: Visit, pattern: RegExp): void {
  expectQuiet({ errors: errors.filter((error) => !pattern.test(error)), strangers } as Visit)
}
const API = /\/api\/(?!dev)/
const fail = (route: Route) => route.abort('internetdisconnected')
const cutOff = (context: BrowserContext) => context.route(API, fail)

it('three that were written without a network survive a reload and arrive once, in order', async () => {
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const context = page.context()
  const amara = await journey.meta.newCustomer('Amara Diop')
  await journey.meta.says(amara, 'Hello?')
  await openConversation(page, amara)
  await bubble(page, 'Hello?').waitFor()
  // What is fetched ahead is here by then, as it is for whoever has been here for a moment.
  await page.waitForLoadState('networkidle')

  await context.setOffline(true)
  await seeText(page, 'Offline, it is kept here and sent later')
  const texts = ['One: hello Amara', 'Two: the bowl is here', 'Three: until Saturday']
  for (const text of texts) {
    await replyBox(page).fill(text)
    await page.getByRole('button', { name: /^Queue/ }).click()
    await bubble(page, text).getByText('waiting').waitFor()
  }
  await seeText(page, 'Offline, 3 messages waiting')
  await replyBox(page).fill('Four: not said yet')
  await seeText(page, 'You’re offline.')
  await takePicture(page, 'offline-three')

  // Nothing loads without a network: it is the same address, later, in another tab.
  const address = page.url()
  // Chromium forgets that a document is offline when it takes it off the screen: this one is to send nothing any more.
  await page.evaluate(() => {
    window.fetch = () => Promise.reject(new TypeError('Failed to fetch'))
  })
  await expect(page.reload()).rejects.toThrow('ERR_INTERNET_DISCONNECTED')
  await page.close()
  // The network is back before our server is.
  await cutOff(context)
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(address)
  await again.getByRole('button', { name: 'Try again' }).waitFor()
  await takePicture(again, 'offline-reloaded')
  await seeTexts(journey, amara, [])
  await context.unroute(API, fail)
  await again.getByRole('button', { name: 'Try again' }).click()

  for (const text of texts) await tick(again, text, 'Delivered').waitFor()
  await seeNothingMore(journey, again)
  await seeTexts(journey, amara, texts)
  const shown = (await log(again).getByRole('article').allInnerTexts()).map((text) => /One|Two|Three/.exec(text)?.[0])
  expect(shown.filter(Boolean)).toEqual(['One', 'Two', 'Three'])
  expect(await replyBox(again).inputValue()).toBe('Four: not said yet')
  await takePicture(again, 'offline-arrived')
  expectQuietBut(visit, /ERR_INTERNET_DISCONNECTED/)
}, 90_000)

it('a menu that was not fetched before the network went says so, and opens when it is back', async () => {
  const visit = await journey.returnAs(inbox.person, { path: '/robots.txt' })
  const { page } = visit
  const context = page.context()
  const popup = /\/assets\/menu-popup-[^/]*\.js/
  await context.route(popup, fail)
  const missed = page.waitForRequest(popup)
  await page.goto('/inbox')
  // Fetched ahead, in vain.
  await missed
  await context.setOffline(true)
  await seeText(page, 'You’re offline.')
  const account = page.getByRole('button', { name: 'Your account' }).first()
  await account.click()
  await seeText(page, 'You’re offline. This opens once the network is back.')
  await takePicture(page, 'offline-menu')

  await context.unroute(popup, fail)
  await context.setOffline(false)
  await seeText(page, 'Back online.')
  await account.click()
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  expectQuietBut(visit, /ERR_INTERNET_DISCONNECTED/)
}, 60_000)

it('what was not fetched before the network went stays shut and says so; the page and the typed text stay', async () => {
  const ngozi = await journey.meta.newCustomer('Ngozi Obi')
  await journey.meta.says(ngozi, 'Are you there?')
  const visit = await journey.returnAs(inbox.person, { path: '/robots.txt' })
  const { page } = visit
  const context = page.context()
  const parts = /\/assets\/(command-palette|composer-panels|emoji-picker)-[^/]*\.js/
  await context.route(parts, fail)
  // What says so is fetched when nothing else happens.
  const banner = page.waitForResponse((answer) => answer.url().includes('/connection-banner-'))
  await page.goto('/inbox')
  await openConversation(page, ngozi)
  await replyBox(page).fill('Yes, and the')
  await banner
  await context.setOffline(true)
  await seeText(page, 'You’re offline.')
  const toast = page.getByText('You’re offline. This opens once the network is back.')
  await page.keyboard.press('Control+k')
  await toast.waitFor()
  await takePicture(page, 'offline-part')
  expect(await replyBox(page).inputValue()).toBe('Yes, and the')
  await toast.waitFor({ state: 'hidden' })
  const emoji = page.getByRole('button', { name: 'Emoji' })
  await emoji.click()
  await toast.waitFor()
  expect(await replyBox(page).inputValue()).toBe('Yes, and the')
  await bubble(page, 'Are you there?').waitFor()

  await context.unroute(parts, fail)
  await context.setOffline(false)
  await seeText(page, 'Back online.')
  await emoji.click()
  await page.getByRole('dialog', { name: 'Emoji' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').waitFor()
  await page.keyboard.press('Escape')
  expect(await replyBox(page).inputValue()).toBe('Yes, and the')
  expectQuietBut(visit, /ERR_INTERNET_DISCONNECTED/)
}, 90_000)

it('what was sent and closed without a network is sent and closed when its page comes back', async () => {
  const mira = await journey.meta.newCustomer('Mira Sato')
  await journey.meta.says(mira, 'Thank you!')
  const id = await conversationOf(inbox, mira)
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const context = page.context()
  await openConversation(page, mira)
  await bubble(page, 'Thank you!').waitFor()
  await page.waitForLoadState('networkidle')
  await context.setOffline(true)
  await replyBox(page).fill('Come again')
  await page.keyboard.press('Control+Enter')
  await soon(() => page.url()).not.toContain(id)
  // As above: this document is to send nothing any more.
  await page.evaluate(() => {
    window.fetch = () => Promise.reject(new TypeError('Failed to fetch'))
  })
  await page.close()
  await context.setOffline(false)

  const again = await context.newPage()
  await again.goto(new URL('/inbox', journey.url).href)
  await seeTexts(journey, mira, ['Come again'])
  await soon(async () => (await inbox.api<{ status: string }>('GET', `/api/conversations/${id}`)).status).toBe('closed')
  await again.getByRole('button', { name: 'Undo' }).waitFor()
  await seeNothingMore(journey, again)
  await seeTexts(journey, mira, ['Come again'])
  expectQuietBut(visit, /ERR_INTERNET_DISCONNECTED/)
}, 90_000)

it('an answer that gets lost on its way back makes no second message', async () => {
  const { visit, page, customer: hana } = await begin('Hana Ito', 'How much is it?')
  let lost = 0
  await page.route(/\/api\/conversations\/[^/]+\/messages$/, async (route) => {
    if (route.request().method() !== 'POST' || lost === 2) return route.fallback()
    lost += 1
    // The server has it; the page never hears so.
    await route.fetch()
    return route.abort('connectionreset')
  })
  await reply(page, 'It is 48 pounds')
  await bubble(page, 'It is 48 pounds').getByRole('img', { name: 'Delivered' }).waitFor()
  await soon(() => lost).toBe(2)
  await reply(page, 'With the box')
  await seeTexts(journey, hana, ['It is 48 pounds', 'With the box'])
  await seeNothingMore(journey, page)
  expect(await bubble(page, 'It is 48 pounds').count()).toBe(1)
  await seeTexts(journey, hana, ['It is 48 pounds', 'With the box'])
  expectQuietBut(visit, /ERR_CONNECTION_RESET/)
})

it('a session that ends in mid-sentence gives everything back after signing in, and what was sent arrives once', async () => {
  const { visit, page, customer: emre } = await begin('Emre Kaya', 'Is it dishwasher safe?')
  await replyBox(page).fill('It is.')
  await page.keyboard.press('Enter')
  // Still within the seconds in which it can be taken back, and already in the next sentence.
  await replyBox(page).pressSequentially('But better wash it by')
  await inbox.api('POST', '/api/auth/logout-everywhere')
  await seeHeading(page, 'Welcome back')
  await seeText(page, 'Your session has ended.')
  await takePicture(page, 'session-ended')
  expect(new URL(page.url()).searchParams.get('next')).toMatch(/^\/inbox\/con_/)

  await page.getByLabel('Email').fill(inbox.person.email)
  await page.getByLabel('Password', { exact: true }).fill(inbox.person.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await seeConversation(page, emre)
  expect(await replyBox(page).inputValue()).toBe('But better wash it by')
  await seeTexts(journey, emre, ['It is.'])
  await replyBox(page).pressSequentially(' hand.')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await seeTexts(journey, emre, ['It is.', 'But better wash it by hand.'])
  await seeNothingMore(journey, page)
  expect(await bubble(page, 'It is.').count()).toBe(1)
  await seeTexts(journey, emre, ['It is.', 'But better wash it by hand.'])
  expectQuiet(visit, 401)
})
