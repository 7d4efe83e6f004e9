import { describe, expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { send, until } from '../../test/harness'
import { createContact, createConversation } from '../../test/inbox-factories'

type Member = Awaited<ReturnType<typeof createMember>>
const start = ({ token }: Member, body: unknown) => send('POST', '/api/contacts/bulk', { token, body })
/** What came of it, once it is done. */
async function run(member: Member, selection: unknown, action: unknown) {
  const answer = await start(member, { selection, action })
  expect(answer.status).toBe(202)
  let job = answer.body
  await until(async () => {
    job = (await send('GET', `/api/jobs/${answer.body.id}`, { token: member.token })).body
    expect(job.state).toBe('done')
  })
  return job
}
const read = async ({ token }: Member, id: string) => (await send('GET', `/api/contacts/${id}`, { token })).body

describe('something done with many people', () => {
  it('is a job that says how many it changed, and changes nothing twice', async () => {
    const member = await createMember()
    const tag = (await send('POST', '/api/contacts/tags', { token: member.token, body: { name: 'VIP' } })).body
    const people = await Promise.all([1, 2, 3].map(() => createContact(member.organization)))
    const ids = people.map(({ id }) => id)
    const action = { type: 'tag', add: [tag.id] }
    expect(await run(member, { ids: ids.slice(0, 2) }, action)).toMatchObject({
      done: 2,
      counts: { changed: 2, unchanged: 0 },
    })
    expect(await run(member, { ids }, action)).toMatchObject({ counts: { changed: 1, unchanged: 2 } })
    for (const id of ids) expect((await read(member, id)).tags).toHaveLength(1)
    await run(member, { ids }, { type: 'tag', remove: [tag.id] })
    for (const id of ids) expect((await read(member, id)).tags).toEqual([])
  })

  it('reaches whom a filter finds, but for those left out and the neighbours', async () => {
    const member = await createMember()
    const [one, out] = [await createContact(member.organization), await createContact(member.organization)]
    const neighbour = await createMember()
    const stranger = await createContact(neighbour.organization)
    const selection = { filter: {}, except: [out.id] }
    expect((await run(member, selection, { type: 'owner', ownerId: member.user.id })).counts.changed).toBe(1)
    await run(member, { ids: [stranger.id, one.id] }, { type: 'field', key: 'size', value: 'L' })
    expect(await read(member, one.id)).toMatchObject({ ownerId: member.user.id, fields: { size: 'L' } })
    expect(await read(member, out.id)).toMatchObject({ ownerId: null, fields: {} })
    expect(await read(neighbour, stranger.id)).toMatchObject({ ownerId: null, fields: {} })
  })

  it('reaches for who sees their own only the people they talk with', async () => {
    const admin = await createMember()
    const { organization } = admin
    const agent = await createMember({ organization, role: 'agent' })
    const [mine, theirs] = [await createContact(organization), await createContact(organization)]
    await createConversation(organization, { contactId: mine.id, assigneeId: agent.user.id })
    await createConversation(organization, { contactId: theirs.id, assigneeId: admin.user.id })
    await send('PATCH', '/api/organizations/current', { token: admin.token, body: { agentVisibility: 'own' } })
    await run(agent, { ids: [mine.id, theirs.id] }, { type: 'field', key: 'seen', value: true })
    expect((await read(admin, mine.id)).fields).toEqual({ seen: true })
    expect((await read(admin, theirs.id)).fields).toEqual({})
  })

  it('deletes, for those who may', async () => {
    const member = await createMember()
    const { id } = await createContact(member.organization)
    const agent = await createMember({ organization: member.organization, role: 'agent' })
    const refused = await start(agent, { selection: { ids: [id] }, action: { type: 'delete' } })
    expect([refused.status, refused.body.error.code]).toEqual([403, 'auth.not_allowed'])
    await run(member, { ids: [id] }, { type: 'delete' })
    expect((await send('GET', `/api/contacts/${id}`, { token: member.token })).status).toBe(404)
  })

  it.each([
    [{ type: 'tag', add: ['tag_none'] }, 'contacts.tag_not_found'],
    [{ type: 'owner', ownerId: 'usr_nobody' }, 'contacts.owner_not_found'],
    [{ type: 'paint' }, 'request.invalid'],
  ])('cannot be %j', async (action, code) => {
    const answer = await start(await createMember(), { selection: { filter: {} }, action })
    expect(answer.body.error.code).toBe(code)
  })
})
