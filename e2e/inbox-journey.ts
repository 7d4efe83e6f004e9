import type { Locator, Page } from 'playwright-core'
import { beforeAll, vi } from 'vitest'
import { newPerson, type Person, soon, useJourney, type Visit } from './journey.ts'
import type { Business, Customer, Received } from './meta.ts'

type Journey = ReturnType<typeof useJourney>
type Api = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>
/** A workspace whose number is connected. */
export type Inbox = { person: Person; workspaceId: string; business: Business; api: Api }

/** Over the API: how a number is connected by hand is the first journey's subject. */
export async function createInbox(journey: Journey, changes: Partial<Person> = {}): Promise<Inbox> {
  const person = await journey.createPerson(changes)
  const api = await apiOf(journey, person)
  const business = await journey.meta.demoBusiness()
  const { accountId: wabaId, phoneNumberId: metaPhoneNumberId, accessToken } = business
  const number = { wabaId, metaPhoneNumberId, accessToken, name: 'Shop', pin: '204818' }
  await api('POST', '/api/phone-numbers/connect', { app: 'platform', ...number })
  const { organization } = await api<{ organization: { id: string } }>('GET', '/api/auth/me')
  return { person, workspaceId: organization.id, business, api }
}

/**
 * What the journeys of the inbox begin with: a product, and a workspace with a connected number.
 * @param withColleague Tomás Ribeiro, an agent, is in it, too
 */
export function useInbox({ withColleague = false }: { withColleague?: boolean } = {}) {
  const journey = useJourney({ withMeta: true })
  // Filled before the first test.
  const inbox = {} as Inbox
  const colleague = {} as Person
  beforeAll(async () => {
    Object.assign(inbox, await createInbox(journey))
    if (withColleague) Object.assign(colleague, await joinInbox(journey, inbox, 'Tomás Ribeiro', 'agent'))
  })

  /** Signed in, and opened at a customer who has just written. */
  async function begin(name: string, text: string): Promise<{ visit: Visit; page: Page; customer: Customer }> {
    const visit = await journey.returnAs(inbox.person)
    const { page } = visit
    const customer = await journey.meta.newCustomer(name)
    await journey.meta.says(customer, text)
    await openConversation(page, customer)
    await bubble(page, text).waitFor()
    return { visit, page, customer }
  }
  return { journey, inbox, colleague, begin }
}

async function apiOf(journey: Journey, { email, password }: Person): Promise<Api> {
  const ask = async <Answer>(method: string, path: string, body?: unknown, token?: string): Promise<Answer> => {
    const answer = await fetch(journey.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as Answer
  }
  const enter = () => ask<{ accessToken: string }>('POST', '/api/auth/login', { email, password })
  let { accessToken } = await enter()
  return async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    // A journey may have moved the Worker's clock past the end of the token.
    const isOver = (error: unknown) => error instanceof Error && error.message.includes(': 401 ')
    return ask<Answer>(method, path, body, accessToken).catch(async (error: unknown) => {
      if (!isOver(error)) throw error
      accessToken = (await enter()).accessToken
      return ask<Answer>(method, path, body, accessToken)
    })
  }
}

/** A colleague with an account of their own joins. There are no invitations yet: this is the row one would leave. */
export async function joinInbox(journey: Journey, inbox: Inbox, name: string, role: string): Promise<Person> {
  const colleague = await journey.createPerson({ ...newPerson(), name, workspace: `${name}’s own` })
  await journey.directory
    .prepare(
      'INSERT INTO memberships (organization_id, user_id, role, is_active, created_at) SELECT ?, id, ?, 1, ? FROM users WHERE email = ?',
    )
    .bind(inbox.workspaceId, role, Date.now(), colleague.email)
    .all()
  return colleague
}

export const log = (page: Page): Locator => page.getByRole('log')
export const bubble = (page: Page, text: string): Locator => log(page).getByRole('article').filter({ hasText: text })
export const tick = (page: Page, text: string, name: string): Locator =>
  bubble(page, text).getByRole('img', { name, exact: true })
export const replyBox = (page: Page): Locator => page.getByRole('textbox', { name: 'Write a reply' })
export const row = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Conversations' }).locator('[data-conversation]').filter({ hasText: name })

/** With the composer: without it nothing could be answered yet. */
export async function seeConversation(page: Page, { name }: Pick<Customer, 'name'>): Promise<void> {
  const pane = page.getByRole('region', { name: 'Conversation', exact: true })
  await pane.getByRole('heading', { name, exact: true }).waitFor()
  await replyBox(page).waitFor()
}

/** The id of a person's conversation, once they have written. Before a test, too. */
export const conversationOf = ({ api }: Inbox, { name }: Pick<Customer, 'name'>): Promise<string> =>
  vi.waitFor(
    async () => {
      type Row = { id: string; contact: { displayName: string } }
      const { items } = await api<{ items: Row[] }>('GET', '/api/conversations?limit=100')
      const found = items.find(({ contact }) => contact.displayName === name)
      if (!found) throw new Error(`${name} has no conversation`)
      return found.id
    },
    { timeout: 20_000, interval: 200 },
  )

export async function openConversation(page: Page, customer: Pick<Customer, 'name'>): Promise<void> {
  // The newest: a journey that is tried once more meets somebody of the same name.
  await row(page, customer.name).first().getByRole('link').click()
  await seeConversation(page, customer)
}

/** Enter sends; the second one, in the empty box, gives up the seconds in which it could be taken back. */
export async function reply(page: Page, text: string): Promise<void> {
  await replyBox(page).fill(text)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
}

/** The texts that arrived, in order: what was sent twice would be here twice. */
export const textsOf = (received: readonly Received[]): string[] =>
  received.flatMap(({ payload }) => payload.text?.body ?? [])
export const seeTexts = (journey: Journey, customer: Customer, texts: readonly string[]) =>
  soon(async () => textsOf(await journey.meta.receivedBy(customer))).toEqual(texts)

/** Nothing more is on its way: neither here nor at Meta. */
export async function seeNothingMore(journey: Journey, page: Page): Promise<void> {
  await soon(() =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('wharf.outbox'))),
  ).toEqual([])
  await soon(() =>
    log(page)
      .getByRole('img', { name: /^(Waiting|Sending)$/ })
      .count(),
  ).toBe(0)
  await journey.meta.control('/quiet', {})
}
