import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createApiKey, createMember, createOrganization } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation, createMessage, createPhoneNumber } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { conversations } from './conversations.tables'

const HOUR = 3_600_000
type Values = Parameters<typeof createConversation>[1]

/** An inbox of somebody, and what they get from it. */
async function createInbox(options: Parameters<typeof createMember>[0] = {}) {
  const member = await createMember(options)
  const { organization, token, user } = member
  const phoneNumberId = (await createPhoneNumber(organization)).id
  const add = (values: Values = {}) => createConversation(organization, { phoneNumberId, ...values })
  const list = async (query = '', by = token) => {
    const { status, body } = await send('GET', `/api/conversations?${query}`, { token: by })
    expect(status).toBe(200)
    return body as { items: { id: string }[]; nextCursor: string | null }
  }
  const ids = async (query = '', by = token) => (await list(query, by)).items.map(({ id }) => id)
  const counts = async (by = token) => (await send('GET', '/api/conversations/counts', { token: by })).body
  return { ...member, me: user.id, phoneNumberId, add, list, ids, counts }
}

async function showOwnOnly({ id }: { id: string }) {
  await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?").bind(id).run()
}

describe('the views of the inbox', () => {
  it('hold what they say, newest activity first, and count it', async () => {
    const { me, add, ids, counts } = await createInbox()
    const now = testClock.now()
    const at = (minutes: number) => ({ lastMessageAt: now - minutes * 60_000 })
    const mine = await add({ ...at(1), assigneeId: me })
    const pending = await add({ ...at(2), status: 'pending', assigneeId: 'usr_other' })
    const unread = await add({ ...at(3), unreadCount: 4 })
    const closing = await add({ ...at(4), lastInboundAt: now - 21 * HOUR, assigneeId: 'usr_other' })
    const closingSooner = await add({ ...at(5), lastInboundAt: now - 23 * HOUR, assigneeId: 'usr_other' })
    const over = await add({ ...at(6), lastInboundAt: now - 25 * HOUR, assigneeId: 'usr_other' })
    const snoozed = await add({ ...at(0), snoozedUntil: now + HOUR, unreadCount: 1, assigneeId: me })
    const closed = await add({ ...at(0), status: 'closed', assigneeId: me })
    await add({ ...at(0), status: 'unlisted' })
    const expected = {
      all: [mine, pending, unread, closing, closingSooner, over],
      mine: [mine],
      unassigned: [unread],
      unread: [unread],
      window_closing: [closingSooner, closing],
      pending: [pending],
      snoozed: [snoozed],
      closed: [closed],
    }
    for (const [view, rows] of Object.entries(expected))
      expect(await ids(`view=${view}`), view).toEqual(rows.map(({ id }) => id))
    expect(await counts()).toEqual({
      ...Object.fromEntries(Object.entries(expected).map(([view, rows]) => [view, rows.length])),
      failed: 0,
    })
  })

  it('are all empty in a new organization, and of an API key nothing is its own', async () => {
    const { organization, user, ids, counts } = await createInbox()
    const { key } = await createApiKey(organization.id, user.id)
    expect(await ids()).toEqual([])
    expect(new Set(Object.values(await counts(key)))).toEqual(new Set([0]))
    expect(await ids('view=mine', key)).toEqual([])
  })

  it('are narrowed by status, member, number, tag and person together', async () => {
    const { organization, me, add, ids } = await createInbox()
    const now = testClock.now()
    const other = (await createPhoneNumber(organization)).id
    const person = await createContact(organization)
    const a = await add({ assigneeId: me, phoneNumberId: other, contactId: person.id, lastMessageAt: now })
    const b = await add({ assigneeId: me, status: 'closed', contactId: person.id, lastMessageAt: now - 1 })
    const c = await add({ assigneeId: 'usr_other', phoneNumberId: other, unreadCount: 1, lastMessageAt: now - 2 })
    const ctx = await organizationContext(organization)
    await env.SHARD_0.prepare('INSERT INTO contact_tags VALUES (?, ?, ?, 1)')
      .bind(organization.id, person.id, 'tag_1')
      .run()
    expect(await ids(`phoneNumberId=${other}`)).toEqual([a.id, c.id])
    expect(await ids(`phoneNumberId=${other}&assigneeId=${me}`)).toEqual([a.id])
    expect(await ids(`phoneNumberId=${other}&view=unread`)).toEqual([c.id])
    expect(await ids(`view=mine&assigneeId=usr_other`)).toEqual([])
    expect(await ids(`assigneeId=${me}&status=closed`)).toEqual([b.id])
    expect(await ids('status=open')).toEqual([a.id, c.id])
    expect(await ids('view=unread&status=pending')).toEqual([])
    expect(await ids('tagId=tag_1')).toEqual([a.id])
    expect(await ids('tagId=tag_1&view=closed')).toEqual([b.id])
    expect(await ids(`tagId=tag_1&phoneNumberId=${other}&assigneeId=${me}`)).toEqual([a.id])
    expect(await ids('tagId=tag_1&view=unread')).toEqual([])
    expect(await ids(`contactId=${person.id}`)).toEqual([a.id, b.id])
    expect(await ids(`contactId=${person.id}&view=closed`)).toEqual([b.id])
    // The tag's list follows what happens to its conversations.
    await ctx.db.update(conversations, { snoozedUntil: now + HOUR })
    expect(await ids('tagId=tag_1')).toEqual([])
    expect(await ids('tagId=tag_1&view=snoozed')).toEqual([a.id, b.id])
    await ctx.db.delete(conversations)
    expect(
      (
        await env.SHARD_0.prepare('SELECT * FROM conversation_tags WHERE organization_id = ?')
          .bind(organization.id)
          .all()
      ).results,
    ).toEqual([])
  })

  it.each(['all', 'mine', 'window_closing', 'closed', 'unread', 'snoozed'])(
    'page through %s without a gap or a repeat, rows of the same second too',
    async (view) => {
      const { me, add, list } = await createInbox()
      const now = testClock.now()
      const made = new Set<string>()
      for (let at = 0; at < 11; at++) {
        const values: Values = {
          assigneeId: me,
          unreadCount: view === 'unread' ? 1 : 0,
          status: view === 'closed' ? 'closed' : at % 2 === 0 ? 'open' : 'pending',
          snoozedUntil: view === 'snoozed' ? now + HOUR : null,
          lastMessageAt: now - Math.floor(at / 4) * 1000,
          lastInboundAt: now - 22 * HOUR - Math.floor(at / 4) * 1000,
        }
        made.add((await add(values)).id)
      }
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await list(`view=${view}&limit=3${cursor && `&cursor=${cursor}`}`)
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      }
      expect(seen).toHaveLength(made.size)
      expect(new Set(seen)).toEqual(made)
    },
  )

  it('show nothing twice while rows move to the front', async () => {
    const { organization, add, list } = await createInbox()
    const now = testClock.now()
    const made = []
    for (let at = 0; at < 6; at++) made.push(await add({ lastMessageAt: now - at * 1000 }))
    const first = await list('limit=3')
    // One of the first page and one of the second get a message in between.
    const ctx = await organizationContext(organization)
    for (const row of [made[1], made[4]])
      await ctx.db.update(conversations, { lastMessageAt: now + 5000 }, eq(conversations.id, row?.id ?? ''))
    const second = await list(`limit=3&cursor=${first.nextCursor}`)
    expect(first.items.map(({ id }) => id)).toEqual(made.slice(0, 3).map(({ id }) => id))
    expect(second.items.map(({ id }) => id)).toEqual([made[3]?.id, made[5]?.id])
    expect(second.nextCursor).toBeNull()
  })

  it.each(['nonsense', Buffer.from('{"a":1}').toString('base64url'), Buffer.from('["x","y"]').toString('base64url')])(
    'refuse the cursor %s',
    async (cursor) => {
      const { token } = await createInbox()
      const answer = await send('GET', `/api/conversations?cursor=${cursor}`, { token })
      expect([answer.status, answer.body.error.code]).toEqual([400, 'request.invalid_cursor'])
    },
  )
})

