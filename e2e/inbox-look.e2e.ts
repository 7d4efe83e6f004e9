import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { type Content, fillInbox } from './inbox-content.ts'
import { bubble, log, replyBox, row, seeNothingMore, seeTexts } from './inbox-journey.ts'
import { expectQuiet, seeHeading, soon, takePicture, useJourney } from './journey.ts'

// The inbox as it is seen and reached: by keys alone, on a phone, in the dark, from right to left.

const journey = useJourney({ withMeta: true })
let content: Content
beforeAll(async () => {
  content = await fillInbox(journey)
})

const returnAs = (options: Parameters<typeof journey.returnAs>[1] = {}) =>
  journey.returnAs(content.inbox.person, options)
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
const hasFocus = (page: Page, name: string) => soon(() => focused(page)).toBe(name)
const seeList = (page: Page) => page.locator('[data-conversation]').first().waitFor()
const openPath = (name: string) => `/inbox/${content.conversations[name]}`

it('a conversation is found, answered and closed without a mouse', async () => {
  const visit = await returnAs()
  const { page } = visit
  await seeList(page)
  const keys = page.keyboard
  // Through the list to the conversation.
  await keys.press('/')
  await hasFocus(page, 'Search messages and people')
  await keys.type('Mateus')
  await row(page, 'Mateus Oliveira').waitFor()
  await soon(() => page.locator('[data-conversation]').count()).toBe(1)
  await keys.press('Escape')
  await soon(() => page.locator('[data-conversation]').count()).toBeGreaterThan(3)
  const names = await page
    .locator('[data-conversation]')
    .evaluateAll((rows) => rows.map((one) => one.textContent ?? ''))
  const at = names.findIndex((text) => text.includes('Mateus Oliveira'))
  for (let step = 0; step <= at; step++) await keys.press('j')
  const opened = page.getByRole('region', { name: 'Conversation', exact: true })
  await opened.getByRole('heading', { name: 'Mateus Oliveira' }).waitFor()

  // Written, and left for a moment: the draft is kept and named in the list.
  await keys.press('r')
  await hasFocus(page, 'Write a reply')
  await keys.type('Obrigado, Mateus')
  await keys.press('Escape')
  await row(page, 'Mateus Oliveira').getByText('Draft: Obrigado, Mateus').waitFor()
  await takePicture(page, 'keyboard-draft')
  await keys.press('r')
  await keys.type(', we are glad.')
  await keys.press('Enter')
  expect(await replyBox(page).inputValue()).toBe('')
  await hasFocus(page, 'Write a reply')
  await keys.press('Enter')
  await bubble(page, 'Obrigado, Mateus, we are glad.').waitFor()
  const { customers } = await journey.meta.control<{ customers: { id: string; name: string; waId: string }[] }>(
    '/customers',
  )
  const mateus = customers.find(({ name }) => name === 'Mateus Oliveira')
  if (!mateus) throw new Error('no Mateus')
  await seeTexts(journey, mateus, ['Obrigado, Mateus, we are glad.'])

  // A note for the team, then its message by the arrows.
  await keys.press('Escape')
  await keys.press('n')
  await keys.type('Sent twice by mistake, all is well')
  await keys.press('Enter')
  await log(page).getByText('Sent twice by mistake').waitFor()
  // Once the server has it: until then it is another row.
  await seeNothingMore(journey, page)
  await keys.press('Escape')
  await log(page).focus()
  await keys.press('ArrowUp')
  await soon(() => page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE')
  await takePicture(page, 'keyboard-message')
  await keys.press('Enter')
  await page.getByRole('menu').waitFor()
  await keys.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })

  // Closed, and on to the next; what was done can be taken back.
  await keys.press('e')
  await soon(() => page.getByRole('heading', { name: 'Mateus Oliveira', exact: true }).count()).toBe(0)
  await soon(() => row(page, 'Mateus Oliveira').count()).toBe(0)
  await page
    .getByRole('region', { name: 'Messages about what you did' })
    .getByRole('button', { name: 'Undo' })
    .waitFor()
  await keys.press('z')
  await row(page, 'Mateus Oliveira').waitFor()

  // Anything else by its name.
  await keys.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('numbers')
  await page.getByRole('option').first().waitFor()
  await takePicture(page, 'keyboard-palette')
  await keys.press('Enter')
  await page.waitForURL(/\/settings\/numbers/)
  await seeNothingMore(journey, await page.goto('/inbox').then(() => page))
  expectQuiet(visit)
}, 90_000)

