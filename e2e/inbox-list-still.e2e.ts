import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { findBarriers } from './browser.ts'
import { conversationOf, log, openConversation, row, seeConversation, useInbox } from './inbox-journey.ts'
import { idsOf, rows, writes } from './inbox-rows.ts'
import { expectQuiet, seeText, soon, takePicture } from './journey.ts'
import type { Customer } from './meta.ts'

// The left pane keeps still under the pointer, and where the open conversation leaves it one goes on from there.

const HOUR = 3_600_000
const { journey, inbox } = useInbox()

const away = (page: Page) => page.mouse.move(1000, 500)
const link = (page: Page, name: string) => row(page, name).getByRole('link')
const isUnread = (page: Page, name: string) => row(page, name).getByText('Unread:')
/** What a colleague does elsewhere. */
const close = (id: string) =>
  inbox.api('POST', '/api/conversations/bulk', { ids: [id], action: { type: 'status', status: 'closed' } })

it('a new message moves no row under the pointer: it waits behind a pill', async () => {
  await writes(journey, ['Amara Okoye', 'Is it still there?'], ['Luca Bianchi', 'Do you ship to Turin?'])
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  await row(page, 'Amara Okoye').hover()
  const before = await idsOf(page)
  const place = await row(page, 'Amara Okoye').boundingBox()
  const [mei] = await writes(journey, ['Mei Lin', 'Hello, are you open?'])
  await page.getByRole('button', { name: '1 new' }).waitFor()
  expect(await idsOf(page)).toEqual(before)
  // What is in the list already is kept current where it stands.
  const [amara] = await journey.meta
    .control<{ customers: Customer[] }>('/state')
    .then(({ customers }) => Object.values(customers).filter(({ name }) => name === 'Amara Okoye'))
  await journey.meta.says(amara as Customer, 'And in blue?')
  await row(page, 'Amara Okoye').getByText('And in blue?').waitFor()
  expect(await row(page, 'Amara Okoye').boundingBox()).toEqual(place)
  await takePicture(page, 'list-new-pill')
  await page.getByRole('button', { name: /new$/ }).click()
  await row(page, (mei as Customer).name).waitFor()
  await soon(async () => (await idsOf(page)).length).toBe(before.length + 1)
  // Without a pointer over it, it follows at once.
  await page.mouse.move(1000, 500)
  await writes(journey, ['Noor Haddad', 'Good evening'])
  await soon(() => rows(page).first().innerText()).toContain('Noor Haddad')
  await soon(() => page.title()).toMatch(/^\(4\) Inbox/)
  expectQuiet(visit)
}, 90_000)

it('what leaves the list is dimmed where it stands, and goes with the pointer', async () => {
  await writes(
    journey,
    ['Ada Brandt', 'Is it dishwasher safe?'],
    ['Bo Nyström', 'Which wool is it?'],
    ['Cy Turner', 'Thank you'],
    ['Di Moretti', 'How large is the bowl?'],
  )
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  await link(page, 'Ada Brandt').hover()
  const before = await idsOf(page)
  const place = await row(page, 'Ada Brandt').boundingBox()
  await close(await conversationOf(inbox, { name: 'Cy Turner' }))
  await row(page, 'Cy Turner').getByText('Just closed').waitFor()
  expect(await idsOf(page)).toEqual(before)
  expect(await row(page, 'Ada Brandt').boundingBox()).toEqual(place)
  await takePicture(page, 'list-left')
  expect(await findBarriers(page)).toEqual([])
  // Neither opened nor marked by somebody who was about to: the next click is the first one that does something.
  await link(page, 'Cy Turner').click({ force: true })
  await row(page, 'Cy Turner').getByRole('checkbox').click({ force: true })
  await link(page, 'Bo Nyström').click()
  await seeConversation(page, { name: 'Bo Nyström' })
  expect(await page.getByRole('toolbar').count()).toBe(0)
  await page.goBack()
  await soon(() => new URL(page.url()).pathname).toBe('/inbox')
  await away(page)
  await row(page, 'Cy Turner').waitFor({ state: 'detached' })
  expectQuiet(visit)
}, 90_000)

