import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApiKey, createMember, createMembership, createOrganization, createUser } from '../../test/factories'
import { faults } from '../../test/faults'
import { type Answer, ORIGIN, send, until } from '../../test/harness'
import worker from '../../test/worker'

const members = (token: string, query = '') => send('GET', `/api/team/members${query}`, { token })
const setRole = (token: string, userId: string, role: string) =>
  send('PATCH', `/api/team/${userId}/role`, { token, body: { role } })
const setActive = (token: string, userId: string, isActive: boolean) =>
  send('PATCH', `/api/team/${userId}`, { token, body: { isActive } })
const remove = (token: string, userId: string) => send('DELETE', `/api/team/${userId}`, { token })
const actions = async (token: string): Promise<string[]> =>
  (await send('GET', '/api/audit-log', { token })).body.items.map(({ action }: { action: string }) => action)
const activeAdmins = async (organizationId: string) =>
  (
    await env.DIRECTORY.prepare(
      "SELECT count(*) AS total FROM memberships WHERE organization_id = ? AND role = 'admin' AND is_active = 1",
    )
      .bind(organizationId)
      .first<{ total: number }>()
  )?.total

async function connect(token: string): Promise<{ closed: Promise<number> }> {
  const { webSocket } = await send('GET', '/api/inbox/socket', {
    headers: { upgrade: 'websocket', origin: ORIGIN, 'sec-websocket-protocol': `wharf, bearer.${token}` },
  })
  if (!webSocket) throw new Error('no socket')
  const closed = new Promise<number>((resolve) => webSocket.addEventListener('close', ({ code }) => resolve(code)))
  webSocket.accept()
  return { closed }
}

