import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createOrganizationContext, type OrganizationContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { organizationObjectName } from '../../shared/names'
import { testClock } from '../../test/clock'
import { createMember, createOrganization } from '../../test/factories'
import { createRandom } from '../../test/faults'
import { send, until } from '../../test/harness'
import { InboxClient } from '../../test/inbox-client'
import { createConversation, createPhoneNumber } from '../../test/inbox-factories'
import { organizationContext, systemContext } from '../../test/system'
import { conversations } from '../conversations/conversations.tables'
import { wholeSecond } from '../inbox/inbox.models'
import {
  commitInboxChange,
  currentChange,
  type InboxChange,
  loadConversations,
  loadMessages,
} from '../inbox/inbox.usecases'
import { messages } from '../messages/messages.tables'

type Member = Awaited<ReturnType<typeof createMember>>
type Known = { id: string; assigneeId: string | null; outbound: string[]; bubbles: string[] }
type Part = Pick<InboxChange, 'statements'> & { messageIds: string[]; previousAssignee?: string | null }

/** An inbox in which everything happens at once, through `commitInboxChange` as everything in the product does. */
async function createWorld(seed: number) {
  const random = createRandom(seed)
  const below = (count: number) => Math.floor(random() * count)
  const organization = await createOrganization({ agentVisibility: 'own' })
  const admin = await createMember({ organization })
  const [ann, ben, mia] = [
    await createMember({ organization, role: 'agent', user: { name: 'Ann' } }),
    await createMember({ organization, role: 'agent', user: { name: 'Ben' } }),
    await createMember({ organization, role: 'manager', user: { name: 'Mia' } }),
  ]
  const ctx = await organizationContext(organization)
  /** As when the Worker died between the commit and telling anybody. */
  const silent: OrganizationContext = { ...ctx, env: { ...ctx.env, INBOX_HUB: undefined as never } }
  const { id: phoneNumberId } = await createPhoneNumber(organization)
  const known: Known[] = []

  const message = ({ id: conversationId }: Known, values: Partial<typeof messages.$inferInsert> = {}) => {
    const now = testClock.now()
    const id = createId('msg', now)
    const wamid = `wamid.${id}`
    return {
      id,
      conversationId,
      phoneNumberId,
      direction: 'inbound' as const,
      type: 'text',
      content: { type: 'text' as const, body: `Text of ${id}` },
      text: `Text of ${id}`,
      occurredAt: wholeSecond(now) - 1000 * below(3),
      parserVersion: 1,
      createdAt: now,
      ...values,
      wamid,
    }
  }
  const becomesLast = (id: string, conversationId: string, more: object = {}) =>
    ctx.db.update(conversations, { lastMessageId: id, ...more } as never, eq(conversations.id, conversationId))

  const parts: ((one: Known) => Part)[] = [
    function customerWrites(one) {
      const row = message(one)
      one.bubbles.push(row.wamid)
      const more = { unreadCount: sql`${conversations.unreadCount} + 1`, lastInboundAt: row.occurredAt }
      return { statements: [ctx.db.insert(messages, row), becomesLast(row.id, one.id, more)], messageIds: [row.id] }
    },
    function agentAnswers(one) {
      const row = message(one, { direction: 'outbound', sentBy: 'agent', sendState: 'queued' })
      one.outbound.push(row.id)
      one.bubbles.push(row.wamid)
      const more = { unreadCount: 0 }
      return { statements: [ctx.db.insert(messages, row), becomesLast(row.id, one.id, more)], messageIds: [row.id] }
    },
    function statusComes(one) {
      const id = one.outbound[below(one.outbound.length)]
      if (id === undefined) return { statements: [], messageIds: [] }
      const column = (['sentAt', 'deliveredAt', 'readAt'] as const)[below(3)] ?? 'sentAt'
      const change = { [column]: sql`COALESCE(${messages[column]}, ${wholeSecond(testClock.now())})` }
      return { statements: [ctx.db.update(messages, change as never, eq(messages.id, id))], messageIds: [id] }
    },
    function customerReacts(one) {
      const targetWamid = one.bubbles[below(one.bubbles.length)]
      if (targetWamid === undefined) return { statements: [], messageIds: [] }
      const content = { type: 'reaction' as const, targetWamid, emoji: ['👍', '🎉', ''][below(3)] ?? '' }
      const row = message(one, { type: 'reaction', content: content as never, text: null, targetWamid })
      return { statements: [ctx.db.insert(messages, row)], messageIds: [row.id] }
    },
    function isAssigned(one) {
      const previousAssignee = one.assigneeId
      one.assigneeId = [null, ann.user.id, ben.user.id][below(3)] ?? null
      const change = ctx.db.update(conversations, { assigneeId: one.assigneeId }, eq(conversations.id, one.id))
      return { statements: [change], messageIds: [], previousAssignee }
    },
    function changesStatus(one) {
      const status = (['open', 'pending', 'closed'] as const)[below(3)] ?? 'open'
      return { statements: [ctx.db.update(conversations, { status }, eq(conversations.id, one.id))], messageIds: [] }
    },
  ]

  return {
    organization,
    ctx,
    random,
    below,
    known,
    members: { ann, ben, mia },
    async open(): Promise<void> {
      const { id } = await createConversation(organization, { phoneNumberId })
      known.push({ id, assigneeId: null, outbound: [], bubbles: [] })
      await commitInboxChange(ctx, { statements: [], conversationIds: [id] })
    },
    /** A few changes at the same time, none of them about the same conversation. Some concern several. */
    async happen({ silence = 0, busy = [] }: { silence?: number; busy?: (string | undefined)[] } = {}): Promise<void> {
      // The busy ones are in it every time.
      const rank = new Map(known.map(({ id }) => [id, busy.includes(id) ? 2 : random()]))
      const shuffled = [...known].sort((a, b) => (rank.get(b.id) ?? 0) - (rank.get(a.id) ?? 0))
      const groups = Array.from({ length: 1 + below(4) }, () => shuffled.splice(0, 1 + below(2)))
      await Promise.all(
        groups
          .filter((group) => group.length > 0)
          .map(async (group) => {
            const made = group.map(
              (one) => ({ id: one.id, ...(parts[below(parts.length)] ?? parts[0])?.(one) }) as Part & { id: string },
            )
            await commitInboxChange(random() < silence ? silent : ctx, {
              statements: made.flatMap(({ statements }) => statements),
              conversationIds: made.map(({ id }) => id),
              messageIds: made.flatMap(({ messageIds }) => messageIds),
              previousAssignees: new Map(
                made.flatMap(({ id, previousAssignee }) =>
                  previousAssignee === undefined ? [] : [[id, previousAssignee] as const],
                ),
              ),
            })
          }),
      )
    },
    /** What agents see: everything, or their own. */
    sight: 'own' as 'all' | 'own',
    async changeSight(): Promise<void> {
      this.sight = this.sight === 'own' ? 'all' : 'own'
      const body = { agentVisibility: this.sight }
      const { status } = await send('PATCH', '/api/organizations/current', { token: admin.token, body })
      expect(status).toBe(200)
    },
    hub: env.INBOX_HUB.getByName(organizationObjectName(organization.id, 'inbox')),
    room: (id: string) => env.CONVERSATION_ROOM.getByName(organizationObjectName(organization.id, id)),
  }
}
type World = Awaited<ReturnType<typeof createWorld>>