describe('an agent who sees their own only', () => {
  it('has their own conversations and nobody’s, everywhere', async () => {
    const organization = await createOrganization()
    await showOwnOnly(organization)
    const admin = await createInbox({ organization })
    const agent = await createMember({ organization, role: 'agent' })
    const now = testClock.now()
    const own = await admin.add({ assigneeId: agent.user.id, unreadCount: 1, lastMessageAt: now })
    const nobodys = await admin.add({ status: 'pending', lastMessageAt: now - 1 })
    const theirs = await admin.add({
      assigneeId: admin.me,
      unreadCount: 1,
      lastMessageAt: now - 2,
      lastInboundAt: now - 22 * HOUR,
    })
    await createMessage(organization, theirs, { text: 'secret plan' })
    const { ids, counts } = admin
    const by = agent.token
    expect(await ids('')).toEqual([own.id, nobodys.id, theirs.id])
    expect(await ids('', by)).toEqual([own.id, nobodys.id])
    expect(await ids('view=unread', by)).toEqual([own.id])
    expect(await ids('view=window_closing', by)).toEqual([])
    expect(await ids(`assigneeId=${admin.me}`, by)).toEqual([])
    expect(await ids('search=secret', by)).toEqual([])
    expect(await ids('search=secret')).toEqual([theirs.id])
    expect(await ids(`contactId=${theirs.contactId}`, by)).toEqual([])
    expect(await counts(by)).toMatchObject({ all: 2, mine: 1, unassigned: 1, unread: 1, window_closing: 0, pending: 1 })
    const path = `/api/conversations/${theirs.id}`
    for (const [method, suffix, body] of [
      ['GET', '', undefined],
      ['GET', '/messages', undefined],
      ['GET', '/episodes', undefined],
      ['PATCH', '/assign', { assigneeId: agent.user.id }],
      ['PATCH', '/status', { status: 'closed' }],
      ['PATCH', '/snooze', { until: new Date(now + HOUR).toISOString() }],
      ['PATCH', '/read', { isRead: true }],
      ['POST', '/typing', undefined],
      ['PUT', '/tags', { tagIds: [] }],
    ] as const) {
      const answer = await send(method, path + suffix, { token: by, ...(body && { body }) })
      expect([answer.status, answer.body.error.code], suffix).toEqual([404, 'conversations.not_found'])
    }
    const bulk = { ids: [own.id, theirs.id], action: { type: 'status', status: 'closed' } }
    const { body } = await send('POST', '/api/conversations/bulk', { token: by, body: bulk })
    expect(body.results).toMatchObject([
      { id: own.id, conversation: { status: 'closed' }, error: null },
      { id: theirs.id, conversation: null, error: { code: 'conversations.not_found' } },
    ])
    expect((await send('GET', path, { token: admin.token })).body).toMatchObject({ status: 'open', unreadCount: 1 })
  })
})

