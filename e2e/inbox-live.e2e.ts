import type { Page, WebSocketRoute } from 'playwright-core'
import { expect, it } from 'vitest'
import { findBarriers } from './browser.ts'
import {
  bubble,
  log,
  openConversation,
  reply,
  replyBox,
  row,
  seeConversation,
  seeTexts,
  useInbox,
} from './inbox-journey.ts'
import { expectQuiet, seeText, soon, takePicture, whenStill } from './journey.ts'

// What happens around the inbox while somebody works in it: the connection, a new version, a mention; and who the customer is.

const { journey, inbox, colleague } = useInbox({ withColleague: true })

/** The page's sockets in our hands: they can be cut, and do not come again until they may. */
async function holdSockets(page: Page) {
  const open = new Set<WebSocketRoute>()
  let isCut = false
  await page.routeWebSocket(/\/socket$/, (socket) => {
    if (isCut) {
      void socket.close({ code: 1001 })
      return
    }
    open.add(socket)
    socket.connectToServer()
  })
  return {
    cut: async () => {
      isCut = true
      for (const socket of open) await socket.close({ code: 1001 })
      open.clear()
    },
    mend: () => {
      isCut = false
    },
  }
}

it('a lost connection is told of, and what was said meanwhile is there when it is back', async () => {
  const visit = await journey.returnAs(inbox.person, { path: '/robots.txt' })
  const { page } = visit
  const sockets = await holdSockets(page)
  await page.goto('/inbox')
  await page.getByText('Live', { exact: true }).waitFor()
  const amara = await journey.meta.newCustomer('Amara Diop')
  await journey.meta.says(amara, 'Before it broke')
  await openConversation(page, amara)
  await bubble(page, 'Before it broke').waitFor()

  await sockets.cut()
  await seeText(page, 'Reconnecting…')
  await takePicture(page, 'connection-lost')
  for (const text of ['While it was broken: one', 'While it was broken: two']) await journey.meta.says(amara, text)
  // Work goes on: what is sent needs no socket.
  await reply(page, 'I can still answer')
  await seeTexts(journey, amara, ['I can still answer'])
  sockets.mend()
  await page.getByRole('button', { name: 'Retry now' }).click()
  await page.getByText('Live', { exact: true }).waitFor()
  for (const text of ['While it was broken: one', 'While it was broken: two', 'I can still answer'])
    await bubble(page, text).waitFor()
  await page.getByText('Reconnecting…').waitFor({ state: 'detached' })
  // And it is live again, not only asked for once.
  await journey.meta.says(amara, 'After it was mended')
  await bubble(page, 'After it was mended').waitFor()
  expectQuiet(visit)
}, 60_000)

it('a new version is offered, and never loads by itself', async () => {
  const visit = await journey.returnAs(inbox.person, { path: '/robots.txt' })
  const { page } = visit
  await page.clock.install()
  await page.goto('/inbox')
  await page.getByText('Live', { exact: true }).waitFor()
  const customer = await journey.meta.newCustomer('Kemi Adeyemi')
  await journey.meta.says(customer, 'Are you open?')
  await openConversation(page, customer)
  await replyBox(page).fill('We are, until')
  // A deploy: the page names another script.
  const isPage = (url: URL) => url.pathname === '/'
  await page.route(isPage, async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace(/(<script[^>]+type="module"[^>]+src=")[^"]+/, '$1/assets/newer.js')
    await route.fulfill({ response, body })
  })
  await page.clock.fastForward(11 * 60_000)
  const notice = page.getByText('A new version is ready. Drafts are kept.')
  await notice.waitFor()
  await takePicture(page, 'new-version')
  expect(await replyBox(page).inputValue()).toBe('We are, until')
  await page.unroute(isPage)
  await page.getByRole('button', { name: 'Reload' }).click()
  await notice.waitFor({ state: 'detached' })
  await seeConversation(page, customer)
  await soon(() => replyBox(page).inputValue()).toBe('We are, until')
  expectQuiet(visit)
}, 60_000)

