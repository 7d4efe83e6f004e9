import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { parsePhone } from '../../shared/phone'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { consentRecords, contactIdentities, contacts, contactTags } from './contacts.tables'
import { findOrCreateContact, findRecipient, parseRecipient, recordConsent } from './contacts.usecases'

describe('a phone number', () => {
  it.each([
    ['+49 170 123 45 67', '491701234567', 'DE'],
    ['0049 (170) 123-4567', '491701234567', 'DE'],
    ['491701234567', '491701234567', 'DE'],
    ['+1 416 555 0123', '14165550123', 'CA'],
    ['+5215512345678', '5215512345678', 'MX'],
  ])('%s is read', (text, digits, country) => {
    expect(parsePhone(text)).toEqual({ digits, country })
  })

  it('keeps a number whose country is unclear', () => {
    expect(parsePhone('+1 555 000 1111')).toEqual({ digits: '15550001111', country: null })
  })

  it.each([
    '',
    '0170 1234567',
    '+12',
    'call me',
    '+49 170 CALLNOW',
    '+999 123456',
    `+49${'1'.repeat(30)}`,
    '+49 1 ext 5',
  ])('%s is none in international form', (text) => {
    expect(parsePhone(text)).toBeNull()
  })

  it('or a user id is who a program sends to', () => {
    expect(parseRecipient('+49 170 1234567')).toEqual({ phone: '491701234567' })
    expect(parseRecipient('US.13491208655302741918')).toEqual({ userId: 'US.13491208655302741918' })
    expect(() => parseRecipient('0170 1')).toThrow(expect.objectContaining({ code: 'contacts.invalid_phone' }))
    expect(() => parseRecipient('+49 170 o123456')).toThrow(expect.objectContaining({ code: 'contacts.invalid_phone' }))
    expect(() => parseRecipient('@amara')).toThrow(expect.objectContaining({ code: 'contacts.invalid_user_id' }))
  })
})

describe('finding or making a person', () => {
  it('makes one contact of a number, however it is written and however many ask at once', async () => {
    const ctx = await organizationContext()
    const written = ['+49 170 1234567', '491701234567', '0049 170 1234567']
    const ids = await Promise.all(written.map((phone) => findOrCreateContact(ctx, { phone }, 'agent')))
    expect(new Set(ids).size).toBe(1)
    expect(await ctx.db.select(contacts)).toMatchObject([
      { id: ids[0], phone: '+491701234567', country: 'DE', source: 'agent' },
    ])
    expect(await findOrCreateContact(ctx, { phone: '+491701234567' }, 'api')).toBe(ids[0])
  })

  it('knows neighbours’ people not', async () => {
    const [ours, theirs] = [await organizationContext(), await organizationContext()]
    const id = await findOrCreateContact(ours, { phone: '+491701234567' }, 'agent')
    expect(await findOrCreateContact(theirs, { phone: '+491701234567' }, 'agent')).not.toBe(id)
    expect(await ours.db.select(contacts)).toHaveLength(1)
  })

  it('finds by another form of the number, and rewrites nothing', async () => {
    const ctx = await organizationContext()
    const id = await findOrCreateContact(ctx, { waId: '554199887766' }, 'inbound')
    expect(await findOrCreateContact(ctx, { phone: '+55 41 99988-7766' }, 'agent')).toBe(id)
    expect(await findRecipient(ctx, id)).toEqual({ waId: '554199887766', userId: null, phone: null })
    expect(await ctx.db.select(contactIdentities)).toHaveLength(1)
  })

  it('remembers what Meta calls somebody who was typed in first', async () => {
    const ctx = await organizationContext()
    const id = await findOrCreateContact(ctx, { phone: '+55 41 99988-7766' }, 'agent')
    expect(await findOrCreateContact(ctx, { waId: '554199887766' }, 'inbound')).toBe(id)
    expect(await findRecipient(ctx, id)).toEqual({ waId: '554199887766', userId: null, phone: '5541999887766' })
  })

  it('takes no landline for a mobile of another person', async () => {
    const ctx = await organizationContext()
    const landline = await findOrCreateContact(ctx, { phone: '+55 41 3322-1100' }, 'agent')
    expect(await findOrCreateContact(ctx, { phone: '+55 41 93322-1100' }, 'agent')).not.toBe(landline)
  })

  it('finds the person that a contact was merged into, by all their names', async () => {
    const ctx = await organizationContext()
    const merged = await findOrCreateContact(ctx, { phone: '+49 170 1234567' }, 'agent')
    const survivor = await findOrCreateContact(ctx, { userId: 'DE.123456' }, 'inbound')
    expect(survivor).not.toBe(merged)
    await ctx.db.update(contacts, { mergedInto: survivor }, eq(contacts.id, merged))
    expect(await findOrCreateContact(ctx, { phone: '+49 170 1234567' }, 'agent')).toBe(survivor)
    expect(await findRecipient(ctx, survivor)).toEqual({ waId: null, userId: 'DE.123456', phone: '491701234567' })
  })
})