describe('search', () => {
  it('finds people and what was said, closed conversations too, newest first', async () => {
    const { organization, add, ids } = await createInbox()
    const now = testClock.now()
    const zoe = await createContact(organization, { profileName: 'Zoë Crème', phone: '+491701112223' })
    const byName = await add({ contactId: zoe.id, lastMessageAt: now - 3000, status: 'closed' })
    const byText = await add({ lastMessageAt: now - 1000 })
    await createMessage(organization, byText, { text: 'A crème brûlée, please' })
    await createMessage(organization, byText, { text: 'crème again' })
    const snoozed = await add({ lastMessageAt: now - 2000, snoozedUntil: now + HOUR })
    await createMessage(organization, snoozed, { text: 'creme?' })
    await createMessage(organization, await add(), { text: 'Something else' })
    expect(await ids('search=creme')).toEqual([byText.id, snoozed.id, byName.id])
    expect(await ids('search=creme&view=closed')).toEqual([byName.id])
    expect(await ids('search=creme%20bru')).toEqual([byText.id])
    expect(await ids(`search=${encodeURIComponent('+49 170 111')}`)).toEqual([byName.id])
    expect(await ids('search=%22%20OR%20*')).toEqual([])
    expect(await ids('search=nobody')).toEqual([])
  })

  it('pages, and is one organization’s', async () => {
    const { organization, add, list } = await createInbox()
    for (let at = 0; at < 5; at++)
      await createMessage(organization, await add({ lastMessageAt: testClock.now() - at }), { text: 'vase' })
    const first = await list('search=vase&limit=3')
    const second = await list(`search=vase&limit=3&cursor=${first.nextCursor}`)
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(5)
    expect(second.nextCursor).toBeNull()
    expect(await (await createInbox()).ids('search=vase')).toEqual([])
  })
})

