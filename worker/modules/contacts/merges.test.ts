import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openShard } from '../../shared/db/shards'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { contactMerges, contacts, contactsApart } from './contacts.tables'
import { recordConsent } from './contacts.usecases'
import { mergeContacts, undoMerge } from './merges.usecases'

type Member = Awaited<ReturnType<typeof createMember>>
const post = ({ token }: Member, path: string, body: object = {}) => send('POST', path, { token, body })
const merge = (member: Member, id: string, body: object) => post(member, `/api/contacts/${id}/merge`, body)
const undo = (member: Member, mergeId: string) => post(member, `/api/contacts/merges/${mergeId}/undo`)
const preview = ({ token }: Member, id: string, query: string) =>
  send('GET', `/api/contacts/${id}/merge?${query}`, { token })
const rowOf = async ({ organization }: Member, id: string) =>
  (await openShard(env, organization.shard).select().from(contacts).where(eq(contacts.id, id)))[0]
const person = async ({ token }: Member, id: string) => (await send('GET', `/api/contacts/${id}`, { token })).body
const tag = async (member: Member, contactId: string, name: string) => {
  const { id } = (await post(member, '/api/contacts/tags', { name })).body
  const conversation = await createConversation(member.organization, { contactId })
  const path = `/api/conversations/${conversation.id}/tags`
  await send('PUT', path, { token: member.token, body: { tagIds: [id] } })
  return { id, conversation, path }
}

/** Two people, the first older, each with something that the other has too. */
async function aPair(member: Member) {
  const older = await createContact(member.organization, {
    ...{ name: 'Amara', email: 'amara@example.test', fields: { Size: 38, City: 'Lyon' }, consent: 'granted' },
    createdAt: 1000,
  })
  const younger = await createContact(member.organization, {
    ...{
      name: 'A. Diallo',
      email: 'ad@example.test',
      language: 'fr',
      fields: { Size: 40, Hat: true },
      consent: 'revoked',
    },
    blockedAt: 5000,
  })
  return { older, younger }
}

