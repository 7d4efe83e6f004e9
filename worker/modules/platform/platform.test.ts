import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApiKey, createMember, createMembership, createOrganization } from '../../test/factories'
import { ORIGIN, send } from '../../test/harness'
import worker from '../../test/worker'

type Member = Awaited<ReturnType<typeof createMember>>
let operator: Member
beforeAll(async () => {
  operator = await createMember({ user: { email: 'operator@wharf.test', emailVerifiedAt: 1 } })
})

const get = (path: string, token = operator.token) => send('GET', `/api/platform${path}`, { token })
const patch = (path: string, isActive: boolean, token = operator.token) =>
  send('PATCH', `/api/platform${path}`, { token, body: { isActive } })
const me = async (token: string) => (await send('GET', '/api/auth/me', { token })).status

async function connect(token: string): Promise<Promise<number>[]> {
  const { webSocket } = await send('GET', '/api/inbox/socket', {
    headers: { upgrade: 'websocket', origin: ORIGIN, 'sec-websocket-protocol': `wharf, bearer.${token}` },
  })
  if (!webSocket) throw new Error('no socket')
  const closed = new Promise<number>((resolve) => webSocket.addEventListener('close', ({ code }) => resolve(code)))
  webSocket.accept()
  // In an array: a promise that a function returns would be waited for.
  return [closed]
}

describe('the operator’s door', () => {
  const paths = [
    ['GET', '/organizations'],
    ['PATCH', '/organizations/org_00000000000000000000000000'],
    ['GET', '/users?email=a@example.test'],
    ['PATCH', '/users/usr_00000000000000000000000000'],
    ['GET', '/jobs'],
    ['GET', '/dead-letters'],
    ['POST', '/dead-letters/dead_1/replay'],
    ['DELETE', '/dead-letters/dead_1'],
  ] as const

  it.each(paths)('is closed to everyone else: %s %s', async (method, path) => {
    const admin = await createMember()
    const { key } = await createApiKey(operator.organization.id, operator.user.id)
    const body = method === 'PATCH' ? { body: { isActive: false } } : {}
    for (const token of [admin.token, key])
      expect(await send(method, `/api/platform${path}`, { token, ...body })).toMatchObject({
        status: 403,
        body: { error: { code: 'auth.not_allowed' } },
      })
    expect((await send(method, `/api/platform${path}`, body)).status).toBe(401)
  })

  it('opens only once the address is verified, and only while the setting names it', async () => {
    await env.DIRECTORY.prepare('UPDATE users SET email_verified_at = NULL WHERE id = ?').bind(operator.user.id).run()
    expect((await get('/jobs')).status).toBe(403)
    await env.DIRECTORY.prepare('UPDATE users SET email_verified_at = 1 WHERE id = ?').bind(operator.user.id).run()
    expect((await get('/jobs')).status).toBe(200)
    const other = { env: { SUPERADMIN_EMAIL: 'other@wharf.test' }, token: operator.token }
    expect((await send('GET', '/api/platform/jobs', other)).status).toBe(403)
  })
})

describe('organizations', () => {
  it('are listed across the platform, page by page', async () => {
    const one = await createOrganization({ name: 'One', shard: 'SHARD_1' })
    await createMember({ organization: one })
    await createMember({ organization: one, role: 'agent' })
    const off = await createMember({ organization: one })
    await env.DIRECTORY.prepare('UPDATE memberships SET is_active = 0 WHERE user_id = ?').bind(off.user.id).run()
    const two = await createOrganization({ name: 'Two' })
    const first = (await get('/organizations?limit=1')).body
    const second = (await get(`/organizations?limit=1&cursor=${first.nextCursor}`)).body
    expect(first.items).toMatchObject([{ id: two.id, name: 'Two', members: 0, isActive: true }])
    expect(second.items).toMatchObject([{ id: one.id, name: 'One', members: 2, shard: 'SHARD_1' }])
  })

  it('are switched off for sessions, API keys and sockets at once, and come back', async () => {
    const member = await createMember()
    const { key } = await createApiKey(member.organization.id, member.user.id)
    const [closed] = await connect(member.token)
    const path = `/organizations/${member.organization.id}`
    expect(await patch(path, false)).toMatchObject({ status: 200, body: { isActive: false, members: 1 } })
    expect(await closed).toBe(4401)
    expect(await me(member.token)).toBe(401)
    expect((await send('GET', '/api/organizations/current', { token: key })).status).toBe(401)
    expect((await patch(path, true)).body.isActive).toBe(true)
    expect(await me(member.token)).toBe(200)
  })

  it('stay on when it is the operator’s own, and are not found when there is none', async () => {
    const own = await patch(`/organizations/${operator.organization.id}`, false)
    expect(own).toMatchObject({ status: 409, body: { error: { code: 'platform.own_organization' } } })
    expect((await patch('/organizations/org_00000000000000000000000000', false)).body.error.code).toBe(
      'organizations.not_found',
    )
  })
})

describe('people', () => {
  it('are found by their whole address, without their secrets', async () => {
    const { user, organization } = await createMember({ role: 'agent', user: { email: 'bo@example.test' } })
    const { body } = await get('/users?email=%20Bo@Example.test')
    expect(body.items).toEqual([
      {
        id: user.id,
        name: user.name,
        email: 'bo@example.test',
        emailVerified: false,
        isActive: true,
        lastLoginAt: null,
        createdAt: expect.any(String),
        organizations: [{ id: organization.id, name: organization.name, role: 'agent', isActive: true }],
      },
    ])
    expect((await get('/users?email=nobody@example.test')).body.items).toEqual([])
    expect((await get('/users?email=bo')).status).toBe(400)
    expect((await get('/users')).status).toBe(400)
  })

  it('who are switched off are out at once, everywhere, and sign in again later', async () => {
    const member = await createMember()
    const elsewhere = await createOrganization({ shard: 'SHARD_1' })
    await createMembership(elsewhere.id, member.user.id, 'agent')
    const sockets = await connect(member.token)
    expect(await patch(`/users/${member.user.id}`, false)).toMatchObject({ status: 200, body: { isActive: false } })
    expect(await Promise.all(sockets)).toEqual([4401])
    expect(await me(member.token)).toBe(401)
    expect((await patch(`/users/${member.user.id}`, true)).body.isActive).toBe(true)
    // The sessions ended; the person did not.
    expect(await me(member.token)).toBe(401)
    const again = await send('POST', '/api/auth/login', {
      body: { email: member.user.email, password: 'correct horse battery' },
    })
    expect(again.status).toBe(200)
  })

  it('cannot switch themselves off', async () => {
    expect((await patch(`/users/${operator.user.id}`, false)).body.error.code).toBe('platform.own_account')
    expect((await patch('/users/usr_00000000000000000000000000', false)).body.error.code).toBe(
      'platform.user_not_found',
    )
    expect(await me(operator.token)).toBe(200)
  })
})

it('the jobs say when they last succeeded', async () => {
  await worker.scheduled({ cron: '* * * * *', scheduledTime: 0, noRetry() {} }, env, createExecutionContext())
  const { items } = (await get('/jobs')).body
  expect(items).toContainEqual({
    job: 'sweep-events',
    lastSuccessAt: expect.any(String),
    lastFailureAt: null,
    lastError: null,
  })
})
