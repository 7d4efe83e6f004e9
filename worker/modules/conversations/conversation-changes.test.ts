import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { memberships } from '../../shared/db/directory.tables'
import { shardOutbox } from '../../shared/db/shard.tables'
import { testClock } from '../../test/clock'
import { createApiKey, createMember, createOrganization } from '../../test/factories'
import { faults } from '../../test/faults'
import { send, until } from '../../test/harness'
import { createConversation } from '../../test/inbox-factories'
import { minute } from '../../test/minute'
import { organizationContext } from '../../test/system'
import { contacts } from '../contacts/contacts.tables'
import { setStatus, wakeConversations } from './conversation-changes.usecases'
import { conversations } from './conversations.tables'

// Less than an access token's time.
const LATER = 600_000
type Values = Parameters<typeof createConversation>[1]

async function createDesk(values: Values = {}, shard = 'SHARD_0') {
  const member = await createMember({ organization: await createOrganization({ shard }) })
  const { organization, token } = member
  const conversation = await createConversation(organization, values)
  const path = `/api/conversations/${conversation.id}`
  const ctx = await organizationContext(organization)
  return {
    ...member,
    ctx,
    conversation,
    path,
    patch: (what: string, body: unknown, by = token) => send('PATCH', `${path}/${what}`, { token: by, body }),
    get: async () => (await send('GET', path, { token })).body,
    /** The lines in the thread that say who did what. */
    activities: async () => {
      const { body } = await send('GET', `${path}/messages`, { token })
      return body.items.map((item: { content: object; author: { name: string } }) => ({
        ...item.content,
        by: item.author?.name,
      }))
    },
    episodes: async () => (await send('GET', `${path}/episodes`, { token })).body.items,
    seq: async () => (await send('GET', '/api/inbox/changes', { token })).body.to as number,
  }
}

/** What subscribers were told, from requests that were killed before the queue took it, or before it was read. */
const eventsIn = async (ctx: Awaited<ReturnType<typeof organizationContext>>) =>
  (await ctx.db.select(shardOutbox)).flatMap(({ event }) => (event as unknown as { events: { type: string }[] }).events)

describe('assigning', () => {
  it('gives it to a colleague, says so in the thread, and takes it back', async () => {
    const { organization, patch, activities } = await createDesk()
    const colleague = await createMember({ organization, role: 'agent', user: { name: 'Ben Okri' } })
    const given = await patch('assign', { assigneeId: colleague.user.id })
    expect([given.status, given.body.assigneeId, given.body.unreadCount]).toEqual([200, colleague.user.id, 0])
    expect((await patch('assign', { assigneeId: null })).body.assigneeId).toBeNull()
    expect(await activities()).toEqual([
      { type: 'activity', event: 'assigned', detail: 'Ben Okri', by: 'Ifeoma Okafor' },
      { type: 'activity', event: 'unassigned', detail: null, by: 'Ifeoma Okafor' },
    ])
  })

  it('twice is once: no second line and no new change', async () => {
    const { user, patch, activities, seq } = await createDesk()
    await patch('assign', { assigneeId: user.id })
    const before = await seq()
    expect((await patch('assign', { assigneeId: user.id })).body.assigneeId).toBe(user.id)
    expect(await seq()).toBe(before)
    expect(await activities()).toHaveLength(1)
  })

  it('puts a conversation that nobody has opened into the lists', async () => {
    const { user, patch, episodes } = await createDesk({ status: 'unlisted' })
    expect((await patch('assign', { assigneeId: user.id })).body.status).toBe('open')
    expect(await episodes()).toMatchObject([{ openedBy: 'agent', closedAt: null }])
  })

  it('takes only active members who may answer', async () => {
    const { organization, patch, conversation, ctx } = await createDesk()
    const reader = await createMember({ organization, role: 'user' })
    const off = await createMember({ organization, role: 'agent' })
    await ctx.directory.update(memberships, { isActive: false }, eq(memberships.userId, off.user.id))
    const banned = await createMember({ organization, role: 'agent', user: { isActive: false } })
    const neighbour = await createMember()
    for (const { user } of [reader, off, banned, neighbour]) {
      const answer = await patch('assign', { assigneeId: user.id })
      expect([answer.status, answer.body.error.code]).toEqual([400, 'conversations.invalid_assignee'])
    }
    expect((await patch('assign', { assigneeId: 'usr_none' })).status).toBe(400)
    expect(await ctx.db.select(conversations, eq(conversations.id, conversation.id))).toMatchObject([
      { assigneeId: null },
    ])
  })

  it('by two at once ends with one of them, and a thread that tells how', async () => {
    const { organization, path, get, activities } = await createDesk()
    const agents = await Promise.all([1, 2, 3].map(() => createMember({ organization, role: 'agent' })))
    await Promise.all(
      agents.map(({ token, user }) => send('PATCH', `${path}/assign`, { token, body: { assigneeId: user.id } })),
    )
    const lines = await activities()
    expect(lines).toHaveLength(3)
    expect(agents.map(({ user }) => user.id)).toContain((await get()).assigneeId)
  })
})

