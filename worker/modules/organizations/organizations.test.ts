import { describe, expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { send, until } from '../../test/harness'
import { createConversation } from '../../test/inbox-factories'

const CURRENT = '/api/organizations/current'

describe('what agents see', () => {
  it('is everything until an admin says otherwise, which is recorded', async () => {
    const admin = await createMember()
    const { organization, token } = admin
    expect((await send('GET', CURRENT, { token })).body.agentVisibility).toBe('all')
    const answer = await send('PATCH', CURRENT, { token, body: { agentVisibility: 'own' } })
    expect([answer.status, answer.body]).toMatchObject([200, { name: organization.name, agentVisibility: 'own' }])
    expect((await send('GET', CURRENT, { token })).body.agentVisibility).toBe('own')
    expect((await send('GET', '/api/auth/me', { token })).body.organization.agentVisibility).toBe('own')
    await until(async () =>
      expect((await send('GET', '/api/audit-log', { token })).body.items).toMatchObject([
        { action: 'organization.updated', actor: { id: admin.user.id }, target: { id: organization.id } },
      ]),
    )
  })

  it('decides at once which conversations an agent finds, and nobody else’s', async () => {
    const admin = await createMember()
    const { organization } = admin
    const [agent, manager] = [
      await createMember({ organization, role: 'agent' }),
      await createMember({ organization, role: 'manager' }),
    ]
    const { id } = await createConversation(organization, { assigneeId: admin.user.id })
    const find = async (token: string) => (await send('GET', `/api/conversations/${id}`, { token })).status
    expect(await find(agent.token)).toBe(200)
    await send('PATCH', CURRENT, { token: admin.token, body: { agentVisibility: 'own' } })
    expect(await find(agent.token)).toBe(404)
    expect(await find(manager.token)).toBe(200)
    await send('PATCH', CURRENT, { token: admin.token, body: { agentVisibility: 'all' } })
    expect(await find(agent.token)).toBe(200)
  })

  it.each([null, 'none', 'OWN', 1, ['own']])('cannot be %j', async (agentVisibility) => {
    const { token } = await createMember()
    const answer = await send('PATCH', CURRENT, { token, body: { agentVisibility } })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'request.invalid'])
    expect((await send('GET', CURRENT, { token })).body.agentVisibility).toBe('all')
  })

  it('is left alone by a change of the name, and leaves the name alone', async () => {
    const { token } = await createMember()
    await Promise.all([
      send('PATCH', CURRENT, { token, body: { agentVisibility: 'own' } }),
      send('PATCH', CURRENT, { token, body: { name: 'Renamed' } }),
      send('PATCH', CURRENT, { token, body: { timeZone: 'Asia/Tokyo' } }),
    ])
    expect((await send('GET', CURRENT, { token })).body).toMatchObject({
      name: 'Renamed',
      timeZone: 'Asia/Tokyo',
      agentVisibility: 'own',
    })
  })
})

describe('the country of numbers without a country code', () => {
  it('is nobody’s until an admin says which, and can be taken back', async () => {
    const { token } = await createMember()
    expect((await send('GET', CURRENT, { token })).body.defaultCountry).toBeNull()
    expect((await send('PATCH', CURRENT, { token, body: { defaultCountry: 'PT' } })).body.defaultCountry).toBe('PT')
    expect((await send('GET', '/api/auth/me', { token })).body.organization.defaultCountry).toBe('PT')
    await send('PATCH', CURRENT, { token, body: { defaultCountry: null } })
    expect((await send('GET', CURRENT, { token })).body.defaultCountry).toBeNull()
  })

  it.each(['pt', 'PRT', 'Portugal', 'QQ', '', 1])('cannot be %j', async (defaultCountry) => {
    const { token } = await createMember()
    const answer = await send('PATCH', CURRENT, { token, body: { defaultCountry } })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'request.invalid'])
  })
})