it('a mention rings and pops up, and does neither while it is to be quiet', async () => {
  const amara = await journey.meta.newCustomer('Yara Costa')
  await journey.meta.says(amara, 'Could I change the address?')
  const visit = await journey.returnAs(inbox.person, { path: '/robots.txt' })
  const { page } = visit
  // What the loudspeaker would get.
  await page.addInitScript(() => {
    const played = window as unknown as { notes: number }
    played.notes = 0
    const { start } = OscillatorNode.prototype
    OscillatorNode.prototype.start = function (...when) {
      played.notes += 1
      start.apply(this, when)
    }
  })
  const notes = () => page.evaluate(() => (window as unknown as { notes: number }).notes)
  await page.goto('/overview')
  await page.getByText('Live', { exact: true }).waitFor()
  const tomas = await journey.returnAs(colleague, { workspace: inbox.workspaceId })
  await openConversation(tomas.page, amara)
  const mention = async (words: string) => {
    await tomas.page.getByRole('radio', { name: /^Note/ }).click()
    const note = tomas.page.getByRole('textbox', { name: 'Note' })
    await note.pressSequentially('@Ife')
    await tomas.page.getByRole('option', { name: /Ifeoma Okafor/ }).waitFor()
    await tomas.page.keyboard.press('Enter')
    await note.pressSequentially(words)
    await tomas.page.keyboard.press('Enter')
    await bubble(tomas.page, words).waitFor()
  }
  await mention('please look')
  const toast = page.getByText(/Yara Costa: Tomás Ribeiro mentioned you/)
  await toast.waitFor()
  await takePicture(page, 'mention-toast')
  // Browsers ring only for who has touched the page, and ours listens for that by now.
  await page.getByRole('heading', { level: 1 }).click()
  const before = await notes()
  await mention('it is urgent')
  await page.getByRole('button', { name: 'Notifications, 2 unread' }).waitFor()
  await soon(notes).toBe(before + 2)

  await page.getByRole('button', { name: 'Notifications, 2 unread' }).click()
  await page.getByRole('button', { name: 'Do not disturb' }).click()
  await seeText(page, 'Do not disturb is on. Nothing rings or pops up.')
  await page.keyboard.press('Escape')
  await soon(() => toast.count()).toBe(0)
  await mention('and once more')
  // Counted all the same: by then it would have rung.
  await page.getByRole('button', { name: 'Notifications, 3 unread' }).waitFor()
  expect(await toast.count()).toBe(0)
  expect(await notes()).toBe(before + 2)
  expectQuiet(visit)
  expectQuiet(tomas)
}, 90_000)

it('who the customer is: a tag, a note, their files, and the end of it when they are blocked', async () => {
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const greta = await journey.meta.newCustomer('Greta Eriksen')
  await journey.meta.act(greta, { type: 'image', caption: 'The handle came off' })
  await openConversation(page, greta)
  const side = page.getByRole('complementary', { name: 'Details' })
  await side.getByRole('heading', { name: 'Greta Eriksen' }).waitFor()

  await side.getByRole('button', { name: 'Add a tag' }).click()
  await page.getByRole('combobox', { name: 'Find or create a tag' }).fill('Damaged')
  await page.getByRole('option', { name: 'Create “Damaged”' }).click()
  await page.keyboard.press('Escape')
  await side.getByRole('region', { name: 'Tags' }).getByText('Damaged').waitFor()
  await row(page, 'Greta Eriksen').getByText('Damaged').waitFor()

  await side.getByRole('button', { name: 'Add a note' }).click()
  await side.getByRole('textbox', { name: 'Note about Greta Eriksen' }).fill('Second one this week')
  await side.getByRole('button', { name: 'Save note' }).click()
  await side.getByText('Second one this week').waitFor()
  await side.getByRole('button', { name: /^Open photo/ }).click()
  await page.getByRole('dialog', { name: 'Greta Eriksen' }).waitFor()
  await page.keyboard.press('Escape')
  await takePicture(page, 'customer-sidebar')

  await side.getByRole('button', { name: 'More about this person' }).click()
  await page.getByRole('menuitem', { name: 'Block' }).click()
  await page.getByRole('button', { name: 'Block person' }).click()
  await side.getByText('Blocked. Nothing is sent to them.').waitFor()
  await replyBox(page).waitFor({ state: 'detached' })
  await takePicture(page, 'customer-blocked')
  // At WhatsApp, too.
  await soon(async () => {
    const path = `/numbers/${inbox.business.phoneNumberId}`
    return (await journey.meta.control<{ blocked: string[] }>(path)).blocked
  }).toEqual([greta.waId])
  await side.getByRole('button', { name: 'Unblock' }).first().click()
  await replyBox(page).waitFor()
  // It was all kept.
  await page.reload()
  await side.getByText('Second one this week').waitFor()
  await side.getByRole('region', { name: 'Tags' }).getByText('Damaged').waitFor()
  expectQuiet(visit)
}, 60_000)

