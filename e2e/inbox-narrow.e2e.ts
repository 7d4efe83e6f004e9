import { expect, it } from 'vitest'
import { findBarriers } from './browser.ts'
import {
  bubble,
  log,
  replyBox,
  row,
  seeConversation,
  seeNothingMore,
  seeTexts,
  tick,
  useInbox,
} from './inbox-journey.ts'
import { expectQuiet, seeText, soon, takePicture } from './journey.ts'

// The same work with a thumb, and without a pointer.

const { journey, inbox } = useInbox()

it.each(['light', 'dark'] as const)(
  'on a phone there is one pane at a time, and a thumb reaches everything (%s)',
  async (colorScheme) => {
    const visit = await journey.returnAs(inbox.person, {
      colorScheme,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      reducedMotion: 'reduce',
    })
    const { page } = visit
    const customer = await journey.meta.newCustomer(colorScheme === 'dark' ? 'يوسف المنصوري' : 'Luca Bianchi')
    await journey.meta.says(
      customer,
      colorScheme === 'dark' ? 'هل يتوفر هذا باللون الأزرق؟' : 'Do you have it in blue?',
    )
    await journey.meta.act(customer, { type: 'image', caption: 'Like this' })
    await row(page, customer.name).waitFor()
    await takePicture(page, `inbox-list-390-${colorScheme}`)
    expect(await findBarriers(page)).toEqual([])
    await row(page, customer.name).getByRole('link').tap()
    await seeConversation(page, customer)
    expect(await row(page, customer.name).isVisible()).toBe(false)
    await bubble(page, 'Like this')
      .getByRole('button', { name: /^Open the photo/ })
      .waitFor()

    await replyBox(page).fill('We do, from Friday on')
    await page.getByRole('button', { name: 'Send', exact: true }).tap()
    await tick(page, 'We do, from Friday on', 'Delivered').waitFor()
    await takePicture(page, `inbox-thread-390-${colorScheme}`)
    expect(await findBarriers(page)).toEqual([])
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('header button, nav a, section[aria-label="Write a reply"] button')]
        .filter((button) => button.offsetParent !== null && button.getBoundingClientRect().height < 44)
        .map((button) => button.getAttribute('aria-label') ?? button.innerText),
    )
    expect(small).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    // Enter makes a line here: there is no Shift for it.
    await replyBox(page).fill('One')
    await page.keyboard.press('Enter')
    expect(await replyBox(page).inputValue()).toBe('One\n')
    await page.getByRole('button', { name: 'Back to the list' }).tap()
    await row(page, customer.name).getByText('Draft: One').waitFor()
    await seeTexts(journey, customer, ['We do, from Friday on'])
    expectQuiet(visit)
  },
  90_000,
)

it('without a pointer: open, answer, note, take it, put it off, close and go on', async () => {
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const { keyboard } = page
  const first = await journey.meta.newCustomer('Kemi Adeyemi')
  await journey.meta.says(first, 'Where is my parcel?')
  const second = await journey.meta.newCustomer('Greta Eriksen')
  await journey.meta.says(second, 'Are you open on Sunday?')
  await row(page, 'Greta Eriksen').waitFor()
  await row(page, 'Kemi Adeyemi').waitFor()

  await keyboard.press('j')
  await seeConversation(page, second)
  await keyboard.press('j')
  await seeConversation(page, first)
  await keyboard.press('k')
  await seeConversation(page, second)
  await keyboard.press('r')
  await soon(() => replyBox(page).evaluate((it) => it === document.activeElement)).toBe(true)
  await keyboard.type('We are, from 10 to 4.')
  await keyboard.press('Enter')
  // Taken back as long as it can be, then sent all the same.
  await bubble(page, 'We are, from 10 to 4.').getByRole('button', { name: 'Undo' }).waitFor()
  await keyboard.press('Enter')
  await tick(page, 'We are, from 10 to 4.', 'Delivered').waitFor()
  await keyboard.press('Escape')
  await keyboard.press('n')
  await page.getByRole('textbox', { name: 'Note' }).waitFor()
  await keyboard.type('Ask Tom about Sundays')
  await keyboard.press('Enter')
  await bubble(page, 'Ask Tom about Sundays').waitFor()
  await keyboard.press('Escape')
  await keyboard.press('i')
  await log(page).getByText('Ifeoma Okafor took the conversation').waitFor()
  await takePicture(page, 'keyboard-only')
  await keyboard.press('e')
  await seeText(page, 'Closed')
  await seeConversation(page, first)
  await row(page, 'Greta Eriksen').waitFor({ state: 'detached' })
  await seeTexts(journey, second, ['We are, from 10 to 4.'])
  await seeNothingMore(journey, page)
  expectQuiet(visit)
}, 90_000)
