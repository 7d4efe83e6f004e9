import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createOrganization } from '../../test/factories'
import { createConversation, createMessage } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { contacts } from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'
import { commitInboxChange, listChanges, loadConversations, loadMessages } from './inbox.usecases'

describe('a change of the inbox', () => {
  it('takes the next number, stamps what it touched, and gives it back as the API shows it', async () => {
    const ctx = await organizationContext()
    const now = 1_780_000_000_000
    const committed = await commitInboxChange(ctx, {
      statements: [
        ctx.db.insert(contacts, { id: 'ctc_1', profileName: 'Zoë', source: 'inbound', createdAt: now, updatedAt: now }),
        ctx.db.insert(conversations, {
          id: 'con_1',
          phoneNumberId: 'num_1',
          contactId: 'ctc_1',
          status: 'open',
          lastMessageId: 'msg_1',
          lastMessageAt: now,
          lastInboundAt: now,
          changeSeq: 0,
          createdAt: now,
        }),
        ctx.db.insert(messages, {
          id: 'msg_1',
          conversationId: 'con_1',
          phoneNumberId: 'num_1',
          direction: 'inbound',
          type: 'text',
          content: { type: 'text', body: 'Crème brûlée?' },
          text: 'Crème brûlée?',
          wamid: 'wamid.1',
          occurredAt: now,
          parserVersion: 1,
          createdAt: now,
        }),
      ],
      conversationIds: ['con_1'],
      messageIds: ['msg_1', 'msg_absent'],
    })
    expect(committed.seq).toBe(1)
    expect(committed.conversations).toMatchObject([
      { id: 'con_1', changeSeq: 1, contact: { displayName: 'Zoë' }, lastMessage: { id: 'msg_1', status: 'received' } },
    ])
    expect(committed.messages).toMatchObject([{ id: 'msg_1', text: 'Crème brûlée?', reactions: [] }])
    const second = await commitInboxChange(ctx, { statements: [], conversationIds: ['con_1'] })
    expect(second.seq).toBe(2)
    expect(await listChanges(ctx, 1)).toMatchObject({ from: 1, to: 2, conversations: [{ id: 'con_1', changeSeq: 2 }] })
    expect(await listChanges(ctx, 2)).toMatchObject({ to: 2, conversations: [] })
    const found = ctx.db.matches(messages, 'message_search', 'creme BRUL', 10)
    expect(await ctx.db.select(messages, found ?? undefined)).toHaveLength(1)
    const neighbour = await organizationContext()
    expect(await loadConversations(neighbour, ['con_1'])).toEqual([])
    expect(
      await neighbour.db.select(messages, neighbour.db.matches(messages, 'message_search', 'creme', 10) ?? undefined),
    ).toEqual([])
  })
})

describe('asking for what was missed', () => {
  /** Conversations of one change each way a delivery makes them: all with the same number. */
  const insertMany = (organizationId: string, { change, count }: { change: number; count: number }) => {
    const serials = JSON.stringify([...Array(count).keys()])
    return env.SHARD_0.batch([
      env.SHARD_0.prepare(
        `INSERT INTO contacts (organization_id, id, profile_name, source, consent, created_at, updated_at)
         SELECT ?1, 'ctc_' || ?2 || '_' || value, 'Zoë', 'inbound', 'unknown', 1, 1 FROM json_each(?3)`,
      ).bind(organizationId, change, serials),
      env.SHARD_0.prepare(
        `INSERT INTO conversations (organization_id, id, phone_number_id, contact_id, status, last_message_at, change_seq, created_at)
         SELECT ?1, 'con_' || ?2 || '_' || value, 'num_1', 'ctc_' || ?2 || '_' || value, 'open', 1, ?2, 1 FROM json_each(?3)`,
      ).bind(organizationId, change, serials),
      env.SHARD_0.prepare(
        'INSERT INTO change_sequences (organization_id, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2',
      ).bind(organizationId, change),
    ])
  }

  async function readAll(ctx: Awaited<ReturnType<typeof organizationContext>>) {
    const seen: string[] = []
    const pages: number[] = []
    for (let since = 0, hasMore = true; hasMore; ) {
      const page = await listChanges(ctx, since)
      seen.push(...page.conversations.map(({ id }) => id))
      pages.push(page.to)
      expect(page.to, 'a page that goes nowhere').toBeGreaterThan(since)
      since = page.to
      hasMore = page.hasMore
    }
    return { seen, pages }
  }

  it('cuts pages between changes, never within one', async () => {
    const ctx = await organizationContext()
    await insertMany(ctx.organizationId, { change: 1, count: 150 })
    await insertMany(ctx.organizationId, { change: 2, count: 150 })
    const { seen, pages } = await readAll(ctx)
    expect(new Set(seen).size).toBe(300)
    expect(pages).toEqual([1, 2])
  })

  it('gives a change that is larger than a page as a whole', async () => {
    const ctx = await organizationContext()
    await insertMany(ctx.organizationId, { change: 1, count: 250 })
    await insertMany(ctx.organizationId, { change: 2, count: 3 })
    const { seen, pages } = await readAll(ctx)
    expect(new Set(seen).size).toBe(253)
    expect(pages).toEqual([1, 2])
  })

  it('shows messages that it inserts as they are shown when they are read', async () => {
    const organization = await createOrganization()
    const ctx = await organizationContext(organization)
    const conversation = await createConversation(organization)
    const asked = await createMessage(organization, conversation, { wamid: 'wamid.asked' })
    const now = testClock.now()
    const values = { conversationId: conversation.id, phoneNumberId: conversation.phoneNumberId, parserVersion: 1 }
    // Somebody's reaction was faster than the message it is about.
    await createMessage(organization, conversation, {
      ...{ type: 'reaction', content: { type: 'reaction', emoji: '🎉' }, text: null, targetWamid: 'wamid.answer' },
    })
    const answer = {
      ...{ id: 'msg_answer', ...values, direction: 'inbound' as const, type: 'text', wamid: 'wamid.answer' },
      ...{ content: { type: 'text' as const, body: 'größer “so”' }, text: 'größer “so”', replyToWamid: asked.wamid },
      ...{ context: { forwarded: true }, occurredAt: now, createdAt: now },
    }
    const committed = await commitInboxChange(ctx, {
      statements: [
        ...ctx.db.insertMany(messages, [answer]),
        ctx.db.update(conversations, { lastMessageId: answer.id, lastMessageAt: now }),
      ],
      conversationIds: [conversation.id],
      freshMessages: [answer],
    })
    expect(committed.messages).toMatchObject([{ reactions: [{ emoji: '🎉' }], replyTo: { messageId: asked.id } }])
    expect(committed.messages).toEqual(await loadMessages(ctx, [answer.id]))
    expect(committed.conversations).toMatchObject([{ lastMessage: { id: answer.id, text: 'größer “so”' } }])
    expect(committed.conversations).toEqual(await loadConversations(ctx, [conversation.id]))
  })
})
