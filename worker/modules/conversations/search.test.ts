import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation, createMessage, createPhoneNumber } from '../../test/inbox-factories'
import type { ListedConversation } from './conversations.schemas'

async function createInbox() {
  const { organization, token } = await createMember()
  const phoneNumberId = (await createPhoneNumber(organization)).id
  const add = (values: Parameters<typeof createConversation>[1] = {}) =>
    createConversation(organization, { phoneNumberId, ...values })
  const search = async (text: string, query = ''): Promise<ListedConversation[]> => {
    const path = `/api/conversations?search=${encodeURIComponent(text)}${query}`
    const { status, body } = await send('GET', path, { token })
    expect(status).toBe(200)
    return body.items
  }
  return { organization, token, add, search }
}

const second = (ago: number) => Math.floor(testClock.now() / 1000) * 1000 - ago * 1000

describe('a conversation that a search finds', () => {
  it('carries the newest message with the words, what stands around them, and where they are', async () => {
    const { organization, token, add, search } = await createInbox()
    const conversation = await add()
    await createMessage(organization, conversation, { text: 'The vase again', occurredAt: second(50) })
    const hit = await createMessage(organization, conversation, {
      text: 'Is the blue Väse there?',
      occurredAt: second(20),
    })
    await createMessage(organization, conversation, { text: 'the vase, once', occurredAt: second(30) })
    await createMessage(organization, conversation, { text: 'Thanks', occurredAt: second(10) })
    const [found] = await search('vas')
    expect(found?.match).toEqual({
      messageId: hit.id,
      text: 'Is the blue Väse there?',
      ranges: [{ start: 12, end: 16 }],
      occurredAt: new Date(hit.occurredAt).toISOString(),
    })
    const path = `/api/conversations/${conversation.id}/messages?around=${found?.match?.messageId}`
    const thread = await send('GET', path, { token })
    expect(thread.body.items.map(({ id }: { id: string }) => id)).toContain(hit.id)
  })

  it('has no message where its person was found, and none without a search', async () => {
    const { organization, token, add, search } = await createInbox()
    const { id: contactId } = await createContact(organization, { profileName: 'Vasiliki' })
    const { id } = await add({ contactId })
    expect((await search('vasiliki')).map((one) => [one.id, one.match])).toEqual([[id, null]])
    const { body } = await send('GET', '/api/conversations', { token })
    expect(body.items).toMatchObject([{ id, match: null }])
  })

  it('is not found by what has no place in its thread', async () => {
    const { organization, add, search } = await createInbox()
    const conversation = await add()
    const text = 'vase'
    await createMessage(organization, conversation, { text, revokedAt: 1 })
    await createMessage(organization, conversation, { text, targetWamid: 'wamid.other', type: 'edit' })
    await createMessage(organization, conversation, { text, direction: 'outbound', sendState: 'cancelled' })
    expect(await search('vase')).toEqual([])
    const hit = await createMessage(organization, conversation, { text, occurredAt: second(90) })
    expect((await search('vase')).map(({ match }) => match?.messageId)).toEqual([hit.id])
  })

  it('each on a page has its own', async () => {
    const { organization, add, search } = await createInbox()
    const expected = new Map<string, string>()
    for (let at = 0; at < 4; at++) {
      const conversation = await add({ lastMessageAt: second(at) })
      expected.set(conversation.id, (await createMessage(organization, conversation, { text: `vase ${at}` })).id)
    }
    const found = await search('vase', '&limit=3')
    expect(found).toHaveLength(3)
    for (const { id, match } of found) expect(match?.messageId).toBe(expected.get(id))
  })

  it('is found under a filter, however much of the same was said elsewhere since', async () => {
    const { organization, add, search } = await createInbox()
    const [quiet, loud] = [await add({ assigneeId: null, status: 'pending' }), await add()]
    await createMessage(organization, quiet, { text: 'thanks', occurredAt: second(900) })
    const later = await Promise.all(
      Array.from({ length: 501 }, () => createMessage(organization, loud, { text: 'thanks', occurredAt: second(10) })),
    )
    expect(later).toHaveLength(501)
    expect((await search('thanks', '&status=pending')).map(({ id }) => id)).toEqual([quiet.id])
  })

  it('is found by the word and by longer ones alike, newest first', async () => {
    const { organization, add, search } = await createInbox()
    const said = async (text: string, ago: number) => {
      const conversation = await add({ lastMessageAt: second(ago) })
      await createMessage(organization, conversation, { text, occurredAt: second(ago) })
      return conversation.id
    }
    const whole = await said('Ship it', 30)
    const longer = await said('Shipping today?', 20)
    const other = await said('A sheep', 10)
    expect((await search('ship')).map(({ id }) => id)).toEqual([longer, whole])
    expect((await search('sh')).map(({ id }) => id)).toEqual([other, longer, whole])
  })
})