/** Its memory goes; its sockets stay, or go with it as in a deployment. Objects that nobody has woken sleep already. */
const sleep = (object: DurableObjectStub, webSockets: 'hibernate' | 'close' = 'hibernate') =>
  evictDurableObject(object, { webSockets }).catch((error: unknown) => {
    if (!String(error).includes('not currently running')) throw error
  })

const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value))
const contextOf = ({ organization }: World, { user }: Member, visibility: 'all' | 'own') =>
  createOrganizationContext(systemContext(), organization, { type: 'user', id: user.id, name: user.name }, visibility)

/** Looks into the database itself: what this person may see is what their client has, no more and no less. */
async function compare(world: World, client: InboxClient, member: Member) {
  const visibility = member === world.members.ann ? world.sight : 'all'
  const { results } = await env.SHARD_0.prepare(
    `SELECT id FROM conversations WHERE organization_id = ?1 AND (?2 = 'all' OR assignee_id IS NULL OR assignee_id = ?3)`,
  )
    .bind(world.organization.id, visibility, member.user.id)
    .all<{ id: string }>()
  const ctx = contextOf(world, member, visibility)
  const rows = await loadConversations(
    ctx,
    results.map(({ id }) => id),
  )
  expect(Object.fromEntries(client.conversations)).toEqual(Object.fromEntries(asJson(rows).map((row) => [row.id, row])))
  const { thread } = client
  if (!thread) return
  expect(client.conversations.has(thread.conversationId), 'a thread is open that this person may not see').toBe(true)
  const { results: bubbles } = await env.SHARD_0.prepare(
    'SELECT id FROM messages WHERE organization_id = ?1 AND conversation_id = ?2 AND target_wamid IS NULL ORDER BY occurred_at, id',
  )
    .bind(world.organization.id, thread.conversationId)
    .all<{ id: string }>()
  const shown = await loadMessages(
    ctx,
    bubbles.map(({ id }) => id),
  )
  expect(thread.items).toEqual(asJson(shown))
}