it.each(['light', 'dark'] as const)(
  'on a phone a conversation has the whole screen, and its details what is done with it (%s)',
  async (colorScheme) => {
    const customer = await journey.meta.newCustomer(`Luca Bianchi, ${colorScheme}`)
    await journey.meta.says(customer, 'Do you have it in blue?')
    const visit = await journey.returnAs(inbox.person, {
      colorScheme,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      reducedMotion: 'reduce',
    })
    const { page } = visit
    const tabs = page.getByRole('navigation', { name: 'Main' })
    const bell = page.getByRole('button', { name: /^Notifications/ })
    await row(page, customer.name).waitFor()
    await tabs.waitFor()
    await row(page, customer.name).getByRole('link').tap()
    await seeConversation(page, customer)
    await tabs.waitFor({ state: 'hidden' })
    await bell.waitFor({ state: 'hidden' })
    const top = await page.getByRole('region', { name: 'Conversation', exact: true }).boundingBox()
    expect([top?.y, top?.height]).toEqual([0, 844])

    await page.getByRole('button', { name: 'Details' }).tap()
    const sheet = page.getByRole('dialog', { name: 'Details' })
    await sheet.getByRole('heading', { name: customer.name }).waitFor()
    await whenStill(page)
    await takePicture(page, `details-390-${colorScheme}`)
    expect(await findBarriers(page)).toEqual([])
    await sheet.getByRole('button', { name: 'Assign' }).tap()
    await page.getByRole('menuitemcheckbox', { name: /Ifeoma Okafor/ }).tap()
    await sheet.getByText('You', { exact: true }).waitFor()
    await sheet.getByRole('button', { name: 'Tag', exact: true }).tap()
    await page.getByRole('combobox', { name: 'Find or create a tag' }).waitFor()
    await page.keyboard.press('Escape')
    await sheet.getByRole('button', { name: 'Close', exact: true }).last().tap()
    await sheet.waitFor({ state: 'detached' })
    await soon(async () => {
      const path = '/api/conversations?view=closed'
      const { items } = await inbox.api<{ items: { contact: { displayName: string } }[] }>('GET', path)
      return items.map(({ contact }) => contact.displayName)
    }).toContain(customer.name)
    // Back where there is a list, the frame is there again.
    await page.getByRole('button', { name: 'Back to the list' }).tap()
    await tabs.waitFor()
    await bell.waitFor()
    expectQuiet(visit)
  },
  60_000,
)

it('a conversation that is not there leaves a way back on a phone', async () => {
  const visit = await journey.returnAs(inbox.person, {
    path: '/inbox/con_none',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const { page } = visit
  await seeText(page, 'You can’t see this conversation any more')
  await page.getByRole('button', { name: 'Back to the list' }).last().tap()
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor()
  expect(await log(page).count()).toBe(0)
  const errors = visit.errors.filter((error) => !error.includes('con_none/socket'))
  expectQuiet({ ...visit, errors }, 404)
})
