import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation } from '../../test/inbox-factories'

type Member = Awaited<ReturnType<typeof createMember>>
const LIST = '/api/contacts'

/** Somebody with a thread that ends at `minutes` past the hour. */
async function talkedWith(
  { organization }: Pick<Member, 'organization'>,
  name: string,
  minutes: number,
  assigneeId: string | null = null,
) {
  const contact = await createContact(organization, { name })
  const at = Date.UTC(2026, 0, 5, 9, minutes)
  const conversation = await createConversation(organization, { contactId: contact.id, assigneeId })
  await lastMessage({ organization }, conversation.id, at)
  return { ...contact, conversationId: conversation.id }
}
async function lastMessage({ organization }: Pick<Member, 'organization'>, id: string, at: number) {
  await env.SHARD_0.prepare(
    'UPDATE conversations SET last_message_id = ?, last_message_at = ?, last_inbound_at = ? WHERE organization_id = ? AND id = ?',
  )
    .bind(`msg_of_${id}`, at, at, organization.id, id)
    .run()
}

async function names({ token }: Pick<Member, 'token'>, query = '', limit = 50): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body } = await send('GET', `${LIST}?limit=${limit}${query}${cursor && `&cursor=${cursor}`}`, {
      token,
    })
    expect(status).toBe(200)
    found.push(...body.items.map(({ displayName }: { displayName: string }) => displayName))
    cursor = body.nextCursor
  }
  return found
}

describe('the list of people', () => {
  it('is everyone by their last message, page after page, those without one behind', async () => {
    const member = await createMember()
    await createContact(member.organization, { name: 'Nobody yet' })
    await createContact(member.organization, { name: 'Nobody either' })
    for (const [name, minutes] of [
      ['Ada', 10],
      ['Bo', 30],
      ['Cy', 20],
    ] as const)
      await talkedWith(member, name, minutes)
    const all = ['Bo', 'Cy', 'Ada', 'Nobody either', 'Nobody yet']
    for (const limit of [50, 1, 2, 3]) expect(await names(member, '', limit)).toEqual(all)
    expect(await names(member, '&direction=asc', 2)).toEqual(['Ada', 'Cy', 'Bo', 'Nobody yet', 'Nobody either'])
  })

  it('has each person once, where they were heard of last, whatever their numbers, states and merges', async () => {
    const member = await createMember()
    const { organization } = member
    const ada = await talkedWith(member, 'Ada', 10)
    await talkedWith(member, 'Bo', 20)
    const merged = await createContact(organization, { name: 'Ada, too', mergedInto: ada.id })
    const second = await createConversation(organization, { contactId: merged.id, status: 'closed' })
    await lastMessage(member, second.id, Date.UTC(2026, 0, 5, 9, 30))
    const third = await createConversation(organization, {
      ...{ contactId: ada.id, phoneNumberId: 'num_other', status: 'pending' },
      snoozedUntil: Date.UTC(2030, 0, 1),
    })
    await lastMessage(member, third.id, Date.UTC(2026, 0, 5, 9, 30))
    for (const limit of [50, 1]) expect(await names(member, '', limit)).toEqual(['Ada', 'Bo'])
    const [first] = (await send('GET', LIST, { token: member.token })).body.items
    expect(first).toMatchObject({ id: ada.id, lastMessageAt: '2026-01-05T09:30:00.000Z' })
  })

  it('goes by name and by age, either way', async () => {
    const member = await createMember()
    for (const name of ['bea', 'Abel', 'Carl']) await createContact(member.organization, { name })
    for (const limit of [50, 1]) {
      expect(await names(member, '&sort=name', limit)).toEqual(['Abel', 'bea', 'Carl'])
      expect(await names(member, '&sort=name&direction=desc', limit)).toEqual(['Carl', 'bea', 'Abel'])
      expect(await names(member, '&sort=created', limit)).toEqual(['Carl', 'Abel', 'bea'])
      expect(await names(member, '&sort=created&direction=asc', limit)).toEqual(['bea', 'Abel', 'Carl'])
    }
  })

  it('is nobody else’s, and without who was merged or deleted', async () => {
    const member = await createMember()
    const ada = await createContact(member.organization, { name: 'Ada' })
    await createContact(member.organization, { name: 'Merged', mergedInto: ada.id })
    await createContact(member.organization, { name: 'Gone', deletedAt: 1 })
    await createContact((await createMember()).organization, { name: 'Stranger' })
    for (const query of ['', '&sort=name', '&sort=created', '&search=a'])
      expect(await names(member, query)).toEqual(['Ada'])
    expect((await send('GET', `${LIST}/count`, { token: member.token })).body).toEqual({ count: 1, isExact: true })
  })

  it('shows who sees their own only the people they talk with', async () => {
    const admin = await createMember()
    const { organization } = admin
    const agent = await createMember({ organization, role: 'agent' })
    await talkedWith(admin, 'Mine', 10, agent.user.id)
    await talkedWith(admin, 'Nobody’s', 20)
    await talkedWith(admin, 'Somebody’s', 30, admin.user.id)
    await createContact(organization, { name: 'Silent' })
    await send('PATCH', '/api/organizations/current', { token: admin.token, body: { agentVisibility: 'own' } })
    for (const query of ['', '&sort=name', '&sort=created'])
      expect((await names(agent, query)).sort(), query).toEqual(['Mine', 'Nobody’s'])
    expect((await send('GET', `${LIST}/count`, { token: agent.token })).body.count).toBe(2)
    expect(await names(admin)).toHaveLength(4)
  })
})

