import { describe, expect, it } from 'vitest'
import { changeOf, createReceiver, saidTo, text } from '../../test/deliveries'
import { createPhoneNumber } from '../../test/inbox-factories'
import { contactTags, tags } from '../contacts/contacts.tables'
import { listChanges, loadConversations } from '../inbox/inbox.usecases'

const ids = { waId: '16505559876', userId: 'US.9876' }

/** Somebody who talks with two of our numbers, known by both ids. */
async function createCaller() {
  const receiver = await createReceiver()
  const other = await createPhoneNumber(receiver.organization)
  const called = { ...ids, name: 'Amara' }
  await receiver.takeEach([saidTo(receiver.number, text(called, 'one'))], [saidTo(other, text(called, 'two'))])
  const seen = (await listChanges(receiver.ctx, 0)).to
  /** What the browsers hear of, by the number it is with. */
  const heard = async () => {
    const { conversations } = await listChanges(receiver.ctx, seen)
    return new Map(conversations.map((one) => [one.phoneNumberId, one]))
  }
  return { receiver, other, heard }
}

describe('news of a person', () => {
  it('a new name reaches their conversations with all our numbers', async () => {
    const { receiver, other, heard } = await createCaller()
    await receiver.take([saidTo(receiver.number, text({ ...ids, name: 'Amara Diallo' }, 'three'))])
    const told = await heard()
    expect([...told.keys()].sort()).toEqual([receiver.number.id, other.id].sort())
    expect(told.get(other.id)?.contact.displayName).toBe('Amara Diallo')
  })

  it('a message of somebody as we know them touches the one conversation only', async () => {
    const { receiver, heard } = await createCaller()
    await receiver.take([saidTo(receiver.number, text({ ...ids, name: 'Amara' }, 'three'))])
    expect([...(await heard()).keys()]).toEqual([receiver.number.id])
  })

  it('their wish to hear nothing more does, too', async () => {
    const { receiver, other, heard } = await createCaller()
    const person = { wa_id: ids.waId, user_id: ids.userId }
    const wish = { category: 'marketing_messages', value: 'stop', detail: 'stop', timestamp: 1_795_000_000 }
    await receiver.take([
      changeOf(receiver.number, 'user_preferences', { contacts: [person], user_preferences: [{ ...person, ...wish }] }),
    ])
    const told = await heard()
    expect([...told.values()].map(({ contact }) => contact.consent)).toEqual(['revoked', 'revoked'])
    expect(told.has(other.id)).toBe(true)
  })
})

describe('two contacts that a message shows to be one person', () => {
  it('have their tags together from then on, and the threads of both with all our numbers say so', async () => {
    const receiver = await createReceiver()
    const other = await createPhoneNumber(receiver.organization)
    await receiver.takeEach(
      [saidTo(receiver.number, text({ waId: ids.waId, name: 'By number' }, 'one'))],
      [saidTo(other, text({ userId: ids.userId, name: 'By id' }, 'two'))],
    )
    const contacts = await receiver.contacts()
    for (const [at, { id }] of contacts.entries()) {
      await receiver.ctx.db.insert(tags, { id: `tag_${at}`, name: `tag ${at}`, tint: 0, createdAt: 1 })
      await receiver.ctx.db.insert(contactTags, { contactId: id, tagId: `tag_${at}`, createdAt: 1 })
    }
    const { to } = await listChanges(receiver.ctx, 0)
    await receiver.take([saidTo(receiver.number, text({ ...ids, name: 'Amara' }, 'three'))])
    const told = (await listChanges(receiver.ctx, to)).conversations
    expect(told).toHaveLength(2)
    const shown = await loadConversations(
      receiver.ctx,
      (await receiver.conversations()).map(({ id }) => id),
    )
    for (const { contact } of [...told, ...shown]) {
      expect(contact).toMatchObject({ id: contacts[0]?.id, displayName: 'Amara' })
      expect(contact.tags.map(({ name }) => name).sort()).toEqual(['tag 0', 'tag 1'])
    }
  })
})
