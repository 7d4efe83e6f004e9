import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { findBarriers } from './browser.ts'
import {
  bubble,
  openConversation,
  reply,
  replyBox,
  row,
  seeConversation,
  seeNothingMore,
  useInbox,
} from './inbox-journey.ts'
import { box, bulk, idsOf, rows, writes } from './inbox-rows.ts'
import { expectQuiet, seeText, soon, takePicture, whenStill } from './journey.ts'
import type { Customer } from './meta.ts'

// The left pane: what is in it, what is found in it, and what is done with many.

const { journey, inbox } = useInbox()
beforeAll(async () => {
  await inbox.api('POST', '/api/contacts/tags', { name: 'Wholesale', tint: 1 })
})

type Listed = { items: unknown[]; nextCursor: string | null }

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search messages and people' })

it('many are given away, tagged and closed at once, and Undo brings all of it back', async () => {
  const names = ['Asha Verma', 'Ben Carter', 'Chloe Martin', 'Dario Rossi']
  await writes(journey, ...names.map((name): [string, string] => [name, 'Hello']))
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const { keyboard } = page
  await box(page, 'Asha Verma').check({ force: true })
  await box(page, 'Dario Rossi').click({ modifiers: ['Shift'], force: true })
  await bulk(page).getByText('4 selected').waitFor()
  await takePicture(page, 'list-selected')

  await bulk(page).getByRole('button', { name: 'Assign' }).click()
  await page.getByRole('menuitem', { name: /Ifeoma Okafor/ }).click()
  await seeText(page, 'Given to Ifeoma Okafor')
  for (const name of names) await row(page, name).getByRole('img', { name: 'Ifeoma Okafor' }).waitFor()
  await page.getByRole('button', { name: /^Mine 4/ }).waitFor()

  await box(page, 'Asha Verma').check({ force: true })
  await page.getByRole('checkbox', { name: /^All \d+ shown/ }).check()
  await bulk(page)
    .getByText(`${await rows(page).count()} selected`)
    .waitFor()
  await keyboard.press('Escape')
  await bulk(page).waitFor({ state: 'detached' })

  await box(page, 'Asha Verma').check({ force: true })
  await box(page, 'Ben Carter').check({ force: true })
  await bulk(page).getByRole('button', { name: 'Tag' }).click()
  await page.getByRole('menuitem', { name: 'Wholesale' }).click()
  await row(page, 'Asha Verma').getByText('Wholesale').waitFor()
  await seeText(page, 'Tagged Wholesale')
  await page.mouse.move(1000, 500)
  await keyboard.press('z')
  await row(page, 'Asha Verma').getByText('Wholesale').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: /^Mine/ }).click()
  await soon(async () => (await idsOf(page)).length).toBe(4)
  await box(page, 'Asha Verma').check({ force: true })
  await page.getByRole('checkbox', { name: 'All 4 shown' }).check()
  await bulk(page).getByRole('button', { name: 'Close' }).click()
  await seeText(page, 'Nothing is yours')
  await seeText(page, '4 closed')
  await keyboard.press('z')
  await soon(async () => (await idsOf(page)).length).toBe(4)
  const closed = async () => (await inbox.api<{ closed: number }>('GET', '/api/conversations/counts')).closed
  await soon(closed).toBe(0)
  await soon(async () => (await inbox.api<{ mine: number }>('GET', '/api/conversations/counts')).mine).toBe(4)
  expectQuiet(visit)
}, 90_000)

