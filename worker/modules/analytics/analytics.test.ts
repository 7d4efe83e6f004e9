import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation, createMessage, createPhoneNumber } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import type { MessageContent } from '../../whatsapp/message-content.schemas'
import { conversationEpisodes } from '../conversations/conversations.tables'

const HOUR = 3_600_000
const overview = async (token: string) => (await send('GET', '/api/analytics/overview', { token })).body
const today = async (token: string) => (await send('GET', '/api/analytics/today', { token })).body
const nothing = { count: 0, isMore: false, first: null }

type Organization = Awaited<ReturnType<typeof createMember>>['organization']

async function onlyOwn(organization: Organization) {
  await env.DIRECTORY.prepare(`UPDATE organizations SET agent_visibility = 'own' WHERE id = '${organization.id}'`).run()
}

/** A conversation with what was said in it, the oldest first; `hours` ago. */
async function said(
  organization: Organization,
  name: string,
  messages: (Parameters<typeof createMessage>[2] & { hours: number })[],
  values: Parameters<typeof createConversation>[1] = {},
) {
  const now = testClock.now()
  const at = (hours: number) => Math.floor((now - hours * HOUR) / 1000) * 1000
  const contact = await createContact(organization, { profileName: name })
  const inbound = messages.filter(({ direction = 'inbound' }) => direction === 'inbound').map(({ hours }) => at(hours))
  const conversation = await createConversation(organization, {
    contactId: contact.id,
    lastMessageAt: at(messages.at(-1)?.hours ?? 0),
    lastInboundAt: inbound.at(-1) ?? null,
    ...values,
  })
  for (const { hours, ...message } of messages)
    await createMessage(organization, conversation, { occurredAt: at(hours), ...message })
  return conversation
}
const ours = { direction: 'outbound', sentBy: 'agent', sendState: 'accepted' } as const
const body: MessageContent = { type: 'note', body: 'Ask Tom', mentions: [] }
const note = { direction: 'internal', type: 'note', content: body } as const

describe('the overview', () => {
  it('of a new organization is empty and says what comes first', async () => {
    const { token, user } = await createMember()
    expect(await overview(token)).toEqual({
      unread: 0,
      unassigned: 0,
      open: 0,
      waiting: nothing,
      waitingLongest: [],
      failed: nothing,
      unconfirmed: nothing,
      windowClosing: nothing,
      numbers: [],
      team: [{ userId: user.id, open: 0 }],
      checklist: {
        numberConnected: false,
        messageReceived: false,
        replySent: false,
        teamInvited: false,
        cannedReplyKept: false,
      },
    })
  })

  it('counts what is open, and knows what was done for the first time', async () => {
    const { token, organization, user } = await createMember()
    const number = await createPhoneNumber(organization, { lastMessageAt: testClock.now() })
    const mine = await createConversation(organization, {
      phoneNumberId: number.id,
      unreadCount: 2,
      assigneeId: user.id,
    })
    await createConversation(organization, { phoneNumberId: number.id })
    await createConversation(organization, { phoneNumberId: number.id, assigneeId: user.id, status: 'pending' })
    await createConversation(organization, { phoneNumberId: number.id, assigneeId: user.id, status: 'closed' })
    await createMessage(organization, mine, { ...ours, clientId: 'client-1' })
    expect(await overview(token)).toMatchObject({
      unread: 1,
      unassigned: 1,
      open: 3,
      numbers: [{ id: number.id, status: 'connected' }],
      team: [{ userId: user.id, open: 2 }],
      checklist: { numberConnected: true, messageReceived: true, replySent: true, teamInvited: false },
    })
  })

  it('names who waits longest: a note or a reaction is no answer', async () => {
    const { token, organization } = await createMember()
    const yousef = await said(organization, 'Yousef', [{ hours: 1 }])
    const noted = await said(organization, 'Amara', [{ hours: 3 }, { hours: 2, ...note }])
    await said(organization, 'Mei', [{ hours: 5 }, { hours: 4, ...ours }])
    await said(organization, 'Snoozed', [{ hours: 6 }], { snoozedUntil: testClock.now() + HOUR })
    const reacted = await said(organization, 'Jonas', [{ hours: 2 }, { hours: 1, ...ours, targetWamid: 'wamid.x' }])
    const { waiting, waitingLongest } = await overview(token)
    expect(waiting).toEqual({
      count: 3,
      isMore: false,
      first: {
        conversationId: noted.id,
        contactName: 'Amara',
        at: new Date(noted.lastInboundAt ?? 0).toISOString(),
      },
    })
    expect(waitingLongest.map(({ id }: { id: string }) => id)).toEqual([noted.id, reacted.id, yousef.id])
  })

  it('has what failed until somebody writes again, also in what is closed', async () => {
    const { token, organization } = await createMember()
    const failedAt = testClock.now()
    const failed = { ...ours, sendState: 'failed', failedAt } as const
    await said(organization, 'Amara', [{ hours: 3, ...failed }])
    await said(organization, 'Again', [
      { hours: 3, ...failed },
      { hours: 1, ...ours },
    ])
    await said(organization, 'Arrived', [{ hours: 3, ...ours, failedAt, deliveredAt: failedAt }])
    await said(organization, 'Long ago', [{ hours: 72, ...failed }], { status: 'closed' })
    const closed = await said(organization, 'Yousef', [{ hours: 1, ...failed }], { status: 'closed' })
    const unknown = await said(organization, 'Mei', [{ hours: 1, ...ours, sendState: 'unconfirmed' }])
    expect(await overview(token)).toMatchObject({
      failed: { count: 2, first: { conversationId: closed.id, contactName: 'Yousef' } },
      unconfirmed: { count: 1, first: { conversationId: unknown.id } },
    })
  })

  it('has the windows that close within two hours and wait', async () => {
    const { token, organization } = await createMember()
    const next = await said(organization, 'Amara', [{ hours: 23 }])
    await said(organization, 'Yousef', [{ hours: 22.5 }])
    await said(organization, 'Mei', [{ hours: 23 }, { hours: 1, ...ours }])
    await said(organization, 'Jonas', [{ hours: 21 }])
    await said(organization, 'Over', [{ hours: 25 }])
    expect((await overview(token)).windowClosing).toMatchObject({ count: 2, first: { conversationId: next.id } })
  })

  it('shows whoever sees their own conversations only nothing of the others', async () => {
    const { organization, user: admin } = await createMember()
    const agent = await createMember({ organization, role: 'agent' })
    await onlyOwn(organization)
    const failed = { ...ours, sendState: 'failed', failedAt: testClock.now() } as const
    await said(organization, 'Not mine', [{ hours: 23 }], { assigneeId: admin.id })
    await said(organization, 'Not mine', [{ hours: 2, ...failed }], { assigneeId: admin.id })
    await said(organization, 'Nobody’s', [{ hours: 1 }])
    await said(organization, 'Mine', [{ hours: 22.5 }], { assigneeId: agent.user.id })
    const body = await overview(agent.token)
    expect(body).toMatchObject({
      open: 2,
      waiting: { count: 2, first: { contactName: 'Mine' } },
      failed: nothing,
      windowClosing: { count: 1, first: { contactName: 'Mine' } },
    })
    expect(body.team).toEqual([{ userId: agent.user.id, open: 1 }])
    expect((await today(agent.token)).messages).toBeNull()
  })
})

