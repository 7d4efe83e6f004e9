import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createConversation, createMessage, createPhoneNumber } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { messages } from '../messages/messages.tables'

const HOUR = 3_600_000
const now = () => Math.floor(testClock.now() / 1000) * 1000

async function createThread() {
  const { organization, token } = await createMember()
  const phoneNumberId = (await createPhoneNumber(organization)).id
  const ctx = await organizationContext(organization)
  const conversation = await createConversation(organization, { phoneNumberId })
  const say = (ago: number, values: Parameters<typeof createMessage>[2] = {}, among = conversation) =>
    createMessage(organization, among, {
      direction: 'outbound',
      sentBy: 'agent',
      sendState: 'accepted',
      occurredAt: now() - ago * 1000,
      ...values,
    })
  const change = ({ id }: { id: string }, values: Partial<typeof messages.$inferInsert>) =>
    ctx.db.update(messages, values as never, eq(messages.id, id))
  const get = async (path: string) => (await send('GET', `/api/conversations${path}`, { token })).body
  const failed = async (): Promise<string | null> => (await get(`/${conversation.id}`)).failedMessageId
  return { organization, token, phoneNumberId, ctx, conversation, say, change, get, failed }
}

describe('a conversation whose newest message of ours', () => {
  it('failed is one that has failed, until another one goes out', async () => {
    const { say, change, failed } = await createThread()
    const first = await say(50)
    expect(await failed()).toBeNull()
    await change(first, { sendState: 'failed', failedAt: now() })
    expect(await failed()).toBe(first.id)
    await say(40, { direction: 'inbound', sendState: null })
    await say(30, { sendState: 'scheduled' })
    await say(20, { targetWamid: 'wamid.x', type: 'reaction' })
    expect(await failed(), 'what the customer writes, and what was not said, changes nothing').toBe(first.id)
    const second = await say(10, { sendState: 'queued', wamid: null })
    expect(await failed()).toBeNull()
    await change(second, { sendState: 'cancelled' })
    expect(await failed(), 'taken back: the one before is the newest again').toBe(first.id)
  })

  it('is unconfirmed is one, too, and is none when its status comes', async () => {
    const { say, change, failed } = await createThread()
    const message = await say(5, { sendState: 'unconfirmed', wamid: null })
    expect(await failed()).toBe(message.id)
    await change(message, { sentAt: now() })
    expect(await failed()).toBeNull()
    await change(message, { failedAt: now() })
    expect(await failed(), 'Meta says so later').toBe(message.id)
    await change(message, { deliveredAt: now() })
    expect(await failed(), 'it was delivered after all').toBeNull()
  })

  it('is sent again is none, and one that fails behind a newer one is none', async () => {
    const { say, change, failed } = await createThread()
    const old = await say(50)
    const message = await say(5, { sendState: 'failed', failedAt: 1 })
    await change(old, { failedAt: now() })
    expect(await failed()).toBe(message.id)
    await change(message, { sendState: 'queued', failedAt: null })
    expect(await failed()).toBeNull()
  })

  it('was scheduled and fails when its time comes is one; one that goes out then takes the place of another', async () => {
    const { say, change, failed } = await createThread()
    const first = await say(50, { sendState: 'failed', failedAt: 1 })
    const scheduled = await say(40, { sendState: 'scheduled' })
    expect(await failed()).toBe(first.id)
    await change(scheduled, { sendState: 'queued', occurredAt: now() })
    expect(await failed()).toBeNull()
    await change(scheduled, { sendState: 'failed', failedAt: now() })
    expect(await failed()).toBe(scheduled.id)
  })

  it('is gone has none', async () => {
    const { ctx, say, failed } = await createThread()
    const { id } = await say(50, { sendState: 'failed', failedAt: 1 })
    await ctx.db.delete(messages, eq(messages.id, id))
    expect(await failed()).toBeNull()
  })
})

describe('hasFailed', () => {
  it('narrows every view and a search, and is counted', async () => {
    const { organization, phoneNumberId, say, get, conversation } = await createThread()
    const add = async (values: Parameters<typeof createConversation>[1]) => {
      const made = await createConversation(organization, { phoneNumberId, ...values })
      await say(9, { sendState: 'failed', failedAt: 1, text: 'vase' }, made)
      return made.id
    }
    await say(9, { text: 'vase' }, conversation)
    // Once: a busy machine takes longer between two of them than they lie apart.
    const at = now()
    const open = await add({ lastMessageAt: at - 1000, unreadCount: 1 })
    const pending = await add({ lastMessageAt: at - 2000, status: 'pending' })
    const closed = await add({ lastMessageAt: at - 3000, status: 'closed' })
    const snoozed = await add({ lastMessageAt: at - 4000, snoozedUntil: at + HOUR })
    const ids = async (query: string) =>
      (await get(`?hasFailed=true&${query}`)).items.map(({ id }: { id: string }) => id)
    expect(await ids('')).toEqual([open, pending])
    expect(await ids('view=unread')).toEqual([open])
    expect(await ids('view=pending')).toEqual([pending])
    expect(await ids('view=closed')).toEqual([closed])
    expect(await ids('view=snoozed')).toEqual([snoozed])
    expect(await ids('search=vase')).toEqual([open, pending, closed, snoozed])
    expect((await get('?search=vase&hasFailed=false')).items).toHaveLength(5)
    expect(await get('/counts')).toMatchObject({ all: 3, closed: 1, failed: 2 })
  })
})
