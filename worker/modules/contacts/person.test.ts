import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApiKey, createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation, createMessage, createPhoneNumber } from '../../test/inbox-factories'
import { createMeta } from '../../test/meta'
import { organizationContext } from '../../test/system'
import { auditLogEntries } from '../audit-log/audit-log.tables'
import { conversationEpisodes } from '../conversations/conversations.tables'
import { consentRecords } from './contacts.tables'
import { recordConsent } from './contacts.usecases'

type Member = Awaited<ReturnType<typeof createMember>>
const at = (id: string, rest = '') => `/api/contacts/${id}${rest}`

/** A person with one conversation. */
async function aPerson({ organization }: Member, values: Parameters<typeof createContact>[1] = {}) {
  const contact = await createContact(organization, values)
  const conversation = await createConversation(organization, { contactId: contact.id })
  return { contact, conversation }
}
const changesAfter = async (token: string, since: number): Promise<string[]> =>
  (await send('GET', `/api/inbox/changes?since=${since}`, { token })).body.conversations.map(
    ({ id }: { id: string }) => id,
  )
const newest = async (token: string): Promise<number> => (await send('GET', '/api/inbox/changes', { token })).body.to

/** Two contacts that turned out to be one, with a conversation each. */
async function merged(member: Member) {
  const stays = await createContact(member.organization, { name: 'Amara' })
  const goes = await createContact(member.organization, { name: 'A. D.', mergedInto: stays.id })
  const [first, second] = [
    await createConversation(member.organization, { contactId: stays.id }),
    await createConversation(member.organization, { contactId: goes.id }),
  ]
  return { stays, goes, conversations: [first.id, second.id] }
}

describe('a person', () => {
  it('is shown with their ids, tags and consent', async () => {
    const member = await createMember()
    const { contact, conversation } = await aPerson(member, { country: 'DE', fields: { Email: 'a@example.test' } })
    const tag = (await send('POST', '/api/contacts/tags', { token: member.token, body: { name: 'VIP' } })).body
    await send('PUT', `/api/conversations/${conversation.id}/tags`, {
      token: member.token,
      body: { tagIds: [tag.id] },
    })
    const ctx = await organizationContext(member.organization)
    await recordConsent(ctx, {
      ...{ contactId: contact.id, state: 'revoked', source: 'keyword', wording: 'STOP', occurredAt: 5000 },
    })
    const { status, body } = await send('GET', at(contact.id), { token: member.token })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: contact.id,
      displayName: 'Amara Diallo',
      identities: [{ kind: 'wa_id', value: contact.waId }],
      phone: `+${contact.waId}`,
      displayPhone: expect.stringMatching(/^\+49 170 \d{7}$/),
      country: 'DE',
      fields: { Email: 'a@example.test' },
      tags: [tag],
      consent: 'revoked',
      lastConsent: { state: 'revoked', source: 'keyword', wording: 'STOP', actor: { type: 'system' } },
      blockedAt: null,
      conversationCount: 1,
    })
  })

  it('of a neighbour is not there', async () => {
    const [ours, theirs] = [await createMember(), await createMember()]
    const { contact } = await aPerson(theirs)
    const answer = await send('GET', at(contact.id), { token: ours.token })
    expect([answer.status, answer.body.error.code]).toEqual([404, 'contacts.not_found'])
    expect((await send('PATCH', at(contact.id), { token: ours.token, body: { name: 'x' } })).status).toBe(404)
    expect((await send('GET', at(contact.id), { token: theirs.token })).body.name).toBeNull()
  })

  it('is only there for agents who see one of their conversations, where agents see their own', async () => {
    const admin = await createMember()
    const { organization } = admin
    await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?")
      .bind(organization.id)
      .run()
    const agent = await createMember({ organization, role: 'agent' })
    const hidden = await createContact(organization)
    const theirs = await createConversation(organization, { contactId: hidden.id, assigneeId: admin.user.id })
    const see = async () => {
      const { status, body } = await send('GET', at(hidden.id), { token: agent.token })
      return [status, body.conversationCount]
    }
    expect(await see()).toEqual([404, undefined])
    for (const path of ['/notes', '/conversations'])
      expect((await send('GET', at(hidden.id, path), { token: agent.token })).status).toBe(404)
    expect((await send('POST', at(hidden.id, '/block'), { token: agent.token })).status).toBe(404)
    await send('PATCH', `/api/conversations/${theirs.id}/assign`, {
      token: admin.token,
      body: { assigneeId: agent.user.id },
    })
    await createConversation(organization, { contactId: hidden.id, assigneeId: admin.user.id })
    expect(await see()).toEqual([200, 1])
  })

  it('who was merged is answered as the one that stayed', async () => {
    const member = await createMember()
    const { stays, goes } = await merged(member)
    for (const id of [stays.id, goes.id]) {
      const { body } = await send('GET', at(id), { token: member.token })
      expect(body).toMatchObject({ id: stays.id, name: 'Amara', conversationCount: 2 })
      expect(body.identities.map(({ value }: { value: string }) => value)).toEqual([stays.waId, goes.waId])
    }
  })
})