describe('starting a conversation', () => {
  it('makes one with a number that nobody knew, once, and it is the starter’s', async () => {
    const { organization, token, me, phoneNumberId, ids } = await createInbox()
    const start = () => send('POST', '/api/conversations', { token, body: { phoneNumberId, phone: '+49 170 1234567' } })
    const [one, other] = await Promise.all([start(), start()])
    expect([one.status, other.status].sort()).toEqual([200, 201])
    expect(one.body.conversation.id).toBe(other.body.conversation.id)
    expect(one.body.conversation).toMatchObject({
      status: 'open',
      assigneeId: me,
      contact: { phone: '+491701234567', displayName: '+491701234567' },
      lastMessage: null,
      windowEndsAt: null,
    })
    expect(await ids()).toEqual([one.body.conversation.id])
    const episodes = await send('GET', `/api/conversations/${one.body.conversation.id}/episodes`, { token })
    expect(episodes.body.items).toMatchObject([{ openedBy: 'agent', closedAt: null }])
    const count = await env.SHARD_0.prepare('SELECT conversation_count FROM contacts WHERE organization_id = ?')
      .bind(organization.id)
      .first()
    expect(count).toEqual({ conversation_count: 1 })
  })

  it('puts one that a program began quietly into the lists, and leaves a closed one closed', async () => {
    const { token, phoneNumberId, add } = await createInbox()
    const quiet = await add({ status: 'unlisted', lastInboundAt: null })
    const closed = await add({ status: 'closed' })
    for (const [{ id, contactId }, status] of [
      [quiet, 'open'],
      [closed, 'closed'],
    ] as const) {
      const answer = await send('POST', '/api/conversations', { token, body: { phoneNumberId, contactId } })
      expect([answer.status, answer.body]).toMatchObject([200, { isNew: false, conversation: { id, status } }])
    }
  })

  it('says what is wrong, and leaves nothing behind', async () => {
    const { organization, token, phoneNumberId } = await createInbox()
    const gone = await createPhoneNumber(organization, { status: 'disconnected', disconnectedAt: 1 })
    const neighbour = await createInbox()
    const phone = '+49 170 1234567'
    for (const [body, status, code] of [
      [{ phoneNumberId, phone: '0170 1234567' }, 400, 'contacts.invalid_phone'],
      [{ phoneNumberId }, 400, 'request.invalid'],
      [{ phoneNumberId, phone, contactId: 'ctc_x' }, 400, 'request.invalid'],
      [{ phoneNumberId, contactId: 'ctc_x' }, 404, 'contacts.not_found'],
      [{ phoneNumberId: neighbour.phoneNumberId, phone }, 404, 'phone_numbers.not_found'],
      [{ phoneNumberId: gone.id, phone }, 409, 'phone_numbers.disconnected'],
    ] as const) {
      const answer = await send('POST', '/api/conversations', { token, body })
      expect([answer.status, answer.body.error.code]).toEqual([status, code])
    }
    const ctx = await organizationContext(organization)
    expect(await ctx.db.select(conversations)).toEqual([])
  })

  it('does not show what a colleague has', async () => {
    const organization = await createOrganization()
    await showOwnOnly(organization)
    const { phoneNumberId, add, me } = await createInbox({ organization })
    const agent = await createMember({ organization, role: 'agent' })
    const { contactId } = await add({ assigneeId: me })
    const answer = await send('POST', '/api/conversations', { token: agent.token, body: { phoneNumberId, contactId } })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'conversations.assigned_to_colleague'])
  })
})