describe('today', () => {
  async function open(organization: Organization, conversationId: string, openedAt: number, openedBy = 'customer') {
    const ctx = await organizationContext(organization)
    const id = `epi_${conversationId}_${openedAt}`
    await ctx.db.insert(conversationEpisodes, { id, conversationId, openedBy, openedAt })
  }

  it('knows how fast people answered what customers opened, and how fast the day before', async () => {
    const { token, organization } = await createMember()
    const number = await createPhoneNumber(organization)
    const now = testClock.now()
    const [fast, waiting, before, own] = [
      await createConversation(organization, { phoneNumberId: number.id }),
      await createConversation(organization, { phoneNumberId: number.id }),
      await createConversation(organization, { phoneNumberId: number.id }),
      await createConversation(organization, { phoneNumberId: number.id }),
    ]
    const reply = (conversation: typeof fast, occurredAt: number) =>
      createMessage(organization, conversation, { ...ours, occurredAt: Math.floor(occurredAt / 1000) * 1000 })
    const whole = Math.floor(now / 1000) * 1000
    await open(organization, fast.id, whole)
    await reply(fast, whole + 90_000)
    await reply(fast, whole + 200_000)
    // Before it was opened: the answer to something else.
    await reply(fast, whole - 5000)
    await open(organization, waiting.id, whole)
    // Not a person's answer.
    await createMessage(organization, waiting, { ...ours, sentBy: 'automation', occurredAt: whole + 1000 })
    await open(organization, before.id, whole - 24 * HOUR)
    await reply(before, whole - 24 * HOUR + 60_000)
    await open(organization, before.id, whole - 49 * HOUR)
    // Nobody waited for the first word of our own.
    await open(organization, own.id, whole, 'agent')
    await reply(own, whole)
    expect((await today(token)).firstReply).toEqual({
      today: { medianSeconds: 90, answered: 1, waiting: 1, isMore: false },
      yesterday: { medianSeconds: 60, answered: 1, waiting: 0, isMore: false },
    })
  })

  it('counts what was written since midnight', async () => {
    const { token, organization } = await createMember()
    const conversation = await createConversation(organization)
    await createMessage(organization, conversation)
    await createMessage(organization, conversation, { ...ours })
    await createMessage(organization, conversation, { ...ours, targetWamid: 'wamid.x' })
    await createMessage(organization, conversation, { ...ours, sendState: 'failed', failedAt: testClock.now() })
    // What the phone app tells of the past.
    await createMessage(organization, conversation, { occurredAt: testClock.now() - 72 * HOUR })
    expect((await today(token)).messages).toEqual({ received: 1, sent: 1, isMore: false })
  })
})