describe('the list of members', () => {
  it('shows everyone of the organization, page by page, and nobody else', async () => {
    const organization = await createOrganization()
    const admin = await createMember({ organization })
    const others = [
      await createMember({ role: 'user', organization }),
      await createMember({ role: 'agent', organization }),
    ]
    await createMember()
    const first = (await members(admin.token, '?limit=2')).body
    const second = (await members(admin.token, `?limit=2&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...second.items].map(({ userId }) => userId)).toEqual(
      [admin, ...others].map(({ user }) => user.id),
    )
    expect(second.nextCursor).toBeNull()
    expect(first.items[0]).toMatchObject({
      name: admin.user.name,
      email: admin.user.email,
      role: 'admin',
      isActive: true,
      totpEnabled: false,
    })
    expect((await members(admin.token, '?cursor=x')).body.error.code).toBe('request.invalid_cursor')
  })

  it('is open to every role, and to API keys', async () => {
    const organization = await createOrganization()
    const { user } = await createMember({ organization })
    const reader = await createMember({ role: 'user', organization })
    const { key } = await createApiKey(organization.id, user.id, 'user')
    for (const token of [reader.token, key]) expect((await members(token)).body.items).toHaveLength(2)
  })
})

describe('changing a member', () => {
  it('gives another role, at once, and records it', async () => {
    const admin = await createMember()
    const agent = await createMember({ role: 'agent', organization: admin.organization })
    const answer = await setRole(admin.token, agent.user.id, 'manager')
    expect(answer).toMatchObject({ status: 200, body: { userId: agent.user.id, role: 'manager', isActive: true } })
    expect((await send('GET', '/api/auth/me', { token: agent.token })).body.role).toBe('manager')
    await until(async () => expect(await actions(admin.token)).toEqual(['member.role_changed']))
  })

  it('does nothing when it is so already', async () => {
    const admin = await createMember()
    const agent = await createMember({ role: 'agent', organization: admin.organization })
    expect((await setRole(admin.token, agent.user.id, 'agent')).status).toBe(200)
    expect((await setActive(admin.token, agent.user.id, true)).status).toBe(200)
    const { results } = await env.DIRECTORY.prepare('SELECT id FROM outbox WHERE organization_id = ?')
      .bind(admin.organization.id)
      .all()
    expect(results).toEqual([])
    expect(await actions(admin.token)).toEqual([])
  })

  it('switches off: the session and the socket end at once, and can come back', async () => {
    const admin = await createMember()
    const agent = await createMember({ role: 'agent', organization: admin.organization })
    const socket = await connect(agent.token)
    expect(await setActive(admin.token, agent.user.id, false)).toMatchObject({
      status: 200,
      body: { isActive: false, role: 'agent' },
    })
    expect(await socket.closed).toBe(4401)
    expect((await send('GET', '/api/auth/me', { token: agent.token })).status).toBe(401)
    expect((await setActive(admin.token, agent.user.id, true)).status).toBe(200)
    expect((await send('GET', '/api/auth/me', { token: agent.token })).status).toBe(200)
    await until(async () => expect(await actions(admin.token)).toEqual(['member.reactivated', 'member.deactivated']))
  })

  it('removes: out of this organization, not out of another', async () => {
    const admin = await createMember()
    const agent = await createMember({ role: 'agent', organization: admin.organization })
    const elsewhere = await createMember()
    await createMembership(elsewhere.organization.id, agent.user.id, 'agent')
    const socket = await connect(agent.token)
    expect((await remove(admin.token, agent.user.id)).status).toBe(204)
    expect(await socket.closed).toBe(4401)
    expect((await send('GET', '/api/auth/me', { token: agent.token })).status).toBe(401)
    expect((await members(admin.token)).body.items).toHaveLength(1)
    expect((await members(elsewhere.token)).body.items).toHaveLength(2)
    expect((await remove(admin.token, agent.user.id)).body.error.code).toBe('team.member_not_found')
    await until(async () => expect(await actions(admin.token)).toEqual(['member.removed']))
  })

  it('is for admins only', async () => {
    const admin = await createMember()
    for (const role of ['manager', 'agent', 'user'] as const) {
      const { token } = await createMember({ role, organization: admin.organization })
      for (const answer of [
        await setRole(token, admin.user.id, 'user'),
        await setActive(token, admin.user.id, false),
        await remove(token, admin.user.id),
      ])
        expect(answer.body.error.code).toBe('auth.not_allowed')
    }
  })

  it('does not reach a neighbour’s member', async () => {
    const admin = await createMember()
    const neighbour = await createMember({ role: 'agent' })
    for (const answer of [
      await setRole(admin.token, neighbour.user.id, 'user'),
      await setActive(admin.token, neighbour.user.id, false),
      await remove(admin.token, neighbour.user.id),
    ])
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'team.member_not_found' } } })
    expect((await send('GET', '/api/auth/me', { token: neighbour.token })).body.role).toBe('agent')
  })

  it('is not for oneself, though an API key may do it', async () => {
    const admin = await createMember()
    const second = await createMember({ organization: admin.organization })
    for (const answer of [
      await setRole(admin.token, admin.user.id, 'user'),
      await setActive(admin.token, admin.user.id, false),
      await remove(admin.token, admin.user.id),
    ])
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'team.own_membership' } } })
    const { key } = await createApiKey(admin.organization.id, admin.user.id)
    expect((await setRole(key, admin.user.id, 'agent')).status).toBe(200)
    expect((await setRole(key, second.user.id, 'agent')).body.error.code).toBe('team.last_admin')
  })

  it('refuses roles, fields and ids that do not exist', async () => {
    const { token, user } = await createMember()
    expect((await setRole(token, user.id, 'superadmin')).status).toBe(400)
    expect(
      (await send('PATCH', `/api/team/${user.id}`, { token, body: { isActive: false, role: 'user' } })).status,
    ).toBe(400)
    expect((await remove(token, 'nobody')).status).toBe(400)
    expect((await remove(token, 'usr_00000000000000000000000000')).status).toBe(404)
  })
})

describe('the last active admin', () => {
  const ways: [string, (token: string, userId: string) => Promise<Answer>][] = [
    ['demoted', (token, userId) => setRole(token, userId, 'user')],
    ['switched off', (token, userId) => setActive(token, userId, false)],
    ['removed', remove],
  ]

  it.each(ways)('cannot be %s, not even by an API key', async (_, change) => {
    const admin = await createMember()
    // Neither an admin who is switched off here nor one who is switched off everywhere counts.
    await createMembership(admin.organization.id, (await createUser()).id, 'admin', false)
    await createMembership(admin.organization.id, (await createUser({ isActive: false })).id, 'admin')
    await createMembership(admin.organization.id, (await createUser()).id, 'manager')
    const { key } = await createApiKey(admin.organization.id, admin.user.id)
    const answer = await change(key, admin.user.id)
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'team.last_admin' } } })
    expect((await send('GET', '/api/auth/me', { token: admin.token })).body.role).toBe('admin')
    const { results } = await env.DIRECTORY.prepare('SELECT id FROM outbox WHERE organization_id = ?')
      .bind(admin.organization.id)
      .all()
    expect(results).toEqual([])
    expect(await actions(admin.token)).toEqual([])
  })

  it.each(ways)('is left when all admins have each other %s at the same moment', async (_, change) => {
    for (let round = 0; round < 3; round++) {
      const organization = await createOrganization()
      const admins = [
        await createMember({ organization }),
        await createMember({ organization }),
        await createMember({ organization }),
      ]
      await Promise.all(admins.map(({ token }, at) => change(token, admins[(at + 1) % admins.length]?.user.id ?? '')))
      expect(await activeAdmins(organization.id)).toBeGreaterThanOrEqual(1)
      const keyed = admins[0] as (typeof admins)[number]
      const { key } = await createApiKey(organization.id, keyed.user.id)
      const answers = await Promise.all(admins.map(({ user }) => change(key, user.id)))
      expect(answers.filter(({ status }) => status === 409)).not.toEqual([])
      expect(await activeAdmins(organization.id)).toBe(1)
    }
  })
})

describe('a request that dies', () => {
  it('between any two steps of a removal leaves a member whose socket stays, or one who is out with their socket closed', async () => {
    const rehearsal = await createMember()
    const { operations } = await remove(
      rehearsal.token,
      (await createMember({ role: 'agent', organization: rehearsal.organization })).user.id,
    )
    for (let at = 0; at < operations.length; at++)
      for (const when of ['before', 'after'] as const) {
        const admin = await createMember()
        const agent = await createMember({ role: 'agent', organization: admin.organization })
        const socket = await connect(agent.token)
        faults.killNext(at, when)
        await send('DELETE', `/api/team/${agent.user.id}`, { token: admin.token }).catch(() => undefined)
        const isOut = (await send('GET', '/api/auth/me', { token: agent.token })).status === 401
        if (!isOut) continue
        // What the next minutes would do.
        await worker.scheduled({ cron: '* * * * *', scheduledTime: 0, noRetry() {} }, env, createExecutionContext())
        await sweepLater(admin.organization.id)
        expect(await socket.closed, `${when} ${at}`).toBe(4401)
        await until(async () => expect(await actions(admin.token)).toEqual(['member.removed']))
      }
  })
})

async function sweepLater(organizationId: string): Promise<void> {
  await env.DIRECTORY.prepare('UPDATE outbox SET queued_at = queued_at - 120000 WHERE organization_id = ?')
    .bind(organizationId)
    .run()
  await worker.scheduled({ cron: '* * * * *', scheduledTime: 0, noRetry() {} }, env, createExecutionContext())
}