describe('changing a person', () => {
  it('merges fields one by one, tells the lists, and says what is new', async () => {
    const member = await createMember()
    const { contact, conversation } = await aPerson(member, { fields: { Email: 'old@example.test', Size: 38 } })
    const patch = (body: object) => send('PATCH', at(contact.id), { token: member.token, body })
    const since = await newest(member.token)
    await patch({ fields: { Email: null, 'Last order': '#4471' } })
    const { status, body } = await patch({ name: ' Amara D. ', language: 'pt_BR', fields: { VIP: true } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'Amara D.', displayName: 'Amara D.', language: 'pt_BR' })
    expect(body.fields).toEqual({ Size: 38, 'Last order': '#4471', VIP: true })
    expect(await changesAfter(member.token, since)).toEqual([conversation.id])
    const shown = await send('GET', `/api/conversations/${conversation.id}`, { token: member.token })
    expect(shown.body.contact.displayName).toBe('Amara D.')
    const before = await newest(member.token)
    expect((await patch({ name: 'Amara D.', fields: { Gone: null, Size: 38 } })).body.fields.Size).toBe(38)
    expect(await newest(member.token), 'nothing was new').toBe(before)
    expect((await patch({ name: '' })).body).toMatchObject({ name: null, displayName: 'Amara Diallo' })
  })

  it('reaches every thread of a merged person', async () => {
    const member = await createMember()
    const { goes, conversations } = await merged(member)
    await send('PATCH', at(goes.id), { token: member.token, body: { name: 'Amara Diallo-Roux' } })
    for (const id of conversations)
      expect((await send('GET', `/api/conversations/${id}`, { token: member.token })).body.contact.displayName).toBe(
        'Amara Diallo-Roux',
      )
  })

  it('stops at fifty fields', async () => {
    const member = await createMember()
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 'x']))
    const { contact } = await aPerson(member, { fields: many(50) })
    const patch = (fields: object) => send('PATCH', at(contact.id), { token: member.token, body: { fields } })
    expect((await patch({ one: 'more' })).body.error.code).toBe('contacts.too_many_fields')
    expect((await patch({ f0: null, one: 'more' })).status).toBe(200)
    expect((await patch({ f1: 'changed' })).body.fields.f1).toBe('changed')
  })

  it.each([
    {},
    { fields: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`f${index}`, 'x'])) },
    { fields: { ['k'.repeat(61)]: 'x' } },
    { fields: { key: 'x'.repeat(1001) } },
    { fields: { key: { deep: 'x' } } },
    { language: 'not a language' },
    { name: 'x'.repeat(121) },
    { phone: 5 },
  ])('refuses %o', async (body) => {
    const member = await createMember()
    const { contact } = await aPerson(member)
    expect((await send('PATCH', at(contact.id), { token: member.token, body })).body.error.code).toBe('request.invalid')
  })

  it('is not for those who only read', async () => {
    const admin = await createMember()
    const reader = await createMember({ organization: admin.organization, role: 'user' })
    const { contact } = await aPerson(admin)
    expect((await send('GET', at(contact.id), { token: reader.token })).status).toBe(200)
    for (const [method, rest, body] of [
      ['PATCH', '', { name: 'x' }],
      ['PUT', '/consent', { state: 'granted' }],
      ['POST', '/block', undefined],
      ['POST', '/notes', { body: 'x' }],
    ] as const)
      expect((await send(method, at(contact.id, rest), { token: reader.token, body })).status).toBe(403)
  })
})