describe('the status', () => {
  it('closes and reopens, an episode each time, and closing leaves nothing snoozed or unread', async () => {
    const { patch, episodes, activities } = await createDesk({
      snoozedUntil: testClock.now() + LATER,
      unreadCount: 5,
      status: 'unlisted',
    })
    await patch('status', { status: 'open' })
    expect((await patch('status', { status: 'closed' })).body).toMatchObject({
      ...{ status: 'closed', snoozedUntil: null, unreadCount: 0 },
    })
    testClock.advanceBy(5000)
    await patch('status', { status: 'pending' })
    await patch('status', { status: 'open' })
    expect(await episodes()).toMatchObject([
      { openedBy: 'agent', closedBy: null, closedAt: null },
      { openedBy: 'agent', closedBy: 'agent', closedAt: expect.any(String) },
    ])
    expect((await activities()).map(({ event }: { event: string }) => event)).toEqual([
      'reopened',
      'closed',
      'pending',
      'reopened',
    ])
  })

  it('closes an episode of a conversation that has none on record, and one that was never listed', async () => {
    const open = await createDesk()
    expect((await open.patch('status', { status: 'closed' })).body.status).toBe('closed')
    expect(await open.episodes()).toEqual([])
    const unlisted = await createDesk({ status: 'unlisted' })
    expect((await unlisted.patch('status', { status: 'closed' })).body.status).toBe('closed')
    expect(await unlisted.episodes()).toEqual([])
  })

  it('set by a program is recorded as a program’s', async () => {
    const { organization, user, patch, episodes } = await createDesk({ status: 'closed' })
    const { key } = await createApiKey(organization.id, user.id)
    await patch('status', { status: 'open' }, key)
    expect(await episodes()).toMatchObject([{ openedBy: 'api' }])
  })

  it('of one that others close at the same moment is closed once', async () => {
    const { path, token, episodes, activities, ctx, conversation } = await createDesk({ status: 'closed' })
    await setStatus(ctx, { ids: [conversation.id], status: 'open' })
    await Promise.all([1, 2, 3, 4].map(() => send('PATCH', `${path}/status`, { token, body: { status: 'closed' } })))
    expect(await episodes()).toHaveLength(1)
    expect((await activities()).map(({ event }: { event: string }) => event)).toEqual(['reopened', 'closed'])
  })

  it('happens with its line, its episode and its events, or not at all, whenever the request dies', async () => {
    const rehearsal = await createDesk()
    const { operations } = await rehearsal.patch('status', { status: 'closed' })
    const outcomes = new Set<string>()
    for (let at = 0; at < operations.length; at++)
      for (const when of ['before', 'after'] as const) {
        const { path, token, ctx, get, activities, seq } = await createDesk({ unreadCount: 1 })
        const before = await seq()
        faults.killNext(at, when)
        await send('PATCH', `${path}/status`, { token, body: { status: 'closed' } })
        faults.stop()
        const { status, changeSeq } = await get()
        expect(await activities()).toHaveLength(status === 'closed' ? 1 : 0)
        expect((await seq()) > before).toBe(status === 'closed')
        if (status === 'closed') expect(changeSeq).toBe(await seq())
        outcomes.add(status)
        testClock.advanceBy(61_000)
        await minute()
        await until(async () => expect(await eventsIn(ctx)).toEqual([]))
      }
    expect(outcomes).toEqual(new Set(['open', 'closed']))
  })
})