it('on a phone one pane is shown at a time, and every target takes a thumb', async () => {
  const visit = await returnAs({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const { page } = visit
  await seeList(page)
  await takePicture(page, 'phone-list')
  await row(page, 'Amara Diallo').getByRole('link').tap()
  await seeHeading(page, 'Amara Diallo')
  await log(page).getByRole('article').first().waitFor()
  expect(await row(page, 'Amara Diallo').isVisible()).toBe(false)
  await takePicture(page, 'phone-thread')
  const small = await page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'main header button, main header a, section[aria-label="Write a reply"] button',
      ),
    ]
      .filter((element) => element.checkVisibility() && element.closest('[data-bubble]') === null)
      .map((element) => ({
        name: element.getAttribute('aria-label') ?? element.innerText,
        box: element.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 1 && (box.height < 40 || box.width < 36))
      .map(({ name, box }) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
  )
  expect(small).toEqual([])
  // Nothing hangs over the edge.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await replyBox(page).fill('On my way')
  await takePicture(page, 'phone-writing')
  await page.getByRole('button', { name: 'Send', exact: true }).tap()
  await bubble(page, 'On my way').waitFor()

  await page.getByRole('button', { name: 'Details' }).first().tap()
  const sheet = page.getByRole('dialog').or(page.getByRole('complementary')).last()
  await sheet.getByText('Amara Diallo').first().waitFor()
  await takePicture(page, 'phone-details')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Back to the list' }).tap()
  await soon(() => row(page, 'Amara Diallo').isVisible()).toBe(true)
  expect(new URL(page.url()).pathname).toBe('/inbox')
  await seeNothingMore(journey, page)
  expectQuiet(visit)
}, 60_000)

it('a message from right to left is shown so, beside words from left to right', async () => {
  const visit = await returnAs({ path: openPath('Yousef Al Mansouri') })
  const { page } = visit
  const text = 'هل يمكنني تغيير عنوان التوصيل؟'
  const directionOf = (scope: Page | ReturnType<typeof row>) =>
    scope
      .getByText(text)
      .first()
      .evaluate((element) => getComputedStyle(element.closest('[dir]') ?? element).direction)
  await log(page).getByText(text).waitFor()
  await soon(() =>
    log(page)
      .getByText(text)
      .first()
      .evaluate((it) => getComputedStyle(it).direction),
  ).toBe('rtl')
  await soon(() => directionOf(row(page, 'Yousef Al Mansouri'))).toBe('rtl')
  // The page itself stays as it is, and the answer takes the direction of what is typed.
  expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('ltr')
  const typed = () => replyBox(page).evaluate((it) => getComputedStyle(it).direction)
  await replyBox(page).fill('نعم')
  expect(await typed()).toBe('rtl')
  await takePicture(page, 'right-to-left')
  await replyBox(page).fill('Yes')
  expect(await typed()).toBe('ltr')
  expectQuiet(visit)
})

it('a row that changes is the same row, and keeps the focus', async () => {
  const visit = await returnAs()
  const { page } = visit
  // Nothing is above it: it stays where it is.
  const top = row(page, 'Amara Diallo')
  await journey.meta.says(content.amara, 'Still there?')
  await top.getByText('Still there?').waitFor()
  await top.getByRole('link').focus()
  await journey.meta.says(content.amara, 'I can wait.')
  await top.getByText('I can wait.').waitFor()
  expect(await page.evaluate(() => document.activeElement?.closest('[data-conversation]')?.textContent)).toContain(
    'Amara',
  )
  expectQuiet(visit)
})

it('what a customer is called or writes executes nowhere', async () => {
  const name = '<img src=x onerror=alert(1)>'
  const visit = await returnAs({ path: openPath(name) })
  const { page } = visit
  await log(page).getByText('<script>alert(1)</script> & more').waitFor()
  await row(page, name).waitFor()
  expect(await page.locator('img[src="x"], [role="log"] script').count()).toBe(0)
  expectQuiet(visit)
})

it('in the dark and without motion nothing moves', async () => {
  const visit = await returnAs({ path: openPath('Amara Diallo'), colorScheme: 'dark', reducedMotion: 'reduce' })
  const { page } = visit
  await log(page).getByRole('article').first().waitFor()
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  await journey.meta.says(content.amara, 'Are you there?')
  await bubble(page, 'Are you there?').waitFor()
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 1)
      .map((animation) => (animation as CSSAnimation).animationName ?? 'transition'),
  )
  expect(moving).toEqual([])
  await takePicture(page, 'dark-thread')
  await log(page).evaluate((element) => (element.scrollTop = 0))
  await takePicture(page, 'dark-thread-start')
  expectQuiet(visit)
})
