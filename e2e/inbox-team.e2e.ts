import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import {
  bubble,
  log,
  openConversation,
  reply,
  replyBox,
  row,
  seeConversation,
  seeNothingMore,
  seeTexts,
  useInbox,
} from './inbox-journey.ts'
import { writes } from './inbox-rows.ts'
import { expectQuiet, seeText, soon, takePicture, type Visit } from './journey.ts'

// Two people, two browsers, one customer.

const { journey, inbox, colleague } = useInbox({ withColleague: true })

async function bothIn(): Promise<[Visit, Visit]> {
  const both = await Promise.all([
    journey.returnAs(inbox.person),
    journey.returnAs(colleague, { workspace: inbox.workspaceId, colorScheme: 'dark' }),
  ])
  await Promise.all(both.map(({ page }) => page.getByText('Live', { exact: true }).waitFor()))
  return both
}

const assignButton = (page: Page) => page.getByRole('button', { name: /^Assign/ })

it('each sees at once who has it, who looks on and who is writing, and both answers arrive once', async () => {
  const [first, second] = await bothIn()
  const [ifeoma, tomas] = [first.page, second.page]
  const amara = await journey.meta.newCustomer('Amara Okoye')
  await journey.meta.says(amara, 'Could I change the address?')
  for (const page of [ifeoma, tomas]) await row(page, 'Amara Okoye').getByText('Could I change the address?').waitFor()

  await openConversation(ifeoma, amara)
  expect(await ifeoma.getByRole('img', { name: /looking at it too/ }).count()).toBe(0)
  await openConversation(tomas, amara)
  await ifeoma.getByRole('img', { name: 'Tomás Ribeiro looking at it too' }).waitFor()
  await tomas.getByRole('img', { name: 'Ifeoma Okafor looking at it too' }).waitFor()

  await assignButton(ifeoma).click()
  await ifeoma.getByRole('menuitemcheckbox', { name: /Tomás Ribeiro/ }).click()
  await row(tomas, 'Amara Okoye').getByRole('img', { name: 'Tomás Ribeiro' }).waitFor()
  await soon(() => assignButton(tomas).innerText()).toContain('You')
  await log(tomas).getByText('Ifeoma Okafor gave the conversation to Tomás Ribeiro').waitFor()
  await takePicture(ifeoma, 'team-assigned')

  await replyBox(tomas).pressSequentially('Of course, which')
  await seeText(ifeoma, 'Tomás is writing a reply')
  await replyBox(ifeoma).pressSequentially('Yes, tell me the new')
  await seeText(tomas, 'Ifeoma is writing a reply')
  // Two at once: the button says so, and does what it says.
  await ifeoma.getByRole('button', { name: 'Send anyway' }).waitFor()
  await takePicture(ifeoma, 'team-collision')
  await takePicture(tomas, 'team-collision-dark')
  await reply(ifeoma, 'Yes, tell me the new one.')
  await bubble(tomas, 'Yes, tell me the new one.').waitFor()
  // What a colleague sends takes nothing from what is being typed.
  expect(await replyBox(tomas).inputValue()).toBe('Of course, which')
  await seeTexts(journey, amara, ['Yes, tell me the new one.'])
  await tomas.getByRole('button', { name: 'Send anyway' }).waitFor({ state: 'detached' })
  await reply(tomas, 'Of course, which street?')
  await bubble(ifeoma, 'Of course, which street?').getByText('Tomás Ribeiro', { exact: true }).waitFor()
  await seeTexts(journey, amara, ['Yes, tell me the new one.', 'Of course, which street?'])

  await replyBox(ifeoma).press('Escape')
  await ifeoma.keyboard.press('n')
  const note = ifeoma.getByRole('textbox', { name: 'Note' })
  await note.pressSequentially('@Tom')
  await ifeoma.getByRole('option', { name: /Tomás Ribeiro/ }).waitFor()
  await ifeoma.keyboard.press('Enter')
  await note.pressSequentially('the courier came already')
  await ifeoma.keyboard.press('Enter')
  await bubble(tomas, 'the courier came already').waitFor()
  await takePicture(tomas, 'team-note-dark')

  await ifeoma.getByRole('button', { name: /^Close/ }).click()
  await tomas.getByRole('button', { name: 'Reopen' }).waitFor()
  await log(tomas).getByText('Ifeoma Okafor closed the conversation').waitFor()
  await tomas.getByRole('img', { name: /looking at it too/ }).waitFor({ state: 'detached' })
  await seeNothingMore(journey, tomas)
  // A note is for the team.
  await seeTexts(journey, amara, ['Yes, tell me the new one.', 'Of course, which street?'])
  expectQuiet(first)
  expectQuiet(second)
}, 90_000)