describe('consent', () => {
  it('is logged with who noted it, and in the audit log', async () => {
    const member = await createMember()
    const { contact, conversation } = await aPerson(member)
    const put = (body: object) => send('PUT', at(contact.id, '/consent'), { token: member.token, body })
    expect((await put({ state: 'granted', wording: 'Said so on the phone' })).body).toMatchObject({
      consent: 'granted',
      lastConsent: {
        state: 'granted',
        source: 'agent',
        wording: 'Said so on the phone',
        actor: { type: 'user', id: member.user.id, name: member.user.name },
      },
    })
    expect((await put({ state: 'revoked' })).body).toMatchObject({ consent: 'revoked', lastConsent: { wording: null } })
    const shown = await send('GET', `/api/conversations/${conversation.id}`, { token: member.token })
    expect(shown.body.contact.consent).toBe('revoked')
    const ctx = await organizationContext(member.organization)
    expect(await ctx.db.select(consentRecords)).toHaveLength(2)
    const entries = await ctx.db.select(auditLogEntries)
    expect(entries.map(({ action }) => action)).toEqual(['contact.consent_granted', 'contact.consent_revoked'])
    expect(entries[0]?.target).toEqual({ type: 'contact', id: contact.id, label: 'Amara Diallo' })
  })

  it('by a program says so', async () => {
    const member = await createMember()
    const { key } = await createApiKey(member.organization.id, member.user.id)
    const { contact } = await aPerson(member)
    const { body } = await send('PUT', at(contact.id, '/consent'), { token: key, body: { state: 'granted' } })
    expect(body.lastConsent).toMatchObject({ source: 'api', actor: { type: 'api-key' } })
  })
})

