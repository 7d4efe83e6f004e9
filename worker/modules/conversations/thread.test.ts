import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { contacts } from '../contacts/contacts.tables'

type Page = {
  items: { id: string; text: string; reactions: object[]; replyTo: object | null }[]
  olderCursor: string | null
  newerCursor: string | null
  changeSeq: number
}

async function createThread(count: number) {
  const member = await createMember()
  const { organization, token } = member
  const conversation = await createConversation(organization)
  const start = Math.floor(testClock.now() / 1000) * 1000 - 100_000
  // Four in each second: the ids decide.
  const said = []
  for (let at = 0; at < count; at++)
    said.push(await createMessage(organization, conversation, { occurredAt: start + Math.floor(at / 4) * 1000 }))
  const read = async (query = '', id = conversation.id): Promise<Page> => {
    const { status, body } = await send('GET', `/api/conversations/${id}/messages?${query}`, { token })
    expect(status).toBe(200)
    return body
  }
  return { ...member, conversation, start, said, ids: said.map(({ id }) => id), read }
}
const idsOf = (page: Page) => page.items.map(({ id }) => id)

describe('the messages of a conversation', () => {
  it('come newest page first, each in reading order, and go on to the oldest', async () => {
    const { ids, read } = await createThread(11)
    const newest = await read('limit=4')
    expect(idsOf(newest)).toEqual(ids.slice(7))
    expect(newest.newerCursor).toBeNull()
    const middle = await read(`limit=4&cursor=${newest.olderCursor}`)
    expect(idsOf(middle)).toEqual(ids.slice(3, 7))
    const oldest = await read(`limit=4&cursor=${middle.olderCursor}`)
    expect(idsOf(oldest)).toEqual(ids.slice(0, 3))
    expect(oldest.olderCursor).toBeNull()
    // And back, the same way.
    const back = await read(`limit=4&cursor=${oldest.newerCursor}`)
    expect(idsOf(back)).toEqual(ids.slice(3, 7))
    const end = await read(`limit=4&cursor=${back.newerCursor}`)
    expect([idsOf(end), end.newerCursor]).toEqual([ids.slice(7), null])
  })

  it('around one of them go on in both directions', async () => {
    const { ids, read } = await createThread(11)
    const page = await read(`limit=4&around=${ids[5]}`)
    expect(idsOf(page)).toEqual(ids.slice(3, 7))
    expect(idsOf(await read(`limit=4&cursor=${page.olderCursor}`))).toEqual(ids.slice(0, 3))
    expect(idsOf(await read(`limit=4&cursor=${page.newerCursor}`))).toEqual(ids.slice(7))
    const first = await read(`limit=4&around=${ids[0]}`)
    expect([idsOf(first), first.olderCursor]).toEqual([ids.slice(0, 2), null])
    const last = await read(`limit=4&around=${ids[10]}`)
    expect([idsOf(last), last.newerCursor]).toEqual([ids.slice(8), null])
  })

  it('carry reactions and quotes, which have no place of their own', async () => {
    const { organization, conversation, said, ids, read } = await createThread(3)
    const [first, , last] = said
    const about = { targetWamid: first?.wamid ?? null, type: 'reaction', text: null }
    await createMessage(organization, conversation, { ...about, content: { type: 'reaction', emoji: '👍' } as never })
    await createMessage(organization, conversation, { ...about, type: 'revoke', content: { type: 'revoke' } })
    const answer = await createMessage(organization, conversation, { replyToWamid: last?.wamid ?? null })
    const page = await read()
    expect(idsOf(page)).toEqual([...ids, answer.id])
    expect(page.items[0]?.reactions).toMatchObject([{ emoji: '👍', from: 'customer' }])
    expect(page.items[3]?.replyTo).toEqual({ wamid: last?.wamid, messageId: last?.id })
  })

  it('do not hold what was scheduled and cancelled', async () => {
    const { organization, conversation, ids, read } = await createThread(1)
    await createMessage(organization, conversation, { direction: 'outbound', sendState: 'cancelled', wamid: null })
    expect(idsOf(await read())).toEqual(ids)
  })

  it('of a merged person are one thread, on the same number only', async () => {
    const { organization, conversation, start, ids, read } = await createThread(2)
    const ctx = await organizationContext(organization)
    const other = await createContact(organization, { mergedInto: conversation.contactId })
    const { phoneNumberId } = conversation
    const theirs = await createConversation(organization, { contactId: other.id, phoneNumberId })
    const elsewhere = await createConversation(organization, { contactId: other.id })
    await createMessage(organization, elsewhere)
    const early = await createMessage(organization, theirs, { occurredAt: start - 1000 })
    const late = await createMessage(organization, theirs)
    for (const { id } of [conversation, theirs]) expect(idsOf(await read('', id))).toEqual([early.id, ...ids, late.id])
    const page = await read('limit=2')
    expect(idsOf(page)).toEqual([ids[1], late.id])
    expect(idsOf(await read(`limit=2&cursor=${page.olderCursor}`))).toEqual([early.id, ids[0]])
    expect(idsOf(await read(`around=${early.id}`))).toHaveLength(4)
    // Undone: each has its own again.
    await ctx.db.update(contacts, { mergedInto: null }, eq(contacts.id, other.id))
    expect(idsOf(await read())).toEqual(ids)
  })

  it('are not found from another conversation, nor by a cursor that is none', async () => {
    const { organization, token, conversation, read } = await createThread(1)
    const foreign = await createMessage(organization, await createConversation(organization))
    const path = `/api/conversations/${conversation.id}/messages`
    const around = await send('GET', `${path}?around=${foreign.id}`, { token })
    expect([around.status, around.body.error.code]).toEqual([404, 'conversations.message_not_found'])
    const cursor = Buffer.from('["sideways",1,"x"]').toString('base64url')
    const wrong = await send('GET', `${path}?cursor=${cursor}`, { token })
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'request.invalid_cursor'])
    expect((await read()).items).toHaveLength(1)
  })

  it('of an empty conversation are an empty page', async () => {
    const { read } = await createThread(0)
    expect(await read()).toMatchObject({ items: [], olderCursor: null, newerCursor: null })
  })

  it('say up to which change of the conversation they hold everything', async () => {
    const { conversation, token, ids, read } = await createThread(1)
    const changed = await send('POST', `/api/conversations/${conversation.id}/messages`, {
      token,
      body: { content: { type: 'note', body: 'Asked before', mentions: [] } },
    })
    expect(changed.status).toBe(202)
    const { body: row } = await send('GET', `/api/conversations/${conversation.id}`, { token })
    const page = await read()
    expect([page.changeSeq, page.items.length]).toEqual([row.changeSeq, 2])
    expect(page.changeSeq).toBeGreaterThan(0)
    expect((await read(`around=${ids[0]}`)).changeSeq).toBe(row.changeSeq)
  })
})