describe('a search', () => {
  it.each([
    ['a name without its accents', 'zoe garcon'],
    ['the beginning of a name', 'gar'],
    ['a username', 'zoe.g'],
    ['an email address', 'zoe@example.test'],
    ['a text field', 'stoneware'],
    ['a number as it is written', '%2B49 170 999-88 77'],
    ['a number in national form', '0170 9998877'],
    ['a number half typed', '0170 9998'],
  ])('finds by %s', async (_, search) => {
    const member = await createMember()
    await send('PATCH', '/api/organizations/current', { token: member.token, body: { defaultCountry: 'DE' } })
    await createContact(member.organization, {
      ...{ name: 'Zoë Garçon', username: 'zoe.g', email: 'zoe@example.test', phone: '+491709998877' },
      fields: { range: 'Stoneware' },
    })
    await createContact(member.organization, { name: 'Somebody Else' })
    expect(await names(member, `&search=${search}`)).toEqual(['Zoë Garçon'])
    expect((await send('GET', `${LIST}/count?search=${search}`, { token: member.token })).body).toEqual({
      count: 1,
      isExact: true,
    })
  })

  it('finds by what somebody was called before a merge, and goes by the wanted order', async () => {
    const member = await createMember()
    const one = await createContact(member.organization, { name: 'Ada Smith' })
    await createContact(member.organization, { name: 'Countess Lovelace', mergedInto: one.id })
    await createContact(member.organization, { name: 'Bea Smith' })
    expect(await names(member, '&search=lovelace')).toEqual(['Ada Smith'])
    for (const limit of [50, 1])
      expect(await names(member, '&search=smith&sort=name&direction=desc', limit)).toEqual(['Bea Smith', 'Ada Smith'])
  })

  it('of signs alone finds nobody', async () => {
    const member = await createMember()
    await createContact(member.organization)
    expect(await names(member, '&search=!!')).toEqual([])
  })
})

describe('a filter', () => {
  it('leaves whom a definition or a segment asks for', async () => {
    const member = await createMember()
    await createContact(member.organization, { name: 'Ada', country: 'PT', consent: 'granted' })
    await createContact(member.organization, { name: 'Bo', country: 'PT' })
    await createContact(member.organization, { name: 'Cy', country: 'DE', consent: 'granted' })
    const granted = { match: 'all', conditions: [{ on: 'consent', values: ['granted'] }] }
    const inPortugal = { match: 'all', conditions: [{ on: 'country', op: 'is', values: ['PT'] }] }
    const segment = await send('POST', '/api/segments', {
      token: member.token,
      body: { name: 'Granted', definition: granted },
    })
    const filter = encodeURIComponent(JSON.stringify(inPortugal))
    expect(await names(member, `&sort=name&filter=${filter}`, 1)).toEqual(['Ada', 'Bo'])
    expect(await names(member, `&filter=${filter}&segmentId=${segment.body.id}`)).toEqual(['Ada'])
    const counted = await send('GET', `${LIST}/count?segmentId=${segment.body.id}`, { token: member.token })
    expect(counted.body.count).toBe(2)
  })

  it.each([
    ['filter=no+json', 400, 'request.invalid'],
    ['filter=%7B%22match%22%3A%22some%22%7D', 400, 'request.invalid'],
    ['segmentId=seg_nobody', 404, 'segments.not_found'],
    ['sort=age', 400, 'request.invalid'],
    ['cursor=x', 400, 'request.invalid_cursor'],
    ['limit=101', 400, 'request.invalid'],
  ])('%s is refused', async (query, status, code) => {
    const { token } = await createMember()
    const answer = await send('GET', `${LIST}?${query}`, { token })
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })
})
