import { describe, expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { contactTags, customFields, tags } from '../contacts/contacts.tables'

const SEGMENTS = '/api/segments'
const everyone = { match: 'all', conditions: [] }
const german = { match: 'all', conditions: [{ on: 'country', op: 'is', values: ['DE'] }] }

describe('segments', () => {
  it('are kept in an order, renamed, moved and deleted, each name once', async () => {
    const { token } = await createMember()
    const create = async (name: string, definition: object = everyone) =>
      await send('POST', SEGMENTS, { token, body: { name, definition } })
    const names = async () =>
      ((await send('GET', SEGMENTS, { token })).body.items as { name: string }[]).map(({ name }) => name)
    const [first, second] = [(await create('Everyone')).body, (await create('Germany', german)).body]
    expect(second).toMatchObject({ name: 'Germany', definition: german })
    await create('Third')
    expect((await create('germany')).body.error.code).toBe('segments.name_taken')
    const renamed = await send('PATCH', `${SEGMENTS}/${first.id}`, { token, body: { name: 'GERMANY' } })
    expect(renamed.body.error.code).toBe('segments.name_taken')
    expect((await send('PATCH', `${SEGMENTS}/${second.id}`, { token, body: { name: 'GERMANY' } })).status).toBe(200)
    await send('PATCH', `${SEGMENTS}/${first.id}`, { token, body: { position: 2 } })
    expect(await names()).toEqual(['GERMANY', 'Third', 'Everyone'])
    expect((await send('DELETE', `${SEGMENTS}/${second.id}`, { token })).status).toBe(204)
    expect((await send('DELETE', `${SEGMENTS}/${second.id}`, { token })).body.error.code).toBe('segments.not_found')
    expect(await names()).toEqual(['Third', 'Everyone'])
  })

  it('are counted live: neither who was merged nor who was deleted, no neighbour, and for agents those they see', async () => {
    const { organization, token } = await createMember()
    const agent = await createMember({ organization, role: 'agent' })
    const neighbour = await createMember()
    await createContact(neighbour.organization, { country: 'DE' })
    const [mine, others] = [
      await createContact(organization, { country: 'DE' }),
      await createContact(organization, { country: 'DE' }),
    ]
    await createContact(organization, { country: 'DE', deletedAt: 1 })
    const gone = await createContact(organization, { country: 'DE', mergedInto: mine.id })
    await createContact(organization, { country: 'PT' })
    await createConversation(organization, { contactId: gone.id, assigneeId: agent.user.id })
    await createConversation(organization, { contactId: others.id, assigneeId: 'usr_somebody' })
    const { id } = (await send('POST', SEGMENTS, { token, body: { name: 'Germany', definition: german } })).body
    const counts = async (as: string) => [
      (await send('POST', `${SEGMENTS}/count`, { token: as, body: { definition: german } })).body,
      (await send('GET', `${SEGMENTS}/counts`, { token: as })).body,
    ]
    expect(await counts(token)).toEqual([{ count: 2 }, { items: [{ id, count: 2 }] }])
    await send('PATCH', '/api/organizations/current', { token, body: { agentVisibility: 'own' } })
    expect(await counts(agent.token)).toEqual([{ count: 1 }, { items: [{ id, count: 1 }] }])
    expect(await counts(token)).toEqual([{ count: 2 }, { items: [{ id, count: 2 }] }])
  })

  it('may only ask what the fields and tags can answer, and say what they cannot', async () => {
    const { organization, token } = await createMember()
    const ctx = await organizationContext(organization)
    const field = { id: 'fld_1', key: 'size', label: 'Size', type: 'number' as const, position: 0, createdAt: 0 }
    await ctx.db.insert(customFields, field)
    await ctx.db.insert(tags, { id: 'tag_1', name: 'VIP', tint: 0, createdAt: 0 })
    const tall = await createContact(organization, { fields: { size: 190 } })
    await ctx.db.insert(contactTags, { contactId: tall.id, tagId: 'tag_1', createdAt: 0 })
    await createContact(organization, { fields: { size: 150 } })
    const count = async (condition: object) =>
      await send('POST', `${SEGMENTS}/count`, {
        token,
        body: { definition: { match: 'all', conditions: [condition] } },
      })
    const size = { on: 'field', key: 'size' }
    expect((await count({ ...size, op: 'more_than', value: 180 })).body).toEqual({ count: 1 })
    expect((await count({ on: 'tags', op: 'none', tagIds: ['tag_1'] })).body).toEqual({ count: 1 })
    const refused = [
      { on: 'field', key: 'colour', op: 'is', value: 'red' },
      { ...size, op: 'contains', value: '1' },
      { ...size, op: 'more_than', value: 'tall' },
      { ...size, op: 'is_empty', value: 1 },
      { on: 'tags', op: 'any', tagIds: ['tag_1', 'tag_2'] },
    ]
    for (const condition of refused) {
      const { status, body } = await count(condition)
      expect([status, body.error.code], JSON.stringify(condition)).toEqual([422, 'segments.invalid'])
      expect(body.error.details.problems).toEqual([expect.stringMatching(/^.+\.$/)])
    }
    expect((await count({ on: 'window', value: 'ajar' })).status).toBe(400)
  })

  it('are changed by managers and admins, and there are a hundred', async () => {
    const { organization, token } = await createMember()
    const agent = await createMember({ organization, role: 'agent' })
    const create = (as: string, name: string) =>
      send('POST', SEGMENTS, { token: as, body: { name, definition: everyone } })
    expect((await create(agent.token, 'Mine')).status).toBe(403)
    expect((await send('GET', SEGMENTS, { token: agent.token })).body).toEqual({ items: [] })
    for (let at = 0; at < 100; at++) await create(token, `Segment ${at}`)
    expect((await create(token, 'One more')).body.error.code).toBe('segments.too_many')
  })
})
