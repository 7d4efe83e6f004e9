import { expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact } from '../../test/inbox-factories'

const TAGS = '/api/contacts/tags'

it('a tag is renamed and deleted, for everybody who has it', async () => {
  const { organization, token } = await createMember()
  const make = async (name: string) => (await send('POST', TAGS, { token, body: { name } })).body
  const [vip, other] = [await make('VIP'), await make('Other')]
  const { id } = await createContact(organization)
  await send('POST', `/api/contacts/${id}/tags`, { token, body: { add: [vip.id, other.id] } })
  const path = `${TAGS}/${vip.id}`
  const renamed = await send('PATCH', path, { token, body: { name: 'Guest', tint: 5 } })
  expect(renamed.body).toEqual({ id: vip.id, name: 'Guest', tint: 5 })
  expect((await send('PATCH', path, { token, body: { name: 'OTHER' } })).body.error.code).toBe('contacts.tag_exists')
  const neighbour = await createMember()
  for (const [method, body] of [
    ['PATCH', { tint: 1 }],
    ['DELETE', undefined],
  ] as const)
    expect((await send(method, path, { token: neighbour.token, body })).body.error.code).toBe('contacts.tag_not_found')
  expect((await send('DELETE', path, { token })).body).toEqual({ contacts: 1 })
  expect((await send('GET', `/api/contacts/${id}`, { token })).body.tags).toMatchObject([{ name: 'Other' }])
  expect((await send('GET', TAGS, { token })).body.items).toMatchObject([{ name: 'Other' }])
  expect((await send('DELETE', path, { token })).status).toBe(404)
})
