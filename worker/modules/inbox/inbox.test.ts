import { describe, expect, it } from 'vitest'
import { organizationContext } from '../../test/system'
import { contacts } from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'
import { commitInboxChange, listChanges, loadConversations } from './inbox.usecases'

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