const SEEDS = [1, 2, 3]

describe('two people with the dashboard open', () => {
  it.each(SEEDS)(
    'end with exactly what they may see, however many frames and connections they lose (seed %i)',
    async (seed) => {
      const world = await createWorld(seed)
      const { random, below, known, members } = world
      for (let count = 0; count < 8; count++) await world.open()
      const lossy = { random, loseShare: 0.1, pageSize: 5 }
      const people = [
        { client: new InboxClient({ ...lossy, token: members.ann.token }), member: members.ann },
        { client: new InboxClient({ ...lossy, token: members.mia.token }), member: members.mia },
      ]
      for (const { client } of people) await client.connect()
      let opened = 0
      for (let round = 0; round < 60; round++) {
        const chance = random()
        if (round % 15 === 14) await world.open()
        if (round % 25 === 24) await world.changeSight()
        for (const { client } of people) {
          if (random() < 0.08) client.disconnect()
          if (random() < 0.15) void client.look()
          if (random() < 0.08) {
            const id = known[below(known.length)]?.id ?? ''
            if (client.conversations.has(id)) {
              opened++
              await client.openThread(id)
            }
          }
        }
        const busy = people.map(({ client }) => client.thread?.conversationId)
        await world.happen({ silence: 0.1, busy })
        if (chance < 0.05) await sleep(world.hub)
        else if (chance < 0.08) await sleep(world.hub, 'close')
        else if (chance < 0.12) for (const { id } of known) await sleep(world.room(id))
        // Now and then they are compared in the middle of it, as if this were the end.
        if (round % 20 !== 19) continue
        for (const { client, member } of people) {
          await client.look()
          await compare(world, client, member)
        }
      }
      for (const { client, member } of people) {
        await client.look()
        expect(client.seq).toBe(await currentChange(world.ctx))
        await compare(world, client, member)
      }
      expect(opened).toBeGreaterThan(3)
    },
    120_000,
  )

  it('that lose nothing are told everything, and need not ask', async () => {
    const world = await createWorld(7)
    const { known, members } = world
    for (let count = 0; count < 6; count++) await world.open()
    const people = [
      { client: new InboxClient({ token: members.ann.token }), member: members.ann },
      { client: new InboxClient({ token: members.mia.token }), member: members.mia },
    ]
    for (const { client } of people) {
      await client.connect()
      await client.openThread(known[0]?.id ?? '')
    }
    const before = people.map(({ client }) => ({ ...client.asked }))
    for (let round = 0; round < 40; round++) {
      await world.happen({ busy: people.map(({ client }) => client.thread?.conversationId) })
      if (round % 10 === 5) await sleep(world.hub)
    }
    const newest = await currentChange(world.ctx)
    for (const { client, member } of people) {
      await until(() => expect(client.seq).toBe(newest))
      await until(() => {
        const { thread } = client
        if (thread) expect(thread.seq).toBe(client.conversations.get(thread.conversationId)?.changeSeq)
      })
      await compare(world, client, member)
    }
    expect(people.map(({ client }) => client.asked)).toEqual(before)
  })
})
