import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createConversation, createMessage, createPhoneNumber } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { conversationEpisodes } from '../conversations/conversations.tables'

const overview = async (token: string) => (await send('GET', '/api/analytics/overview', { token })).body

describe('the overview', () => {
  it('of a new organization is empty and says what comes first', async () => {
    const { token } = await createMember()
    expect(await overview(token)).toEqual({
      unread: 0,
      unassigned: 0,
      open: 0,
      windowClosing: 0,
      firstReply: { medianSeconds: null, answered: 0, waiting: 0 },
      numbers: [],
      checklist: {
        numberConnected: false,
        messageReceived: false,
        replySent: false,
        teamInvited: false,
        cannedReplyKept: false,
      },
    })
  })

  it('counts what waits, and how fast today’s openings were answered', async () => {
    const { token, organization } = await createMember()
    const ctx = await organizationContext(organization)
    const now = testClock.now()
    const number = await createPhoneNumber(organization, { lastMessageAt: now })
    const [answered, waiting] = [
      await createConversation(organization, { phoneNumberId: number.id, unreadCount: 2 }),
      await createConversation(organization, { phoneNumberId: number.id }),
    ]
    for (const [id, conversationId] of [
      ['epi_1', answered.id],
      ['epi_2', waiting.id],
    ] as const)
      await ctx.db.insert(conversationEpisodes, { id, conversationId, openedBy: 'customer', openedAt: now })
    // Of the day before: not today's.
    await ctx.db.insert(conversationEpisodes, {
      id: 'epi_0',
      conversationId: waiting.id,
      openedBy: 'customer',
      openedAt: now - 26 * 3_600_000,
    })
    await createMessage(organization, answered, {
      direction: 'outbound',
      sentBy: 'agent',
      clientId: 'client-1',
      occurredAt: now + 90_000,
    })
    // Not a person's answer.
    await createMessage(organization, waiting, { direction: 'outbound', sentBy: 'automation', occurredAt: now + 1000 })
    expect(await overview(token)).toMatchObject({
      unread: 1,
      unassigned: 2,
      open: 2,
      firstReply: { medianSeconds: 90, answered: 1, waiting: 1 },
      numbers: [{ id: number.id, status: 'connected' }],
      checklist: { numberConnected: true, messageReceived: true, replySent: true, teamInvited: false },
    })
  })
})
