import { describe, expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact } from '../../test/inbox-factories'

const FIELDS = '/api/contacts/fields'
type Member = Awaited<ReturnType<typeof createMember>>
const define = async ({ token }: Member, body: unknown) => (await send('POST', FIELDS, { token, body })).body
const labels = async ({ token }: Member) =>
  (await send('GET', FIELDS, { token })).body.items.map(({ label }: { label: string }) => label)

describe('fields of a workspace', () => {
  it('are defined, ordered, renamed and deleted, for this workspace alone', async () => {
    const member = await createMember()
    const since = await define(member, { label: 'Customer since', key: 'since', type: 'date' })
    expect(since).toMatchObject({ key: 'since', type: 'date', options: null, position: 0 })
    const range = await define(member, { label: 'Range', type: 'choice', options: ['Stone', 'Clay'] })
    expect(range.key).toBe('Range')
    const path = `${FIELDS}/${range.id}`
    const moved = await send('PATCH', path, { token: member.token, body: { label: 'Favourite range', position: 0 } })
    expect(moved.body).toMatchObject({ label: 'Favourite range', key: 'Range', position: 0 })
    expect(await labels(member)).toEqual(['Favourite range', 'Customer since'])
    const neighbour = await createMember()
    expect(await labels(neighbour)).toEqual([])
    expect((await send('DELETE', path, { token: neighbour.token })).body.error.code).toBe('contacts.field_not_found')
    expect((await send('DELETE', path, { token: member.token })).status).toBe(204)
    expect(await labels(member)).toEqual(['Customer since'])
  })

  it('hold what people are given to their type', async () => {
    const member = await createMember()
    await define(member, { label: 'Since', key: 'since', type: 'date' })
    const { id } = await createContact(member.organization)
    const set = (fields: unknown) => send('PATCH', `/api/contacts/${id}`, { token: member.token, body: { fields } })
    const refused = await set({ since: 'yesterday', note: 'anything' })
    expect([refused.status, refused.body.error.code]).toEqual([400, 'contacts.invalid_fields'])
    expect(refused.body.error.message).toContain('Since needs to be a date')
    expect((await set({ since: '2024-05-01', note: 'anything' })).body.fields).toEqual({
      since: '2024-05-01',
      note: 'anything',
    })
  })

  it('keep their type once somebody has a value, and their values when deleted unless asked', async () => {
    const member = await createMember()
    const { token } = member
    const field = await define(member, { label: 'Size', key: 'size', type: 'number' })
    const path = `${FIELDS}/${field.id}`
    expect((await send('PATCH', path, { token, body: { type: 'text' } })).body.type).toBe('text')
    const { id } = await createContact(member.organization, { fields: { size: 'L', other: 'x' } })
    expect((await send('PATCH', path, { token, body: { type: 'number' } })).body.error.code).toBe(
      'contacts.field_in_use',
    )
    const fieldsOf = async () => (await send('GET', `/api/contacts/${id}`, { token })).body.fields
    await send('DELETE', path, { token })
    expect(await fieldsOf()).toEqual({ size: 'L', other: 'x' })
    const again = await define(member, { label: 'Size', key: 'size', type: 'text' })
    await send('DELETE', `${FIELDS}/${again.id}?values=delete`, { token })
    expect(await fieldsOf()).toEqual({ other: 'x' })
  })

  it.each([
    [{ label: '', type: 'text' }, 400, 'request.invalid'],
    [{ label: 'A', type: 'colour' }, 400, 'request.invalid'],
    [{ label: 'A', type: 'choice' }, 400, 'request.invalid'],
    [{ label: 'A', type: 'text', options: ['x'] }, 400, 'request.invalid'],
    [{ label: 'A', type: 'choice', options: ['x', 'x'] }, 400, 'request.invalid'],
    [{ label: 'Other', key: 'taken', type: 'text' }, 409, 'contacts.field_exists'],
  ])('cannot be %j', async (body, status, code) => {
    const member = await createMember()
    await define(member, { label: 'Taken', key: 'taken', type: 'text' })
    const answer = await send('POST', FIELDS, { token: member.token, body })
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })
})
