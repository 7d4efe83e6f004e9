import type { Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  expectQuiet,
  type Person,
  seeHeading,
  seeText,
  signIn,
  soon,
  takePicture,
  useJourney,
  type Visit,
} from './journey.ts'

const journey = useJourney()
let person: Person
beforeAll(async () => {
  person = await journey.createPerson()
})

const focused = (page: Page) =>
  page.evaluate(() => `${document.activeElement?.tagName.toLowerCase()} ${document.activeElement?.textContent?.trim()}`)
const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme)
const path = (page: Page) => new URL(page.url()).pathname

describe('on a laptop', () => {
  let visit: Visit
  let page: Page
  beforeEach(async () => {
    visit = await journey.visit({ path: '/login' })
    page = visit.page
    await signIn(page, person)
    await page.getByText('Live', { exact: true }).waitFor()
  })
  afterEach(() => expectQuiet(visit))

  it('the palette finds a page by typing and goes there by keyboard', async () => {
    await page.keyboard.press('ControlOrMeta+k')
    const box = page.getByRole('combobox', { name: 'Search and commands' })
    await box.waitFor()
    await takePicture(page, 'palette')
    // The beginnings of words are enough; the first match is chosen.
    await page.keyboard.type('sess')
    const chosen = page.getByRole('option', { selected: true })
    await soon(() => chosen.innerText()).toMatch(/Sign-in and sessions/)
    await page.keyboard.press('Enter')
    await seeHeading(page, 'Sign-in and sessions')
    expect(path(page)).toBe('/settings/security')
    await soon(() => focused(page)).toBe('h1 Sign-in and sessions')

    await page.keyboard.press('ControlOrMeta+k')
    await box.waitFor()
    await page.keyboard.type('theme')
    await soon(() => page.getByRole('option').allInnerTexts()).toEqual([
      'Use the light theme',
      'Use the dark theme',
      'Use the system’s theme',
    ])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await soon(() => theme(page)).toBe('dark')

    await page.keyboard.press('ControlOrMeta+k')
    await box.waitFor()
    await page.keyboard.type('zzz')
    await seeText(page, 'No match for “zzz”')
    await page.keyboard.press('Escape')
    await box.waitFor({ state: 'detached' })
    // With the pointer as well, and the focus goes back to where it came from.
    await page.getByRole('button', { name: /Search or jump to/ }).click()
    await box.waitFor()
    await page.keyboard.press('Escape')
    await soon(() => focused(page)).toMatch(/^button Search or jump to/)
  })

  it('single keys show the shortcuts and go to pages, until they are switched off', async () => {
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await dialog.waitFor()
    await takePicture(page, 'shortcuts')
    await dialog.getByLabel('Find a shortcut').fill('inbox')
    await dialog.getByText('Close, or up one level').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await seeHeading(page, 'Profile')
    // Not while typing.
    await page.getByLabel('Name').fill('')
    await page.keyboard.type('gi?')
    expect(await page.getByLabel('Name').inputValue()).toBe('gi?')
    expect(path(page)).toBe('/settings/profile')
    await page.getByRole('switch', { name: 'Single-key shortcuts' }).click()
    await page.getByRole('heading', { name: 'Profile' }).click()
    await page.keyboard.press('?')
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor()
    expect(await dialog.count()).toBe(0)
  })

  it('a new page has the focus on its heading and its name in the tab', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await soon(() => focused(page)).toBe('h1 Profile')
    expect(await page.title()).toBe('Profile · Wharf')
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Audit log' }).click()
    await soon(() => focused(page)).toBe('h1 Audit log')
    await page.goBack()
    await soon(() => focused(page)).toBe('h1 Profile')
  })

  it('the first Tab offers to skip to the content', async () => {
    await page.reload()
    await page.getByText('Live', { exact: true }).waitFor()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('a Skip to content')
    await page.keyboard.press('Enter')
    await soon(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
    // The frame is there a moment before the page in it, which is when the address changes.
    await soon(() => path(page)).toBe('/inbox')
  })

  it('menus open and are walked through by keyboard, and give the focus back', async () => {
    await page.getByRole('button', { name: 'Help and shortcuts' }).focus()
    await page.keyboard.press('Enter')
    await soon(() => focused(page)).toMatch(/Keyboard shortcuts/)
    await page.keyboard.press('ArrowDown')
    await soon(() => focused(page)).toMatch(/API documentation/)
    await page.keyboard.press('Escape')
    await soon(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Help and shortcuts')
  })

  it('a lost network is said after a moment, and so is its return', async () => {
    await seeHeading(page, 'Connect your first number')
    await page.waitForLoadState('networkidle')
    await page.context().setOffline(true)
    await seeText(page, 'You’re offline.')
    await takePicture(page, 'offline')
    expect(await page.getByText('Offline', { exact: true }).count()).toBe(1)
    // Still there to read and to walk around in.
    await seeHeading(page, 'Connect your first number')
    await page.context().setOffline(false)
    await seeText(page, 'Back online.')
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByText('Back online.').waitFor({ state: 'detached' })
  })

  it('an address that is no page says so and leads home', async () => {
    await page.goto('/no/such/page')
    await seeHeading(page, 'There’s no page here')
    await takePicture(page, 'not-found')
    await page.getByRole('link', { name: 'Go to the inbox' }).click()
    await seeHeading(page, 'Inbox')
    await page.goto('/settings/no-such-page')
    await seeHeading(page, 'There’s no page here')
  })
})

describe('the theme', () => {
  /** What the page looked like when its body first existed, before anything was painted. */
  const watchFirstPaint = (page: Page) =>
    page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.body) return
        observer.disconnect()
        document.documentElement.dataset.themeAtFirst = document.documentElement.dataset.theme
      }).observe(document, { childList: true, subtree: true })
    })
  const themeAtFirst = (page: Page) => page.evaluate(() => document.documentElement.dataset.themeAtFirst)

  it('that was chosen is there before the first paint, and in the other tabs', async () => {
    const visit = await journey.visit({ path: '/login', colorScheme: 'light' })
    const { page } = visit
    await signIn(page, person)
    await seeHeading(page, 'Inbox')
    const other = await page.context().newPage()
    await other.goto('/inbox')
    await seeHeading(other, 'Inbox')

    await page.getByRole('button', { name: 'Your account' }).first().click()
    await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click()
    await soon(() => theme(page)).toBe('dark')
    await soon(() => theme(other)).toBe('dark')
    await takePicture(page, 'inbox-dark')
    await watchFirstPaint(page)
    await page.reload()
    await seeHeading(page, 'Inbox')
    expect([await themeAtFirst(page), await theme(page)]).toEqual(['dark', 'dark'])
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(14, 14, 18)')
    expectQuiet(visit)
  })

  it('follows the system until one is chosen', async () => {
    const visit = await journey.visit({ path: '/login', colorScheme: 'dark' })
    const { page } = visit
    await watchFirstPaint(page)
    await page.reload()
    await seeHeading(page, 'Welcome back')
    expect(await themeAtFirst(page)).toBe('dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await soon(() => theme(page)).toBe('light')
    expectQuiet(visit)
  })
})

