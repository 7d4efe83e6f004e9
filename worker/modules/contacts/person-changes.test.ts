import { describe, expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { contactEvents } from './contacts.tables'

type Member = Awaited<ReturnType<typeof createMember>>
const add = ({ token }: Member, body: unknown) => send('POST', '/api/contacts', { token, body })
const eventsOf = async ({ organization }: Member) =>
  (await (await organizationContext(organization)).db.select(contactEvents)).map(({ type, data }) => [type, data])

describe('adding a person', () => {
  it('takes all that is known of them', async () => {
    const member = await createMember()
    const { token } = member
    await send('PATCH', '/api/organizations/current', { token, body: { defaultCountry: 'PT' } })
    const tag = (await send('POST', '/api/contacts/tags', { token, body: { name: 'VIP' } })).body
    const answer = await add(member, {
      ...{ name: 'Ada', phone: '912 345 678', email: 'Ada@Example.test', language: 'pt', ownerId: member.user.id },
      ...{ tagIds: [tag.id], fields: { size: 'L' }, consent: { state: 'granted', wording: 'At the fair' } },
    })
    expect([answer.status, answer.body]).toMatchObject([
      201,
      {
        ...{ displayName: 'Ada', phone: '+351912345678', country: 'PT', email: 'ada@example.test', language: 'pt' },
        ...{
          ownerId: member.user.id,
          tags: [{ name: 'VIP' }],
          fields: { size: 'L' },
          consent: 'granted',
          source: 'agent',
        },
        lastConsent: { state: 'granted', wording: 'At the fair' },
      },
    ])
    expect(await eventsOf(member)).toEqual([['created', { source: 'agent' }]])
  })

  it('needs no number', async () => {
    const member = await createMember()
    expect((await add(member, { name: 'Ada' })).body).toMatchObject({ displayName: 'Ada', phone: null, identities: [] })
  })

  it('refuses whom there is, by any form of the number, and says who that is; a neighbour’s does not count', async () => {
    const member = await createMember()
    const first = await add(member, { name: 'Ana', phone: '+55 41 99988-7766' })
    for (const phone of ['+5541999887766', '+554199887766']) {
      const answer = await add(member, { name: 'Again', phone })
      expect([answer.status, answer.body.error.code, answer.body.error.details]).toEqual([
        ...[409, 'contacts.exists'],
        { contactId: first.body.id, displayName: 'Ana' },
      ])
    }
    expect((await add(await createMember(), { phone: '+5541999887766' })).status).toBe(201)
  })

  it('by two at once is one person', async () => {
    const member = await createMember()
    const answers = await Promise.all([1, 2].map(() => add(member, { phone: '+491701234567' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it.each([
    [{}, 'request.invalid'],
    [{ name: '' }, 'request.invalid'],
    [{ name: 'A', email: 'nowhere' }, 'request.invalid'],
    [{ phone: '12' }, 'contacts.invalid_phone'],
    [{ userId: 'me' }, 'contacts.invalid_user_id'],
    [{ name: 'A', ownerId: 'usr_nobody' }, 'contacts.owner_not_found'],
    [{ name: 'A', tagIds: ['tag_none'] }, 'contacts.tag_not_found'],
  ])('refuses %j', async (body, code) => {
    expect((await add(await createMember(), body)).body.error.code).toBe(code)
  })
})

describe('a changed number', () => {
  it('is where they are found, while WhatsApp’s names stay; another’s is refused', async () => {
    const member = await createMember()
    const { token } = member
    const other = await add(member, { name: 'Other', phone: '+491701111111' })
    const { id } = (await add(member, { name: 'Ada', phone: '+491702222222', userId: 'DE.123456' })).body
    const set = (phone: string | null) => send('PATCH', `/api/contacts/${id}`, { token, body: { phone } })
    expect((await set('+49 170 1111111')).body.error).toMatchObject({
      ...{ code: 'contacts.exists', details: { contactId: other.body.id } },
    })
    const changed = await set('+49 170 3333333')
    expect(changed.body).toMatchObject({ phone: '+491703333333', country: 'DE' })
    expect(changed.body.identities.map(({ value }: { value: string }) => value).sort()).toEqual([
      '491703333333',
      'DE.123456',
    ])
    expect((await add(member, { phone: '+491702222222' })).status).toBe(201)
    expect((await set(null)).body).toMatchObject({ phone: null, identities: [{ kind: 'bsuid' }] })
    expect((await eventsOf(member)).at(-1)).toEqual(['changed', { changes: ['phone'] }])
  })
})

it('a replaced person has what was given, and nothing else', async () => {
  const member = await createMember()
  const { token } = member
  const tag = (await send('POST', '/api/contacts/tags', { token, body: { name: 'VIP' } })).body
  const { id } = (await add(member, { name: 'Ada', phone: '+491702222222', fields: { a: 1, b: 2 }, tagIds: [tag.id] }))
    .body
  const answer = await send('PUT', `/api/contacts/${id}`, { token, body: { name: 'Ada L', fields: { b: 3 } } })
  expect(answer.body).toMatchObject({ name: 'Ada L', phone: null, fields: { b: 3 }, tags: [] })
  expect(answer.body.fields).toEqual({ b: 3 })
})

it('tags are added and removed, and the timeline knows their names', async () => {
  const member = await createMember()
  const { token } = member
  const tag = (await send('POST', '/api/contacts/tags', { token, body: { name: 'VIP' } })).body
  const { id } = (await add(member, { name: 'Ada' })).body
  const change = (body: unknown) => send('POST', `/api/contacts/${id}/tags`, { token, body })
  expect((await change({ add: [tag.id] })).body.tags).toMatchObject([{ name: 'VIP' }])
  expect((await change({ remove: [tag.id] })).body.tags).toEqual([])
  expect((await eventsOf(member)).slice(1)).toEqual([
    ['tagged', { tags: [{ id: tag.id, name: 'VIP' }] }],
    ['untagged', { tags: [{ id: tag.id, name: 'VIP' }] }],
  ])
  expect((await change({ add: ['tag_none'] })).body.error.code).toBe('contacts.tag_not_found')
  expect(
    (
      await send('POST', `/api/contacts/${id}/tags`, {
        token: (await createMember()).token,
        body: { remove: [tag.id] },
      })
    ).status,
  ).toBe(404)
})

it('a deleted person is in no list, and answers as nobody', async () => {
  const member = await createMember()
  const { token } = member
  const { id } = await createContact(member.organization, { name: 'Ada' })
  await createConversation(member.organization, { contactId: id })
  const answer = await send('DELETE', `/api/contacts/${id}`, { token })
  expect([answer.status, answer.body.kind]).toEqual([202, 'person_erasure'])
  expect((await send('GET', `/api/contacts/${id}`, { token })).status).toBe(404)
  expect((await send('GET', '/api/contacts', { token })).body.items).toEqual([])
  expect((await send('DELETE', `/api/contacts/${id}`, { token })).status).toBe(404)
})
