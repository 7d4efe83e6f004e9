import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { openShard } from '../../shared/db/shards'
import { encodeCursor } from '../../shared/pagination'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation } from '../../test/inbox-factories'
import { contactIdentities } from './contacts.tables'

type Member = Awaited<ReturnType<typeof createMember>>
const list = ({ token }: Member, query = '') => send('GET', `/api/contacts/duplicates${query}`, { token })
const pairs = async (member: Member) =>
  (await list(member)).body.items.map(({ ids, strength, reasons }: Record<string, unknown[]>) => ({
    ids,
    strength,
    kinds: reasons?.map((reason) => (reason as { kind: string }).kind),
  }))
/** A person who is known by this number. */
async function known({ organization }: Member, value: string, values: Parameters<typeof createContact>[1] = {}) {
  const contact = await createContact(organization, { profileName: `P ${value}`, phone: `+${value}`, ...values })
  await openShard(env, organization.shard)
    .insert(contactIdentities)
    .values({ organizationId: organization.id, kind: 'wa_id', value, contactId: contact.id, createdAt: 1 })
  return contact.id
}
const nameless = (member: Member, name: string) =>
  createContact(member.organization, { profileName: name, phone: null })

describe('people who may be one', () => {
  it.each([
    ['Brazil’s ninth digit', '5511987654321', '551187654321', true],
    ['a landline of Brazil with a 9 before it', '5511923456789', '551123456789', false],
    ['Mexico’s 521', '5215512345678', '525512345678', true],
    ['Argentina’s 549', '5491123456789', '541123456789', true],
    ['two numbers of one country', '491701234567', '491701234568', false],
  ])('by number: %s', async (_, one, other, isFound) => {
    const member = await createMember()
    const ids = [await known(member, one), await known(member, other)].sort()
    expect(await pairs(member)).toEqual(isFound ? [{ ids, strength: 'strong', kinds: ['number'] }] : [])
  })

  it('by email however it is written, with all reasons there are, and by a name only weakly', async () => {
    const member = await createMember()
    const [one, two] = [
      await createContact(member.organization, { profileName: 'One', email: 'amara@example.test' }),
      await createContact(member.organization, { profileName: 'Two', email: 'Amara@Example.test' }),
    ]
    const [named, called, stranger] = [
      await createContact(member.organization, { profileName: 'Jonas Beck' }),
      await nameless(member, 'jonas beck'),
      await createContact(member.organization, { profileName: 'Jonas Beck' }),
    ]
    await nameless(member, 'Al')
    await createContact(member.organization, { profileName: 'Al' })
    const found = await pairs(member)
    expect(found).toContainEqual({ ids: [one.id, two.id], strength: 'strong', kinds: ['email'] })
    for (const id of [named.id, stranger.id])
      expect(found).toContainEqual({ ids: [id, called.id].sort(), strength: 'weak', kinds: ['name'] })
    expect(found, 'two with a number are not one for their name').toHaveLength(3)
  })

  it('are not offered of a neighbour, of who was merged or deleted, nor of who is out of sight', async () => {
    const [member, neighbour] = [await createMember(), await createMember()]
    const email = 'amara@example.test'
    const stays = await createContact(member.organization, { email })
    await createContact(neighbour.organization, { email })
    await createContact(member.organization, { email, mergedInto: stays.id })
    await createContact(member.organization, { email, deletedAt: 5 })
    expect(await pairs(member)).toEqual([])
    const twin = await createContact(member.organization, { email })
    expect(await pairs(member)).toHaveLength(1)
    await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?")
      .bind(member.organization.id)
      .run()
    const agent = await createMember({ organization: member.organization, role: 'agent' })
    const conversation = await createConversation(member.organization, { contactId: stays.id })
    await createConversation(member.organization, { contactId: twin.id, assigneeId: member.user.id })
    expect(await pairs(agent)).toEqual([])
    const dismissed = await send('POST', '/api/contacts/duplicates/dismiss', {
      token: agent.token,
      body: { ids: [stays.id, twin.id] },
    })
    expect(dismissed.status).toBe(404)
    await createConversation(member.organization, { contactId: twin.id, phoneNumberId: conversation.phoneNumberId })
    expect(await pairs(agent)).toHaveLength(1)
  })

  it('are held apart by whoever looked, until that is taken back', async () => {
    const member = await createMember()
    const email = 'amara@example.test'
    const ids = [
      (await createContact(member.organization, { email })).id,
      (await createContact(member.organization, { email })).id,
    ]
    const say = (method: 'POST' | 'DELETE', body: object) =>
      send(method, '/api/contacts/duplicates/dismiss', { token: member.token, body })
    const count = async () => (await send('GET', '/api/contacts/duplicates/count', { token: member.token })).body
    expect(await count()).toEqual({ count: 1, isMore: false })
    expect((await say('POST', { ids: ids.toReversed() })).status).toBe(204)
    expect((await say('POST', { ids })).status, 'twice is once').toBe(204)
    expect([await pairs(member), await count()]).toEqual([[], { count: 0, isMore: false }])
    expect((await say('DELETE', { ids })).status).toBe(204)
    expect(await pairs(member)).toHaveLength(1)
    expect((await say('POST', { ids: [ids[0], ids[0]] })).status).toBe(400)
    expect((await say('POST', { ids: [ids[0], 'ctc_nobody'] })).status).toBe(404)
  })

  it('come once each, page by page, and what is read for a page does not grow with the organization', async () => {
    const member = await createMember()
    const { id: organizationId } = member.organization
    // 1,500 people without a twin, and six with the same email among the oldest.
    await env.SHARD_0.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1506)
       INSERT INTO contacts (organization_id, id, profile_name, email, source, consent, conversation_count, created_at, updated_at)
       SELECT ?, 'ctc_' || printf('%06d', i), 'Person ' || i, CASE WHEN i <= 4 THEN 'same@example.test' END, 'import', 'unknown', 0, 1, 1 FROM n`,
    )
      .bind(organizationId)
      .run()
    const seen: string[] = []
    let [cursor, reads]: [string | null, number[]] = [null, []]
    do {
      const query: string = `?limit=4${cursor === null ? '' : `&cursor=${cursor}`}`
      const { body, operations } = await list(member, query)
      seen.push(...body.items.map(({ ids }: { ids: string[] }) => ids.join(' ')))
      reads.push(
        operations.reduce((sum, { name, rowsRead = 0 }) => sum + (name.startsWith('SHARD_') ? rowsRead : 0), 0),
      )
      cursor = body.nextCursor
    } while (cursor !== null)
    expect(seen).toHaveLength(6)
    expect(new Set(seen).size).toBe(6)
    expect(Math.max(...reads)).toBeLessThan(8000)
    expect(reads.length).toBeGreaterThan(2)
  })

  it('refuse a cursor of something else', async () => {
    const member = await createMember()
    for (const cursor of ['x', encodeCursor([1, 2]), encodeCursor('ctc_1')])
      expect((await list(member, `?cursor=${cursor}`)).body.error.code).toBe('request.invalid_cursor')
  })
})