describe('a snooze', () => {
  const later = () => new Date(testClock.now() + LATER).toISOString()

  it('takes it out of the lists until its time, and the minute’s cron brings it back, unread', async () => {
    const { token, patch, get, activities } = await createDesk()
    const until1 = later()
    expect((await patch('snooze', { until: until1 })).body.snoozedUntil).toBe(until1)
    const listed = async (view: string) =>
      (await send('GET', `/api/conversations?view=${view}`, { token })).body.items.length
    expect([await listed('all'), await listed('snoozed')]).toEqual([0, 1])
    testClock.advanceBy(LATER - 1000)
    await minute()
    expect((await get()).snoozedUntil).not.toBeNull()
    testClock.advanceBy(2000)
    await minute()
    await until(async () => expect(await get()).toMatchObject({ snoozedUntil: null, unreadCount: 1 }))
    expect([await listed('all'), await listed('snoozed')]).toEqual([1, 0])
    expect((await activities()).map(({ event, by }: { event: string; by: string | null }) => [event, by])).toEqual([
      ['snoozed', 'Ifeoma Okafor'],
      ['unsnoozed', null],
    ])
  })

  it('ends once, however often the queue says so, and not when it was prolonged meanwhile', async () => {
    const { ctx, conversation, patch, get, activities } = await createDesk({ snoozedUntil: testClock.now() - 1 })
    await Promise.all([1, 2, 3].map(() => wakeConversations(ctx, [conversation.id])))
    expect(await activities()).toHaveLength(1)
    await patch('snooze', { until: later() })
    await wakeConversations(ctx, [conversation.id])
    expect((await get()).snoozedUntil).not.toBeNull()
  })

  it('of every organization and shard ends', async () => {
    const now = testClock.now()
    const [one, other] = [
      await createDesk({ snoozedUntil: now - 1 }),
      await createDesk({ snoozedUntil: now - LATER }, 'SHARD_1'),
    ]
    await minute()
    for (const { get } of [one, other]) await until(async () => expect((await get()).snoozedUntil).toBeNull())
    const { results } = await env.DIRECTORY.prepare("SELECT last_error FROM job_runs WHERE job = 'sweep-snoozes'").all()
    expect(results).toEqual([{ last_error: null }])
  })

  it('is ended by hand, lists what was unlisted, and is refused for the past and for what is closed', async () => {
    const { patch } = await createDesk({ status: 'unlisted' })
    expect((await patch('snooze', { until: later() })).body.status).toBe('open')
    expect((await patch('snooze', { until: null })).body).toMatchObject({ snoozedUntil: null, unreadCount: 0 })
    const past = await patch('snooze', { until: new Date(testClock.now() - 1).toISOString() })
    expect([past.status, past.body.error.code]).toEqual([400, 'conversations.snooze_in_past'])
    await patch('status', { status: 'closed' })
    const closed = await patch('snooze', { until: later() })
    expect([closed.status, closed.body.error.code]).toEqual([409, 'conversations.closed'])
  })
})

describe('many at once', () => {
  const bulk = (token: string, ids: string[], action: object) =>
    send('POST', '/api/conversations/bulk', { token, body: { ids, action } })

  it('change in one transaction, each with its own result', async () => {
    const { organization, token, conversation, seq } = await createDesk()
    const closed = await createConversation(organization, { status: 'closed' })
    const before = await seq()
    const ids = [conversation.id, closed.id, 'con_none', conversation.id]
    const { body } = await bulk(token, ids, { type: 'snooze', until: new Date(testClock.now() + LATER).toISOString() })
    expect(body.results).toMatchObject([
      { id: conversation.id, error: null, conversation: { snoozedUntil: expect.any(String) } },
      { id: closed.id, conversation: null, error: { code: 'conversations.closed' } },
      { id: 'con_none', conversation: null, error: { code: 'conversations.not_found' } },
    ])
    expect(await seq()).toBe(before + 1)
  })

  it('are assigned, closed, read and tagged, a hundred as well', async () => {
    const { organization, token, user } = await createDesk()
    const phoneNumberId = 'num_x'
    const rows = []
    for (let at = 0; at < 100; at++)
      rows.push(await createConversation(organization, { phoneNumberId, contactId: `ctc_${at}`, unreadCount: 1 }))
    const now = testClock.now()
    const ctx = await organizationContext(organization)
    await ctx.db.batch(
      ctx.db.insertMany(
        contacts,
        rows.map(({ contactId }) => ({ id: contactId, source: 'inbound', createdAt: now, updatedAt: now })),
      ) as never,
    )
    const ids = rows.map(({ id }) => id)
    const tag = (await send('POST', '/api/contacts/tags', { token, body: { name: 'sale' } })).body
    const all = async (action: object, expected: object) => {
      const { status, body } = await bulk(token, ids, action)
      expect(status).toBe(200)
      expect(body.results).toHaveLength(100)
      for (const result of body.results) expect(result).toMatchObject({ error: null, conversation: expected })
    }
    await all({ type: 'assign', assigneeId: user.id }, { assigneeId: user.id })
    await all({ type: 'read', isRead: true }, { unreadCount: 0 })
    await all({ type: 'tag', add: [tag.id] }, { contact: { tags: [tag] } })
    await all({ type: 'tag', remove: [tag.id] }, { contact: { tags: [] } })
    await all({ type: 'status', status: 'closed' }, { status: 'closed' })
    expect((await bulk(token, [...ids, 'con_101'], { type: 'status', status: 'open' })).status).toBe(400)
  })
})
