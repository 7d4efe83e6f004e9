import { expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createApiKey } from '../../test/factories'
import { createSender } from '../../test/sending'
import { organizationContext } from '../../test/system'
import { queueMessage } from './send.usecases'

it('what arrives while an answer is being written stays unread', async () => {
  const { addPerson, organization, member, changeConversation, conversationRow } = await createSender()
  for (const [meanwhile, left] of [
    [5, 2],
    // Somebody else has read the three, and one has come since.
    [1, 1],
  ]) {
    const { conversation } = await addPerson()
    await changeConversation(conversation.id, { unreadCount: 3 })
    const ctx = await organizationContext(organization)
    const batch = ctx.db.batch.bind(ctx.db)
    let transactions = 0
    Object.defineProperty(ctx.db, 'batch', {
      value: async (statements: Parameters<typeof batch>[0]) => {
        // The first one reads, the second one writes.
        if (++transactions === 2) await changeConversation(conversation.id, { unreadCount: meanwhile })
        return batch(statements)
      },
    })
    const actor = { type: 'user' as const, id: member.user.id, name: member.user.name }
    await queueMessage({ ...ctx, actor }, { conversationId: conversation.id, content: { type: 'text', body: 'Hello' } })
    expect((await conversationRow(conversation.id)).unreadCount).toBe(left)
  }
})

it('sending an old message again reads nothing', async () => {
  const { post, call, addPerson, changeConversation, changeRow, conversationRow } = await createSender()
  const { conversation } = await addPerson()
  const { body } = await post(conversation, 'Hello')
  await changeRow(body.id, { sendState: 'failed', failedAt: testClock.now(), dueAt: null })
  await changeConversation(conversation.id, { unreadCount: 3 })
  expect((await call('POST', `/api/messages/${body.id}/send-again`)).status).toBe(202)
  expect((await conversationRow(conversation.id)).unreadCount).toBe(3)
})

it.each(['closed', 'unlisted'] as const)(
  'sending again opens a conversation that is %s, when a person decides it',
  async (status) => {
    const { post, call, addPerson, organization, member, changeConversation, changeRow, conversationRow, events } =
      await createSender()
    const { conversation } = await addPerson()
    const { key } = await createApiKey(organization.id, member.user.id)
    const { body } = await post(conversation, 'Your parcel is there', key)
    const again = async (as?: string) => {
      await changeRow(body.id, { sendState: 'failed', failedAt: testClock.now(), dueAt: null })
      await changeConversation(conversation.id, { status })
      expect((await call('POST', `/api/messages/${body.id}/send-again`, undefined, as)).status).toBe(202)
      const opened = (await events()).filter(({ type }) => type === 'conversation.opened')
      return [(await conversationRow(conversation.id)).status, opened.length]
    }
    expect(await again(key)).toEqual([status, 0])
    expect(await again()).toEqual(['open', 1])
  },
)