describe('blocking', () => {
  async function withMeta(member: Member) {
    const meta = createMeta()
    const number = await meta.phoneNumber(member.organization)
    const contact = await createContact(member.organization)
    const customer = meta.addCustomer({ waId: contact.waId })
    const conversation = await createConversation(member.organization, {
      phoneNumberId: number.id,
      contactId: contact.id,
    })
    return { meta, number, contact, customer, conversation }
  }

  it('reaches WhatsApp, stops what we send, and is in the audit log', async () => {
    const member = await createMember()
    const { meta, contact, customer, conversation } = await withMeta(member)
    meta.openWindow(customer)
    const blocked = await send('POST', at(contact.id, '/block'), { token: member.token })
    expect([blocked.status, blocked.body.refusals]).toEqual([200, []])
    expect(blocked.body.contact.blockedAt).not.toBeNull()
    expect(meta.number.blocked).toEqual([contact.waId])
    const message = await send('POST', `/api/conversations/${conversation.id}/messages`, {
      token: member.token,
      body: { content: { type: 'text', body: 'Hello' } },
    })
    expect(message.status).toBe(409)
    const unblocked = await send('DELETE', at(contact.id, '/block'), { token: member.token })
    expect([unblocked.body.contact.blockedAt, unblocked.body.refusals]).toEqual([null, []])
    expect(meta.number.blocked).toEqual([])
    const ctx = await organizationContext(member.organization)
    expect((await ctx.db.select(auditLogEntries)).map(({ action }) => action)).toEqual([
      'contact.blocked',
      'contact.unblocked',
    ])
  })

  it('counts here when WhatsApp refuses, says why, and asks again the next time', async () => {
    const member = await createMember()
    const { meta, number, contact, customer } = await withMeta(member)
    const refused = await send('POST', at(contact.id, '/block'), { token: member.token })
    expect(refused.status).toBe(200)
    expect(refused.body.refusals).toEqual([
      { phoneNumberId: number.id, reason: expect.stringContaining('within 24 hours') },
    ])
    const { blockedAt } = refused.body.contact
    expect(blockedAt).not.toBeNull()
    meta.openWindow(customer)
    const again = await send('POST', at(contact.id, '/block'), { token: member.token })
    expect([again.body.refusals, again.body.contact.blockedAt]).toEqual([[], blockedAt])
    expect(meta.number.blocked).toEqual([contact.waId])
    const ctx = await organizationContext(member.organization)
    expect(await ctx.db.select(auditLogEntries), 'once, however often it is asked').toHaveLength(1)
  })

  it('has nobody to tell through a disconnected number', async () => {
    const member = await createMember()
    const { id: phoneNumberId } = await createPhoneNumber(member.organization, {
      status: 'disconnected',
      disconnectedAt: 1,
    })
    const contact = await createContact(member.organization)
    await createConversation(member.organization, { contactId: contact.id, phoneNumberId })
    const meta = createMeta()
    expect((await send('POST', at(contact.id, '/block'), { token: member.token })).body.refusals).toEqual([])
    expect(meta.calls).toEqual([])
  })
})

describe('previous conversations', () => {
  it('are openings with what was said first, newest first, in pages, after merges too', async () => {
    const member = await createMember()
    const { organization, token } = member
    const { stays, goes, conversations } = await merged(member)
    const ctx = await organizationContext(organization)
    const open = async (conversationId: string, openedAt: number, closedAt: number | null, text: string | null) => {
      const id = `epi_${conversationId.slice(-6)}${openedAt}`
      await ctx.db.insert(conversationEpisodes, { id, conversationId, openedBy: 'customer', openedAt, closedAt })
      const conversation = { id: conversationId, phoneNumberId: 'num_x' }
      const note = { direction: 'internal' as const, type: 'note', text: 'Not the customer' }
      await createMessage(organization, conversation, { ...note, occurredAt: Math.floor(openedAt / 1000) * 1000 })
      if (text !== null)
        await createMessage(organization, conversation, { text, occurredAt: Math.floor(openedAt / 1000) * 1000 })
      await createMessage(organization, conversation, { text: 'And more', occurredAt: openedAt + 5000 })
      return id
    }
    const [one = '', two = ''] = conversations
    const ids = [
      await open(one, 30_400, null, 'Where is my vase?'),
      await open(two, 20_700, 29_000, 'Do you gift-wrap?'),
      await open(one, 10_000, 12_000, null),
    ]
    const list = async (query = '') =>
      (await send('GET', at(goes.id, `/conversations${query}`), { token })).body as {
        items: { id: string; closedAt: string | null; subject: { text: string } | null }[]
        nextCursor: string | null
      }
    const all = await list()
    expect(all.items.map(({ id }) => id)).toEqual(ids)
    expect(all.items.map(({ subject }) => subject?.text ?? null)).toEqual([
      'Where is my vase?',
      'Do you gift-wrap?',
      null,
    ])
    expect(all.items.map(({ closedAt }) => closedAt !== null)).toEqual([false, true, true])
    const first = await list('?limit=2')
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    expect((await list(`?limit=2&cursor=${first.nextCursor}`)).items.map(({ id }) => id)).toEqual(ids.slice(2))
    const neighbour = await createMember()
    expect((await send('GET', at(stays.id, '/conversations'), { token: neighbour.token })).status).toBe(404)
  })
})
