import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { openShard } from '../../shared/db/shards'
import { encodeCursor } from '../../shared/pagination'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'
import { conversationEpisodes } from '../conversations/conversations.tables'
import { consentRecords, contactEvents, contactNotes } from './contacts.tables'

type Member = Awaited<ReturnType<typeof createMember>>
const read = ({ token }: Member, id: string, query = '') =>
  send('GET', `/api/contacts/${id}/timeline${query}`, { token })
const typesOf = (body: { items: { type: string }[] }) => body.items.map(({ type }) => type)
const by = { type: 'user', id: 'usr_mia', name: 'Mia Brandt' }

/** One of each, a second apart, oldest first: as they are named here. */
async function aLife(member: Member) {
  const { organization } = member
  const shard = openShard(env, organization.shard)
  const contact = await createContact(organization)
  const conversation = await createConversation(organization, { contactId: contact.id })
  const of = { organizationId: organization.id, contactId: contact.id }
  await shard.insert(contactEvents).values([
    { ...of, id: 'evt_1', type: 'created', data: { source: 'inbound' }, actor: null, occurredAt: 1000 },
    { ...of, id: 'evt_2', type: 'tagged', data: { tags: [{ id: 'tag_1', name: 'VIP' }] }, actor: by, occurredAt: 6000 },
  ])
  await shard.insert(conversationEpisodes).values({
    ...{ organizationId: organization.id, id: 'epi_1', conversationId: conversation.id, openedBy: 'customer' },
    ...{ openedAt: 2000, closedBy: 'agent', closedAt: 9000 },
  })
  const says = (values: Parameters<typeof createMessage>[2]) => createMessage(organization, conversation, values)
  await says({ occurredAt: 3000, text: 'x'.repeat(500) })
  await says({ occurredAt: 4000, direction: 'outbound', sentBy: 'broadcast', text: 'Spring sale' })
  await says({ occurredAt: 4500, direction: 'outbound', sentBy: 'agent', sendState: 'cancelled', text: 'Not said' })
  await says({
    occurredAt: 5000,
    direction: 'internal',
    type: 'note',
    text: 'Wants blue',
    author: { ...by, type: 'user' },
  })
  await shard.insert(consentRecords).values({
    ...{ ...of, id: 'cns_1', state: 'revoked' as const, source: 'keyword', wording: 'STOP' },
    ...{ actor: null, occurredAt: 7000, createdAt: 7000 },
  })
  await shard.insert(contactNotes).values({ ...of, id: 'cnt_1', body: 'Rings twice', author: by, createdAt: 8000 })
  return { contact, conversation }
}

