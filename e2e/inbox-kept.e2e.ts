import { beforeAll, expect, it } from 'vitest'
import { bubble, createInbox, type Inbox, openConversation, replyBox, seeNothingMore, tick } from './inbox-journey.ts'
import { expectQuiet, seeText, soon, useJourney } from './journey.ts'

// What somebody has begun and not sent is there again, wherever they have been; and what they wrote, by a shortcut.

const journey = useJourney({ withMeta: true })
let inbox: Inbox
beforeAll(async () => {
  inbox = await createInbox(journey)
})

it('a reply with what it answers, and a note about the person, survive another conversation and a reload', async () => {
  const visit = await journey.returnAs(inbox.person, {})
  const { page } = visit
  const [customer, other] = [await journey.meta.newCustomer('Lena Vogt'), await journey.meta.newCustomer('Ravi Nair')]
  await journey.meta.says(other, 'Good morning')
  await journey.meta.says(customer, 'Is the glaze food safe?')
  await openConversation(page, customer)
  const asked = bubble(page, 'Is the glaze food safe?')
  await asked.hover()
  await asked.getByRole('button', { name: 'Reply' }).click()
  const quote = page.getByText('Answering Lena Vogt')
  await quote.waitFor()
  await replyBox(page).fill('Yes, all of them')
  const notes = page.getByRole('region', { name: 'Notes' })
  const note = notes.getByRole('textbox')
  await notes.getByRole('button', { name: 'Add a note' }).click()
  await note.fill('Asks about glazes')

  await openConversation(page, other)
  await bubble(page, 'Good morning').waitFor()
  expect(await quote.count()).toBe(0)
  await openConversation(page, customer)
  await quote.waitFor()
  await soon(() => note.inputValue()).toBe('Asks about glazes')
  await page.reload()
  await quote.waitFor()
  await soon(() => note.inputValue()).toBe('Asks about glazes')
  expect(await replyBox(page).inputValue()).toBe('Yes, all of them')

  await replyBox(page).press('Enter')
  await replyBox(page).press('Enter')
  await tick(page, 'Yes, all of them', 'Delivered').waitFor()
  await bubble(page, 'Yes, all of them')
    .getByRole('button', { name: /Is the glaze food safe/ })
    .waitFor()
  const saved = page.waitForResponse(
    (answer) => answer.request().method() === 'POST' && answer.url().endsWith('/notes'),
  )
  await notes.getByRole('button', { name: 'Save note' }).click()
  await saved
  await page.reload()
  await notes.getByRole('paragraph').filter({ hasText: 'Asks about glazes' }).waitFor()
  expect(await note.count()).toBe(0)
  expect(await quote.count()).toBe(0)

  // Worth writing again.
  const dialog = page.getByRole('dialog', { name: 'New canned reply' })
  await soon(async () => {
    if ((await dialog.count()) === 0) await bubble(page, 'Yes, all of them').press('s')
    return dialog.count()
  }).toBe(1)
  await dialog.getByLabel('Shortcut').fill('glaze')
  await dialog.getByRole('button', { name: 'Keep reply' }).click()
  await seeText(page, /\/glaze/)
  await replyBox(page).pressSequentially('/gl')
  await page.getByRole('option', { name: /glaze/ }).waitFor()
  await replyBox(page).press('Enter')
  await soon(() => replyBox(page).inputValue()).toBe('Yes, all of them')
  await seeNothingMore(journey, page)
  expectQuiet(visit)
}, 90_000)
