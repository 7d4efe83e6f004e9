import { describe, expect, it } from 'vitest'
import { createApiKey, createMember, createOrganization } from '../../test/factories'
import { send } from '../../test/harness'

const PATH = '/api/canned-replies'
const create = (token: string, body: object) => send('POST', PATH, { token, body })
const shortcuts = async (token: string) =>
  (await send('GET', PATH, { token })).body.items.map(({ shortcut }: { shortcut: string }) => shortcut)

async function team() {
  const organization = await createOrganization()
  const [manager, agent, other] = [
    await createMember({ organization, role: 'manager' }),
    await createMember({ organization, role: 'agent' }),
    await createMember({ organization, role: 'agent' }),
  ]
  return { organization, manager, agent, other }
}

describe('canned replies', () => {
  it('are the team’s or one’s own, by shortcut', async () => {
    const { manager, agent, other } = await team()
    expect((await create(manager.token, { shortcut: 'Shipping', body: 'Two days.', isShared: true })).status).toBe(201)
    expect((await create(agent.token, { shortcut: 'hi', body: 'Hello {{first name}}' })).body).toMatchObject({
      shortcut: 'hi',
      isShared: false,
    })
    expect(await shortcuts(agent.token)).toEqual(['hi', 'shipping'])
    expect(await shortcuts(other.token)).toEqual(['shipping'])
  })

  it('can have the same shortcut for different people, but not twice for one', async () => {
    const { agent, other } = await team()
    expect((await create(agent.token, { shortcut: 'hi', body: 'a' })).status).toBe(201)
    expect((await create(other.token, { shortcut: 'hi', body: 'b' })).status).toBe(201)
    expect((await create(agent.token, { shortcut: 'HI', body: 'c' })).body.error.code).toBe(
      'canned_replies.shortcut_taken',
    )
  })

  it('of the team are changed by managers only, those of others by nobody else', async () => {
    const { manager, agent, other } = await team()
    expect((await create(agent.token, { shortcut: 'x', body: 'a', isShared: true })).body.error.code).toBe(
      'canned_replies.sharing_not_allowed',
    )
    const shared = (await create(manager.token, { shortcut: 'ship', body: 'a', isShared: true })).body
    const mine = (await create(agent.token, { shortcut: 'mine', body: 'a' })).body
    expect((await send('PATCH', `${PATH}/${shared.id}`, { token: agent.token, body: { body: 'b' } })).status).toBe(403)
    expect((await send('DELETE', `${PATH}/${mine.id}`, { token: other.token })).status).toBe(404)
    expect((await send('PATCH', `${PATH}/${mine.id}`, { token: agent.token, body: { isShared: true } })).status).toBe(
      403,
    )
    const changed = await send('PATCH', `${PATH}/${shared.id}`, { token: manager.token, body: { body: ' b ' } })
    expect(changed.body).toMatchObject({ body: 'b', shortcut: 'ship', isShared: true })
    expect((await send('DELETE', `${PATH}/${mine.id}`, { token: agent.token })).status).toBe(204)
    expect(await shortcuts(agent.token)).toEqual(['ship'])
  })

  it('are read by API keys: the team’s', async () => {
    const { organization, manager, agent } = await team()
    await create(manager.token, { shortcut: 'ship', body: 'a', isShared: true })
    await create(agent.token, { shortcut: 'mine', body: 'a' })
    const { key } = await createApiKey(organization.id, manager.user.id)
    expect(await shortcuts(key)).toEqual(['ship'])
  })

  it.each([
    { shortcut: 'two words', body: 'a' },
    { shortcut: '', body: 'a' },
    { shortcut: '/slash', body: 'a' },
    { shortcut: 'long', body: 'x'.repeat(4097) },
    { shortcut: 'empty', body: '   ' },
  ])('refuse %o', async (body) => {
    const { agent } = await team()
    expect((await create(agent.token, body)).body.error.code).toBe('request.invalid')
  })
})