it('a search finds what was said, shows it below the name, and opens the thread there', async ({ task }) => {
  // Tried once more, the people of the first try are still there.
  const [name, word] = task.result?.retryCount ? ['Greta Dahl', 'enamel'] : ['Greta Eriksen', 'glaze']
  const supplier = `${word} Supplies Ltd`
  const lines = Array.from({ length: 70 }, (_, at) => `Line ${at} of a long talk`)
  const [greta] = await writes(journey, [name, `Which ${word} is on the bowl?`, ...lines])
  await writes(journey, [supplier, 'Our invoice'])
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  await row(page, name).getByText('Line 69').waitFor()
  await page.keyboard.press('/')
  await search(page).pressSequentially(word)
  await soon(() => rows(page).count()).toBe(2)
  await row(page, name).locator('mark').getByText(word, { exact: true }).waitFor()
  expect(await row(page, supplier).locator('mark').count()).toBe(0)
  await takePicture(page, 'list-search')
  await row(page, name).getByRole('link').click()
  await seeConversation(page, greta as Customer)
  const found = bubble(page, `Which ${word} is on the bowl?`)
  const isInView = () =>
    found.evaluate((it) => {
      const [bounds, frame] = [it.getBoundingClientRect(), it.closest('[role="log"]')?.getBoundingClientRect()]
      return frame !== undefined && bounds.top >= frame.top - 1 && bounds.bottom <= frame.bottom + 1
    })
  await found.waitFor()
  await soon(isInView).toBe(true)
  await takePicture(page, 'list-search-opened')
  // The same hit once more, from where the thread was left.
  await page.getByRole('button', { name: 'To the newest' }).click()
  await soon(async () => (await found.count()) > 0 && (await isInView())).toBe(false)
  await row(page, name).getByRole('link').click()
  await found.waitFor()
  await soon(isInView).toBe(true)

  // From the palette, too, and typed before it is there.
  await page.goto('/overview')
  await page.getByText('Live', { exact: true }).waitFor()
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type(`bowl ${word}`)
  await soon(() => page.getByRole('combobox', { name: 'Search and commands' }).inputValue()).toBe(`bowl ${word}`)
  const option = page.getByRole('option', { name: new RegExp(name) })
  await option.waitFor()
  await takePicture(page, 'palette-message')
  await page.keyboard.press('Enter')
  await seeConversation(page, greta as Customer)
  await soon(isInView).toBe(true)
  await page.getByRole('textbox', { name: 'Write a reply' }).waitFor()
  expect(await replyBox(page).inputValue()).toBe('')
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('#whole')
  await soon(() => page.getByRole('option').allInnerTexts()).toHaveLength(2)
  await takePicture(page, 'palette-tags')
  await page.keyboard.press('Escape')
  expectQuiet(visit)
}, 90_000)

it('on a phone, in the dark, what is found and what is selected is as plain', async () => {
  const visit = await journey.returnAs(inbox.person, {
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  })
  const { page } = visit
  await rows(page).first().waitFor()
  await search(page).fill('glaze')
  await row(page, 'Greta Eriksen').locator('mark').first().waitFor()
  await takePicture(page, 'list-search-390-dark')
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: 'Clear the search' }).tap()
  await soon(() => page.locator('mark').count()).toBe(0)
  await rows(page).first().getByRole('checkbox').check({ force: true })
  await page.getByRole('checkbox', { name: /^All \d+ shown/ }).check()
  await bulk(page)
    .getByText(/ selected$/)
    .waitFor()
  await takePicture(page, 'list-selected-390-dark')
  expect(await findBarriers(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await bulk(page).getByRole('button', { name: 'Select none' }).tap()
  await bulk(page).waitFor({ state: 'detached' })
  expectQuiet(visit)
}, 90_000)

