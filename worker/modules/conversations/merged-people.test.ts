import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation, createPhoneNumber } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { contacts, contactTags } from '../contacts/contacts.tables'
import { conversationTags } from './conversations.tables'

type Item = { id: string; contact: { id: string; displayName: string; tags: { name: string }[]; isBlocked: boolean } }

/** One person as two contacts, each with a thread on the same number and a tag; not merged yet. */
async function createTwice() {
  const { organization, token } = await createMember()
  const ctx = await organizationContext(organization)
  const number = await createPhoneNumber(organization)
  const call = (method: string, path: string, body?: unknown) => send(method, `/api/${path}`, { token, body })
  const side = async (name: string) => {
    const contact = await createContact(organization, { name })
    const conversation = await createConversation(organization, { phoneNumberId: number.id, contactId: contact.id })
    const { body: tag } = await call('POST', 'contacts/tags', { name: `of ${name}` })
    await ctx.db.insert(contactTags, { contactId: contact.id, tagId: tag.id, createdAt: 1 })
    return { contact, id: conversation.id, tagId: tag.id as string }
  }
  const [stays, goes] = [await side('Amara'), await side('Zawadi')]
  const setMerged = async (mergedInto: string | null) => {
    await ctx.db.update(contacts, { mergedInto }, eq(contacts.id, goes.contact.id))
  }
  const ids = async (query: string): Promise<string[]> =>
    (await call('GET', `conversations?${query}`)).body.items.map(({ id }: Item) => id).sort()
  const get = async (id: string): Promise<Item> => (await call('GET', `conversations/${id}`)).body
  return { organization, ctx, number, call, stays, goes, setMerged, ids, get }
}
const tagsOf = ({ contact }: Item) => contact.tags.map(({ name }) => name).sort()

describe('after a merge', () => {
  it('both threads show the one who stayed, with the tags of both, wherever they are read', async () => {
    const { call, ctx, stays, goes, setMerged, get } = await createTwice()
    await setMerged(stays.contact.id)
    await ctx.db.update(contacts, { blockedAt: 1 }, eq(contacts.id, stays.contact.id))
    const list: Item[] = (await call('GET', 'conversations')).body.items
    const changed: Item = (await call('PATCH', `conversations/${goes.id}/status`, { status: 'pending' })).body
    const changes: Item[] = (await call('GET', 'inbox/changes?since=0')).body.conversations
    const shown = [...list, await get(goes.id), await get(stays.id), changed, ...changes]
    expect(shown).toHaveLength(6)
    for (const one of shown) {
      expect(one.contact).toMatchObject({ id: stays.contact.id, displayName: 'Amara', isBlocked: true })
      expect(tagsOf(one)).toEqual(['of Amara', 'of Zawadi'])
    }
  })

  it('tags, searches and names find both threads, in every view', async () => {
    const { stays, goes, setMerged, ids } = await createTwice()
    const both = [stays.id, goes.id].sort()
    expect(await ids(`tagId=${stays.tagId}`)).toEqual([stays.id])
    await setMerged(stays.contact.id)
    for (const tagId of [stays.tagId, goes.tagId])
      for (const query of ['view=all', 'view=window_closing', 'search=Amara', `contactId=${goes.contact.id}`])
        expect(await ids(`${query}&tagId=${tagId}`), query).toEqual(query.includes('closing') ? [] : both)
    expect(await ids('search=Amara')).toEqual(both)
    expect(await ids('search=Zawadi')).toEqual(both)
  })

  it('a tag given or taken in either thread is the person’s: both threads show it, and the lists follow', async () => {
    const { call, stays, goes, setMerged, ids, get } = await createTwice()
    await setMerged(stays.contact.id)
    const both = [stays.id, goes.id].sort()
    const { body: sale } = await call('POST', 'contacts/tags', { name: 'sale' })
    const before = (await call('GET', 'inbox/changes')).body.to
    await call('POST', 'conversations/bulk', { ids: [goes.id], action: { type: 'tag', add: [sale.id] } })
    const changes: Item[] = (await call('GET', `inbox/changes?since=${before}`)).body.conversations
    expect(changes.map(({ id }) => id).sort()).toEqual(both)
    expect(tagsOf(await get(stays.id))).toContain('sale')
    expect(await ids(`tagId=${sale.id}`)).toEqual(both)
    await call('POST', 'conversations/bulk', { ids: [goes.id], action: { type: 'tag', remove: [stays.tagId] } })
    expect(tagsOf(await get(stays.id))).toEqual(['of Zawadi', 'sale'])
    expect(await ids(`tagId=${stays.tagId}`)).toEqual([])
  })

  it('a thread that begins on the merged contact is in the lists of the one who stayed', async () => {
    const { organization, stays, goes, setMerged, ids } = await createTwice()
    await setMerged(stays.contact.id)
    const { id } = await createConversation(organization, { contactId: goes.contact.id })
    expect(await ids(`tagId=${stays.tagId}`)).toContain(id)
  })
})

describe('when a merge is undone', () => {
  it('the thread shows its own contact again, in the lists of its own tags', async () => {
    const { ctx, stays, goes, setMerged, ids, get } = await createTwice()
    await setMerged(stays.contact.id)
    await setMerged(null)
    expect(await get(goes.id)).toMatchObject({ contact: { id: goes.contact.id, tags: [{ name: 'of Zawadi' }] } })
    expect(await ids(`tagId=${stays.tagId}`)).toEqual([stays.id])
    expect(await ids(`tagId=${goes.tagId}`)).toContain(goes.id)
    // What it had taken over goes from the other one, and from nobody else.
    await ctx.db.delete(contactTags, eq(contactTags.contactId, stays.contact.id), eq(contactTags.tagId, goes.tagId))
    expect(await ids(`tagId=${goes.tagId}`)).toEqual([goes.id])
    const kept = await ctx.db.select(conversationTags)
    expect(kept.map(({ conversationId, tagId }) => [conversationId, tagId])).toEqual(
      expect.arrayContaining([
        [stays.id, stays.tagId],
        [goes.id, goes.tagId],
      ]),
    )
    expect(kept).toHaveLength(2)
  })
})