describe('looking at a merge', () => {
  it('says who stays, what they would be, what both have, and what to be careful of', async () => {
    const member = await createMember()
    const { older, younger } = await aPair(member)
    const conversation = await createConversation(member.organization, { contactId: younger.id })
    await createMessage(member.organization, conversation)
    await post(member, `/api/contacts/${older.id}/notes`, { body: 'Rings twice' })
    const { status, body } = await preview(member, younger.id, `with=${older.id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      kept: 'other',
      this: { id: younger.id, displayName: 'A. Diallo' },
      other: { id: older.id, displayName: 'Amara' },
      result: {
        ...{
          id: older.id,
          name: 'Amara',
          email: 'amara@example.test',
          language: 'fr',
          consent: 'revoked',
          isBlocked: true,
        },
        fields: { Size: 38, City: 'Lyon', Hat: true },
      },
      counts: { conversations: 1, messages: 1, notes: 1 },
      warnings: ['both_have_numbers', 'consent_revoked', 'blocked'],
    })
    expect(body.conflicts).toEqual([
      { field: 'name', key: null, this: 'A. Diallo', other: 'Amara' },
      { field: 'email', key: null, this: 'ad@example.test', other: 'amara@example.test' },
      { field: 'fields', key: 'Size', this: 40, other: 38 },
    ])
    expect((await preview(member, younger.id, `with=${older.id}&keep=this`)).body).toMatchObject({
      kept: 'this',
      result: { id: younger.id, name: 'A. Diallo' },
    })
    expect((await rowOf(member, younger.id))?.mergedInto, 'nothing has happened').toBeNull()
  })
})

describe('a merge', () => {
  it('leaves one person with what was chosen, and both their threads', async () => {
    const member = await createMember()
    const { older, younger } = await aPair(member)
    const vip = await tag(member, younger.id, 'VIP')
    const since = (await send('GET', '/api/inbox/changes', { token: member.token })).body.to
    const { status, body } = await merge(member, older.id, {
      contactId: younger.id,
      choices: { email: 'other', fields: { Size: 'other' } },
    })
    expect(status).toBe(200)
    expect(body.contact).toMatchObject({
      ...{ id: older.id, name: 'Amara', language: 'fr', consent: 'revoked', conversationCount: 1 },
      fields: { Size: 40, City: 'Lyon', Hat: true },
      tags: [{ id: vip.id }],
      blockedAt: expect.any(String),
    })
    expect(await rowOf(member, older.id)).toMatchObject({ email: 'ad@example.test' })
    expect((await person(member, younger.id)).id).toBe(older.id)
    const changes = (await send('GET', `/api/inbox/changes?since=${since}`, { token: member.token })).body.conversations
    expect(changes.map(({ id }: { id: string }) => id)).toEqual([vip.conversation.id])
    const refused = await post(member, `/api/conversations/${vip.conversation.id}/messages`, {
      content: { type: 'text', body: 'Hello' },
    })
    expect(refused.body.error.code).toBe('messages.contact_blocked')
  })

  it('never points at somebody merged: who had been merged into the one who goes follows', async () => {
    const member = await createMember()
    const [one, two, three] = [
      await createContact(member.organization, { createdAt: 1 }),
      await createContact(member.organization, { createdAt: 2 }),
      await createContact(member.organization, { createdAt: 3 }),
    ]
    await merge(member, two.id, { contactId: three.id })
    // By the id of the one that is gone: that is the same person.
    await merge(member, three.id, { contactId: one.id })
    for (const id of [two.id, three.id]) expect((await rowOf(member, id))?.mergedInto).toBe(one.id)
    expect((await merge(member, three.id, { contactId: two.id })).body.error.code).toBe('contacts.merge_same')
  })

  it('is refused with oneself, with nobody, with a neighbour’s and with a deleted one', async () => {
    const [member, neighbour] = [await createMember(), await createMember()]
    const mine = await createContact(member.organization)
    const theirs = await createContact(neighbour.organization)
    const deleted = await createContact(member.organization, { deletedAt: 5 })
    const codeOf = async (contactId: string) => {
      const { status, body } = await merge(member, mine.id, { contactId })
      return [status, body.error.code]
    }
    expect(await codeOf(mine.id)).toEqual([409, 'contacts.merge_same'])
    for (const id of ['ctc_nobody', theirs.id, deleted.id])
      expect(await codeOf(id)).toEqual([404, 'contacts.not_found'])
    const { mergeId } = (await merge(member, mine.id, { contactId: (await createContact(member.organization)).id }))
      .body
    expect((await undo(neighbour, mergeId)).body.error.code).toBe('contacts.merge_not_found')
  })

  it('needs to see both people', async () => {
    const admin = await createMember()
    const { organization } = admin
    await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?")
      .bind(organization.id)
      .run()
    const agent = await createMember({ organization, role: 'agent' })
    const [seen, hidden] = [await createContact(organization), await createContact(organization)]
    await createConversation(organization, { contactId: seen.id, assigneeId: agent.user.id })
    await createConversation(organization, { contactId: hidden.id, assigneeId: admin.user.id })
    expect((await preview(agent, seen.id, `with=${hidden.id}`)).status).toBe(404)
    expect((await merge(agent, seen.id, { contactId: hidden.id })).status).toBe(404)
    expect((await rowOf(admin, hidden.id))?.mergedInto).toBeNull()
  })

  it('happens once, however many ask at the same moment', async () => {
    const member = await createMember()
    const [one, two] = [await createContact(member.organization), await createContact(member.organization)]
    const answers = await Promise.all([
      merge(member, one.id, { contactId: two.id, keep: 'this' }),
      merge(member, two.id, { contactId: one.id, keep: 'this' }),
      merge(member, one.id, { contactId: two.id, keep: 'other' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const rows = [await rowOf(member, one.id), await rowOf(member, two.id)]
    expect(rows.filter((row) => row?.mergedInto === null)).toHaveLength(1)
    const stored = await openShard(env, member.organization.shard)
      .select()
      .from(contactMerges)
      .where(eq(contactMerges.organizationId, member.organization.id))
    expect(stored).toHaveLength(1)
  })
})

describe('undoing a merge', () => {
  it('gives back what the merge changed, and leaves what people changed since', async () => {
    const member = await createMember()
    const { older, younger } = await aPair(member)
    const vip = await tag(member, younger.id, 'VIP')
    const { mergeId } = (await merge(member, older.id, { contactId: younger.id, choices: { name: 'other' } })).body
    await send('PATCH', `/api/contacts/${older.id}`, { token: member.token, body: { fields: { City: 'Paris' } } })
    const { status, body } = await undo(member, mergeId)
    expect(status).toBe(200)
    expect(body.kept).toMatchObject({
      ...{ id: older.id, name: 'Amara', language: null, consent: 'granted', blockedAt: null, tags: [] },
      fields: { Size: 38, City: 'Paris' },
    })
    expect(body.restored).toMatchObject({
      ...{
        id: younger.id,
        name: 'A. Diallo',
        email: 'ad@example.test',
        language: 'fr',
        consent: 'revoked',
        tags: [{ id: vip.id }],
      },
      conversationCount: 1,
    })
    expect(await rowOf(member, older.id)).toMatchObject({ email: 'amara@example.test', conversationCount: 0 })
    expect((await undo(member, mergeId)).body.error.code).toBe('contacts.merge_undone')
  })

  it('gives no consent back to whoever has refused since', async () => {
    const member = await createMember()
    const [one, two] = [
      await createContact(member.organization, { consent: 'granted', createdAt: 1 }),
      await createContact(member.organization, { consent: 'granted' }),
    ]
    const ctx = await organizationContext(member.organization)
    const { mergeId } = await mergeContacts(ctx, one.id, { contactId: two.id })
    await recordConsent(
      { ...ctx, clock: { now: () => ctx.clock.now() + 1000 } },
      { contactId: one.id, state: 'revoked', source: 'keyword', wording: 'STOP', occurredAt: ctx.clock.now() },
    )
    const { kept, restored } = await undoMerge(ctx, mergeId)
    expect([kept.consent, restored.consent]).toEqual(['revoked', 'revoked'])
  })

  it('goes from the latest back, and brings the earlier ones’ people along', async () => {
    const member = await createMember()
    const [one, two, three] = [
      await createContact(member.organization, { createdAt: 1 }),
      await createContact(member.organization, { createdAt: 2 }),
      await createContact(member.organization, { createdAt: 3 }),
    ]
    const first = (await merge(member, two.id, { contactId: three.id })).body.mergeId
    const second = (await merge(member, one.id, { contactId: two.id })).body.mergeId
    expect((await undo(member, first)).body.error.code).toBe('contacts.merge_not_on_top')
    expect((await undo(member, second)).status).toBe(200)
    expect((await rowOf(member, three.id))?.mergedInto).toBe(two.id)
    expect((await undo(member, first)).status).toBe(200)
    expect((await rowOf(member, three.id))?.mergedInto).toBeNull()
  })

  it('happens once, however many ask at the same moment', async () => {
    const member = await createMember()
    const [one, two] = [await createContact(member.organization), await createContact(member.organization)]
    const { mergeId } = (await merge(member, one.id, { contactId: two.id })).body
    const answers = await Promise.all([undo(member, mergeId), undo(member, mergeId)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await rowOf(member, one.id))?.conversationCount).toBe(0)
  })
})

it('a merge says that two held apart are one after all', async () => {
  const member = await createMember()
  const [one, two] = [await createContact(member.organization), await createContact(member.organization)]
  const [lowId, highId] = [one.id, two.id].sort() as [string, string]
  const shard = openShard(env, member.organization.shard)
  await shard.insert(contactsApart).values({ organizationId: member.organization.id, lowId, highId, createdAt: 1 })
  await merge(member, one.id, { contactId: two.id })
  expect(await shard.select().from(contactsApart).where(eq(contactsApart.lowId, lowId))).toEqual([])
})