describe('on a phone', () => {
  it('tabs at the bottom take the rail’s place, and dialogs are sheets', async () => {
    const visit = await journey.visit({ path: '/login', viewport: { width: 390, height: 844 }, hasTouch: true })
    const { page } = visit
    await takePicture(page, 'sign-in-390')
    await signIn(page, person)
    await seeHeading(page, 'Inbox')
    await takePicture(page, 'inbox-390')
    const bar = page.getByRole('navigation', { name: 'Main' })
    expect(await bar.count()).toBe(1)
    const box = await bar.boundingBox()
    expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(844)
    expect(box?.width).toBe(390)
    // A thumb needs 44 px.
    for (const tab of await bar.getByRole('link').all())
      expect((await tab.boundingBox())?.height).toBeGreaterThanOrEqual(44)

    await bar.getByRole('link', { name: 'Settings' }).tap()
    await seeHeading(page, 'Profile')
    await takePicture(page, 'settings-390')
    await page.getByRole('button', { name: 'Search or jump to a page' }).tap()
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor()
    await takePicture(page, 'palette-390')
    await page.getByRole('button', { name: /^Close/ }).tap()
    await page.getByRole('button', { name: /^Switch workspace/ }).tap()
    await page.getByRole('menuitem', { name: 'Create a workspace' }).tap()
    const sheet = page.getByRole('dialog', { name: 'Create a workspace' })
    await sheet.waitFor()
    await soon(async () => {
      const place = await sheet.boundingBox()
      return place && Math.round(place.y + place.height)
    }).toBe(844)
    await takePicture(page, 'sheet-390')
    expectQuiet(visit)
  })
})

it('nothing moves for those who asked for no motion', async () => {
  const visit = await journey.visit({ path: '/login', reducedMotion: 'reduce' })
  const { page } = visit
  await signIn(page, person)
  await seeHeading(page, 'Inbox')
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  const longest = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('*')].flatMap((element) => {
        const { animationDuration, transitionDuration } = getComputedStyle(element)
        return `${animationDuration},${transitionDuration}`.split(',').map((text) => Number.parseFloat(text))
      }),
    ),
  )
  expect(longest).toBe(0)
  expectQuiet(visit)
})