it('who may no longer answer is told while they type, keeps their words, and sends nothing', async () => {
  const visit = await journey.returnAs(colleague, { workspace: inbox.workspaceId })
  const { page } = visit
  const hana = await journey.meta.newCustomer('Hana Demir')
  await journey.meta.says(hana, 'Do you repair handles?')
  await openConversation(page, hana)
  await replyBox(page).pressSequentially('We do, if you have')
  const members = await inbox.api<{ items: { userId: string; name: string }[] }>('GET', '/api/team/members')
  const { userId } = members.items.find(({ name }) => name === 'Tomás Ribeiro') ?? { userId: '' }
  await inbox.api('PATCH', `/api/team/${userId}/role`, { role: 'user' })

  await seeText(page, 'You can read this conversation')
  await seeText(page, 'Ask an admin for the role of an agent to answer')
  await takePicture(page, 'permission-revoked')
  await page.getByText('What you wrote is kept: We do, if you have').waitFor()
  await bubble(page, 'Do you repair handles?').waitFor()
  await page.keyboard.press('r')
  await page.keyboard.press('Enter')
  expect(await replyBox(page).count()).toBe(0)

  await inbox.api('PATCH', `/api/team/${userId}/role`, { role: 'agent' })
  await replyBox(page).waitFor()
  expect(await replyBox(page).inputValue()).toBe('We do, if you have')
  await seeTexts(journey, hana, [])
  await reply(page, 'We do, if you have all of it.')
  await seeTexts(journey, hana, ['We do, if you have all of it.'])
  await seeNothingMore(journey, page)
  expectQuiet(visit)
})

it('who is mentioned hears of it wherever they are, and the bell leads there', async () => {
  await writes(journey, ['Yara Costa', 'Could I change the address?'])
  const ifeoma = await journey.returnAs(inbox.person, { path: '/settings/profile' })
  await ifeoma.page.getByText('Live', { exact: true }).waitFor()
  const tomas = await journey.returnAs(colleague, { workspace: inbox.workspaceId })
  await openConversation(tomas.page, { name: 'Yara Costa' })
  await tomas.page.keyboard.press('n')
  const note = tomas.page.getByRole('textbox', { name: 'Note' })
  await note.pressSequentially('@Ife')
  await tomas.page.getByRole('option', { name: /Ifeoma Okafor/ }).waitFor()
  await tomas.page.keyboard.press('Enter')
  await note.pressSequentially('please look')
  await tomas.page.keyboard.press('Enter')
  await bubble(tomas.page, 'please look').waitFor()

  await ifeoma.page.getByRole('button', { name: 'Notifications, 1 unread' }).click()
  await ifeoma.page
    .getByText(/Tomás Ribeiro mentioned you/)
    .first()
    .waitFor()
  await takePicture(ifeoma.page, 'mention')
  await ifeoma.page.getByRole('list', { name: 'What called for you' }).getByRole('link').first().click()
  await seeConversation(ifeoma.page, { name: 'Yara Costa' })
  await bubble(ifeoma.page, 'please look').waitFor()
  await ifeoma.page.getByRole('button', { name: 'Notifications', exact: true }).waitFor()
  expectQuiet(ifeoma)
  expectQuiet(tomas)
}, 90_000)