describe('a person’s timeline', () => {
  it('has everything in order, with who did it and the beginning of what was said', async () => {
    const member = await createMember()
    const { contact, conversation } = await aLife(member)
    const { status, body } = await read(member, contact.id)
    expect(status).toBe(200)
    expect(typesOf(body)).toEqual([
      ...['conversation_closed', 'note', 'consent', 'tagged', 'note'],
      ...['broadcast', 'message', 'conversation_opened', 'event'],
    ])
    expect(body.nextCursor).toBeNull()
    expect(body.items[3]).toMatchObject({ tags: ['VIP'], actor: by, at: '1970-01-01T00:00:06.000Z' })
    expect(body.items[4]).toMatchObject({ preview: 'Wants blue', conversationId: conversation.id, actor: by })
    expect(body.items[6]).toMatchObject({ direction: 'inbound', preview: 'x'.repeat(200), actor: null })
    expect(body.items[8]).toMatchObject({ event: 'created', data: { source: 'inbound' } })
  })

  it('comes in pages of any size, each entry once', async () => {
    const member = await createMember()
    const { contact } = await aLife(member)
    const whole = (await read(member, contact.id)).body.items
    for (const limit of [1, 2, 4]) {
      const seen: unknown[] = []
      let cursor: string | null = null
      do {
        const query: string = `?limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`
        const { body } = await read(member, contact.id, query)
        seen.push(...body.items)
        cursor = body.nextCursor
      } while (cursor !== null)
      expect(seen).toEqual(whole)
    }
  })

  it('can be of some kinds only', async () => {
    const member = await createMember()
    const { contact } = await aLife(member)
    const kinds = async (types: string) => typesOf((await read(member, contact.id, `?types=${types}`)).body)
    expect(await kinds('broadcasts')).toEqual(['broadcast'])
    expect(await kinds('notes,consent')).toEqual(['note', 'consent', 'note'])
    expect(await kinds('tags,merges')).toEqual(['tagged'])
    expect(await kinds('conversations')).toEqual(['conversation_closed', 'conversation_opened'])
    expect((await read(member, contact.id, '?types=secrets')).status).toBe(400)
  })

  it('is of both after a merge, with the merge, which can be undone until another is on top', async () => {
    const member = await createMember()
    const { contact } = await aLife(member)
    const others = [await createContact(member.organization), await createContact(member.organization)]
    const merge = (contactId: string) =>
      send('POST', `/api/contacts/${others[0]?.id}/merge`, { token: member.token, body: { contactId, keep: 'this' } })
    await merge(contact.id)
    const [first] = (await read(member, contact.id, '?types=merges')).body.items
    expect(first).toMatchObject({ type: 'merged', contactId: contact.id, name: 'Amara Diallo', canUndo: true })
    expect((await read(member, others[0]?.id ?? '')).body.items).toHaveLength(10)
    await merge(others[1]?.id ?? '')
    const merges = (await read(member, contact.id, '?types=merges')).body.items
    expect(merges.map(({ canUndo }: { canUndo: boolean }) => canUndo)).toEqual([true, false])
  })

  it('reads no more of a long life than a page needs', async () => {
    const member = await createMember()
    const contact = await createContact(member.organization)
    const conversation = await createConversation(member.organization, { contactId: contact.id })
    await env.SHARD_0.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       INSERT INTO messages (organization_id, id, conversation_id, phone_number_id, direction, type, content, text, occurred_at, attempts, parser_version, created_at)
       SELECT ?1, 'msg_' || printf('%06d', i), ?2, 'num_x', 'inbound', 'text', '{"type":"text","body":"Hi"}', 'Hi', i * 1000, 0, 1, 1 FROM n`,
    )
      .bind(member.organization.id, conversation.id)
      .run()
    const cost = async (query: string) => {
      const { body, operations } = await read(member, contact.id, query)
      const rows = operations.filter(({ name }) => name.startsWith('SHARD_')).map(({ rowsRead = 0 }) => rowsRead)
      return { body, rows: rows.reduce((sum, one) => sum + one, 0) }
    }
    const page = await cost('?limit=20')
    expect(page.body.items).toHaveLength(20)
    expect(page.rows).toBeLessThan(120)
    const sifted = await cost('?limit=20&types=broadcasts')
    expect([sifted.body.items, sifted.body.nextCursor === null]).toEqual([[], false])
    expect(sifted.rows).toBeLessThan(1200)
  })

  it('has no messages of conversations that an agent does not see, and nothing of a neighbour', async () => {
    const [member, neighbour] = [await createMember(), await createMember()]
    const { organization } = member
    const { contact, conversation } = await aLife(member)
    expect((await read(neighbour, contact.id)).body.error.code).toBe('contacts.not_found')
    await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?")
      .bind(organization.id)
      .run()
    const agent = await createMember({ organization, role: 'agent' })
    await send('PATCH', `/api/conversations/${conversation.id}/assign`, {
      token: member.token,
      body: { assigneeId: member.user.id },
    })
    expect((await read(agent, contact.id)).status).toBe(404)
    await createConversation(organization, { contactId: contact.id, assigneeId: agent.user.id })
    expect(typesOf((await read(agent, contact.id)).body)).toEqual(['note', 'consent', 'tagged', 'event'])
  })

  it('refuses a cursor of something else', async () => {
    const member = await createMember()
    const contact = await createContact(member.organization)
    for (const cursor of ['x', encodeCursor(['a', 1]), encodeCursor(null)])
      expect((await read(member, contact.id, `?cursor=${cursor}`)).body.error.code).toBe('request.invalid_cursor')
  })
})