it('drafts and what did not arrive are counted, and led to', async () => {
  const [hana, kemi] = await writes(journey, ['Hana Demir', 'Do you repair handles?'], ['Kemi Adeyemi', 'Where is it?'])
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const chip = (name: string) => page.getByRole('button', { name, exact: true })
  await openConversation(page, hana as Customer)
  await replyBox(page).fill('We do, if you have')
  await chip('Drafts 1').waitFor()
  await page.reload()
  await chip('Drafts 1').click()
  await soon(async () => (await idsOf(page)).length).toBe(1)
  await row(page, 'Hana Demir').getByText('Draft: We do, if you have').waitFor()
  await takePicture(page, 'list-drafts')
  await reply(page, 'We do.')
  await seeText(page, 'No drafts')

  await chip('All')
    .or(page.getByRole('button', { name: /^All \d/ }))
    .first()
    .click()
  await openConversation(page, kemi as Customer)
  await journey.meta.failNext(inbox.business.phoneNumberId, 131026)
  await reply(page, 'On its way')
  await bubble(page, 'On its way').getByText('Not sent.').waitFor()
  await chip('Failed 1').click()
  await soon(async () => (await idsOf(page)).length).toBe(1)
  await page.keyboard.press('Escape')
  await row(page, 'Kemi Adeyemi').getByRole('link').click()
  await soon(() => page.url()).toMatch(/#msg_/)
  await bubble(page, 'On its way').waitFor()
  // Sent again, it is not missing any more.
  await bubble(page, 'On its way').getByRole('button', { name: 'Retry' }).click()
  await seeText(page, 'Everything arrived')
  await seeNothingMore(journey, page)
  expectQuiet(visit)
}, 90_000)

it('a conversation is begun from the number that is chosen', async () => {
  const { accountId: wabaId, accessToken, phoneNumbers } = inbox.business
  const studio = phoneNumbers[1]
  const number = { app: 'platform', wabaId, accessToken, metaPhoneNumberId: studio?.id, name: 'Studio', pin: '204818' }
  await inbox.api('POST', '/api/phone-numbers/connect', number)
  const { items } = await inbox.api<{ items: { id: string; name: string }[] }>('GET', '/api/phone-numbers')
  const sofia = await journey.meta.newCustomer('Sofía Castellanos')
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  await rows(page).first().waitFor()
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'New conversation' })
  await dialog.getByRole('button', { name: /^Open conversation/ }).click()
  await dialog.getByText('Enter a phone number with its country code.').waitFor()
  await dialog.getByLabel('To').fill(`+${sofia.waId}`)
  await dialog.getByLabel('From').click()
  await page.getByRole('option', { name: /^Studio/ }).click()
  await takePicture(page, 'list-new-conversation')
  await dialog.getByRole('button', { name: /^Open conversation/ }).click()
  await page.getByText(`to Studio · ${studio?.displayPhoneNumber}`).waitFor()
  const opened = new URL(page.url()).pathname.split('/').pop()
  const begun = await inbox.api<{ phoneNumberId: string }>('GET', `/api/conversations/${opened}`)
  expect(items.find(({ id }) => id === begun.phoneNumberId)?.name).toBe('Studio')
  // Nobody wrote yet: only a template may.
  await page.getByRole('button', { name: 'Send a template' }).first().waitFor()
  expectQuiet(visit)
}, 90_000)

it('hundreds are there as far as one scrolls, and all that match can be selected', async () => {
  const { ledger } = await journey.meta.control<{ ledger: { numbers: Record<string, { contacts: number }> } }>(
    '/load',
    {
      count: 450,
      customers: 150,
      perDelivery: 10,
      seed: 7,
    },
  )
  const strangers = ledger.numbers[inbox.business.phoneNumberId]?.contacts ?? 0
  expect(strangers).toBeGreaterThan(110)
  const total = async (): Promise<number> => {
    let count = 0
    let cursor: string | null = ''
    while (cursor !== null) {
      const path = `/api/conversations?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
      const listed: Listed = await inbox.api<Listed>('GET', path)
      count += listed.items.length
      cursor = listed.nextCursor
    }
    return count
  }
  await soon(total).toBeGreaterThan(strangers)
  await journey.meta.control('/quiet', {})
  const all = await total()
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  await page.getByRole('button', { name: 'All 99+' }).waitFor()
  await rows(page).first().waitFor()
  const seen = new Set<string>()
  await soon(async () => {
    for (const id of await idsOf(page)) seen.add(id)
    // Only what is looked at is drawn.
    expect(await rows(page).count()).toBeLessThan(60)
    await page.getByRole('navigation', { name: 'Conversations' }).evaluate((list) => {
      const scroller = list.parentElement
      if (scroller) scroller.scrollTop += scroller.clientHeight
    })
    await whenStill(page)
    return seen.size
  }).toBe(all)

  await page.reload()
  await rows(page).first().getByRole('checkbox').check({ force: true })
  await page.getByRole('checkbox', { name: /^All \d+ shown/ }).check()
  await page.getByRole('button', { name: 'Select all that match' }).click()
  await bulk(page).getByText(`${all} selected`).waitFor()
  await bulk(page).getByRole('button', { name: 'Close' }).click()
  await seeText(page, 'All answered')
  const closed = async () => (await inbox.api<{ all: number }>('GET', '/api/conversations/counts')).all
  await soon(closed).toBe(0)
  expectQuiet(visit)
}, 120_000)