it('what is read stays among the unread until the pointer leaves', async () => {
  await writes(journey, ['Eva Sandoval', 'Hello?'], ['Femi Balogun', 'Hello?'])
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  await page.getByRole('button', { name: /^Unread/ }).click()
  await row(page, 'Femi Balogun').waitFor()
  const place = await row(page, 'Eva Sandoval').boundingBox()
  await openConversation(page, { name: 'Femi Balogun' })
  await row(page, 'Femi Balogun').getByText('Just read').waitFor()
  expect(await row(page, 'Eva Sandoval').boundingBox()).toEqual(place)
  await takePicture(page, 'list-read')
  expect(await findBarriers(page)).toEqual([])
  await away(page)
  await row(page, 'Femi Balogun').waitFor({ state: 'detached' })
  expectQuiet(visit)
}, 90_000)

it('where the open conversation has left the list, J, K and closing go on from where it was', async () => {
  const names = ['Ines Alves', 'Jonas Weber', 'Kim Park', 'Lena Vogel', 'Mo Farah']
  await writes(journey, ...names.map((name): [string, string] => [name, 'Hello?']))
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  /** It is open, read, and therefore gone from the unread. */
  const seeRead = async (name: string) => {
    await seeConversation(page, { name })
    await row(page, name).waitFor({ state: 'detached' })
    await log(page).focus()
  }
  await page.getByRole('button', { name: /^Unread/ }).click()
  await row(page, 'Mo Farah').waitFor()
  await openConversation(page, { name: 'Kim Park' })
  await away(page)
  await seeRead('Kim Park')
  await page.keyboard.press('j')
  await seeRead('Jonas Weber')
  await page.keyboard.press('k')
  await seeRead('Lena Vogel')
  await page.keyboard.press('e')
  await seeRead('Ines Alves')
  await row(page, 'Mo Farah').waitFor()
  expectQuiet(visit)
}, 90_000)

it('what is marked unread stays so, in its row, beside another conversation and after a reload', async () => {
  await writes(journey, ['Nadia Rahman', 'Could you call me on Monday?'], ['Otto Lindqvist', 'Good morning'])
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  await isUnread(page, 'Nadia Rahman').waitFor()
  await openConversation(page, { name: 'Nadia Rahman' })
  await isUnread(page, 'Nadia Rahman').waitFor({ state: 'detached' })
  await log(page).focus()
  await page.keyboard.press('u')
  await isUnread(page, 'Nadia Rahman').waitFor()
  // It is still open and looked at; something else happens meanwhile.
  await writes(journey, ['Paula Reyes', 'Are you there?'])
  await away(page)
  await row(page, 'Paula Reyes').waitFor()
  await openConversation(page, { name: 'Otto Lindqvist' })
  await isUnread(page, 'Otto Lindqvist').waitFor({ state: 'detached' })
  await isUnread(page, 'Nadia Rahman').waitFor()
  await page.reload()
  await seeConversation(page, { name: 'Otto Lindqvist' })
  await isUnread(page, 'Nadia Rahman').waitFor()
  const id = await conversationOf(inbox, { name: 'Nadia Rahman' })
  expect(await inbox.api<{ unreadCount: number }>('GET', `/api/conversations/${id}`)).toMatchObject({ unreadCount: 1 })
  // Who opens it again has read it.
  await openConversation(page, { name: 'Nadia Rahman' })
  await isUnread(page, 'Nadia Rahman').waitFor({ state: 'detached' })
  expectQuiet(visit)
}, 90_000)

it('what was put off is gone until its time, and comes back unread', async () => {
  const [omar] = await writes(journey, ['Omar Haddad', 'Call me after the fair'])
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  await openConversation(page, omar as Customer)
  await page.keyboard.press('Escape')
  await openConversation(page, omar as Customer)
  await log(page).focus()
  await page.keyboard.press('h')
  // "Later today" is not offered late in the evening.
  await page.getByRole('menuitem', { name: /^Tomorrow/ }).click()
  await seeText(page, /^Snoozed until/)
  await row(page, 'Omar Haddad').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Which conversations/ }).click()
  await page.getByRole('menuitemcheckbox', { name: /^Snoozed/ }).click()
  await row(page, 'Omar Haddad').waitFor()
  await page.keyboard.press('Escape')

  await journey.meta.advance(34 * HOUR)
  await journey.sweep()
  await seeText(page, 'Nothing is snoozed')
  await page.getByRole('button', { name: /^Unread/ }).click()
  await row(page, 'Omar Haddad').waitFor()
  // A day and a half later the token is too old: what was asked with it is asked again.
  expectQuiet(visit, 401)
}, 90_000)