describe('consent', () => {
  it('is what was said last, in whatever order it arrives, and once for each cause', async () => {
    const { organization, token } = await createMember()
    const ctx = await organizationContext(organization)
    const { id: contactId } = await createContact(organization)
    const { id } = await createConversation(organization, { contactId })
    const say = (state: 'granted' | 'revoked', occurredAt: number, cause: string) =>
      recordConsent(ctx, { contactId, state, occurredAt, source: 'whatsapp', wording: null, id: `cns_${cause}` })
    await say('revoked', 2000, 'b')
    await say('granted', 1000, 'a')
    await say('revoked', 2000, 'b')
    const shown = async () => (await send('GET', `/api/conversations/${id}`, { token })).body.contact.consent
    expect(await shown()).toBe('revoked')
    expect(await ctx.db.select(consentRecords)).toHaveLength(2)
    await say('granted', 3000, 'c')
    expect(await shown()).toBe('granted')
  })
})

describe('tags', () => {
  it('are made, listed by name, and have a name of their own', async () => {
    const { token } = await createMember()
    const { body: vip, status } = await send('POST', '/api/contacts/tags', { token, body: { name: ' VIP ', tint: 3 } })
    expect([status, vip.name, vip.tint]).toEqual([201, 'VIP', 3])
    const again = await send('POST', '/api/contacts/tags', { token, body: { name: 'vip' } })
    expect([again.status, again.body.error.code]).toEqual([409, 'contacts.tag_exists'])
    await send('POST', '/api/contacts/tags', { token, body: { name: 'billing' } })
    expect((await send('GET', '/api/contacts/tags', { token })).body.items).toMatchObject([
      { name: 'billing' },
      { name: 'VIP' },
    ])
    const neighbour = await createMember()
    expect((await send('GET', '/api/contacts/tags', { token: neighbour.token })).body.items).toEqual([])
  })

  it('of a person replace those they had, on all their conversations, and find them', async () => {
    const { organization, token } = await createMember()
    const [a, b] = [
      (await send('POST', '/api/contacts/tags', { token, body: { name: 'a' } })).body,
      (await send('POST', '/api/contacts/tags', { token, body: { name: 'b' } })).body,
    ]
    const { id: contactId } = await createContact(organization)
    const conversation = await createConversation(organization, { contactId })
    const other = await createConversation(organization, { contactId })
    const put = (tagIds: string[]) =>
      send('PUT', `/api/conversations/${conversation.id}/tags`, { token, body: { tagIds } })
    expect((await put([a.id])).body.contact.tags).toEqual([a])
    expect((await put([b.id, b.id])).body.contact.tags).toEqual([b])
    const tagged = async (tagId: string) =>
      (await send('GET', `/api/conversations?tagId=${tagId}`, { token })).body.items.map(({ id }: { id: string }) => id)
    expect(await tagged(a.id)).toEqual([])
    expect((await tagged(b.id)).sort()).toEqual([conversation.id, other.id].sort())
    expect((await put([])).body.contact.tags).toEqual([])
    expect(await tagged(b.id)).toEqual([])
  })

  it('of a neighbour are not found', async () => {
    const { organization, token } = await createMember()
    const neighbour = await createMember()
    const tag = (await send('POST', '/api/contacts/tags', { token: neighbour.token, body: { name: 'x' } })).body
    const { id } = await createConversation(organization)
    const answer = await send('PUT', `/api/conversations/${id}/tags`, { token, body: { tagIds: [tag.id] } })
    expect([answer.status, answer.body.error.code]).toEqual([404, 'contacts.tag_not_found'])
    const ctx = await organizationContext(organization)
    expect(await ctx.db.select(contactTags)).toEqual([])
  })
})
