import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../shared/config'
import { issueAccessToken } from '../../tenancy/access-token'
import { testClock } from '../../test/clock'
import { createMember, createMembership, createOrganization, PASSWORD } from '../../test/factories'
import { send } from '../../test/harness'
import { judgeRefresh } from './auth.models'

/** Signs somebody in through the API, for a real cookie. */
async function signIn() {
  const { user, organization } = await createMember()
  const { body, cookie } = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
  return { user, organization, token: body.accessToken as string, cookie: cookie as string }
}
const refresh = (cookie: string | undefined, headers = {}) => send('POST', '/api/auth/refresh', { cookie, headers })

describe('refreshing', () => {
  it('rotates the cookie and gives a token that works', async () => {
    const { cookie } = await signIn()
    const answer = await refresh(cookie)
    expect(answer.status).toBe(200)
    expect(answer.cookie).not.toBe(cookie)
    expect((await send('GET', '/api/auth/me', { token: answer.body.accessToken })).status).toBe(200)
    expect((await refresh(answer.cookie)).status).toBe(200)
  })

  it('does not sign two tabs out that refresh at the same moment', async () => {
    const { cookie } = await signIn()
    const answers = await Promise.all([refresh(cookie), refresh(cookie)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const cookies = answers.flatMap((answer) => answer.cookie ?? [])
    expect(cookies).toHaveLength(1)
    expect((await refresh(cookies[0])).status).toBe(200)
  })

  it('gives the previous token an access token for 30 seconds, but no new cookie', async () => {
    const { cookie } = await signIn()
    await refresh(cookie)
    testClock.advanceBy(29_000)
    const late = await refresh(cookie)
    expect(late.status).toBe(200)
    expect(late.cookie).toBeUndefined()
  })

  it('ends the session of both holders when an old token comes back later', async () => {
    const { cookie, token } = await signIn()
    const owner = await refresh(cookie)
    testClock.advanceBy(31_000)
    const thief = await refresh(cookie)
    expect(thief.status).toBe(401)
    expect(thief.body.error.code).toBe('auth.session_ended')
    expect(thief.cookie).toBe('')
    expect((await refresh(owner.cookie)).status).toBe(401)
    expect((await send('GET', '/api/auth/me', { token })).status).toBe(401)
  })

  it('ends the session when a token two rotations old comes back, even at once', async () => {
    const { cookie } = await signIn()
    const second = await refresh(cookie)
    const third = await refresh(second.cookie)
    expect((await refresh(cookie)).status).toBe(401)
    expect((await refresh(third.cookie)).status).toBe(401)
  })

  it('does not end a session for a token that somebody made up', async () => {
    const { cookie } = await signIn()
    const [sessionId] = cookie.split('.')
    for (const forged of [`${sessionId}.${'A'.repeat(43)}.${'A'.repeat(43)}`, sessionId, '', '..', `${cookie}x`])
      expect((await refresh(forged)).status).toBe(401)
    expect((await refresh(cookie)).status).toBe(200)
  })

  it('answers 401 without a cookie, and 30 days after the last use', async () => {
    const { cookie } = await signIn()
    expect((await refresh(undefined)).status).toBe(401)
    testClock.advanceBy(31 * 24 * 3600_000)
    expect((await refresh(cookie)).status).toBe(401)
  })

  it.each([{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'cross-site' }])(
    'refuses another site: %o',
    async (headers) => {
      const { cookie } = await signIn()
      expect((await refresh(cookie, headers)).body.error.code).toBe('auth.foreign_origin')
      expect((await send('POST', '/api/auth/logout', { cookie, headers })).status).toBe(403)
      expect((await refresh(cookie, { origin: 'https://wharf.test' })).status).toBe(200)
    },
  )

  it('moves on to another organization when the active one has removed the person', async () => {
    const { user, organization, cookie } = await signIn()
    const other = await createOrganization({ name: 'Still here' })
    await createMembership(other.id, user.id, 'user')
    await env.DIRECTORY.prepare('DELETE FROM memberships WHERE organization_id = ?').bind(organization.id).run()
    const answer = await refresh(cookie)
    const me = await send('GET', '/api/auth/me', { token: answer.body.accessToken })
    expect(me.body).toMatchObject({ organization: { name: 'Still here' }, role: 'user' })
  })
})

describe('the rule of refresh tokens', () => {
  it('rotates only the current token, and takes an old one only within the grace', () => {
    const token = fc.constantFrom('a', 'b', 'c')
    fc.assert(
      fc.property(token, token, token, fc.nat(100_000), fc.boolean(), (current, previous, shown, age, revoked) => {
        const session = {
          tokenHash: current,
          previousTokenHash: previous,
          rotatedAt: 0,
          expiresAt: 90_000,
          revokedAt: revoked ? 1 : null,
        }
        const verdict = judgeRefresh(session, shown, age)
        if (verdict === 'rotate') expect(shown === current && !revoked && age < 90_000).toBe(true)
        if (verdict === 'access-only') expect(shown === previous && shown !== current && age <= 30_000).toBe(true)
        if (revoked || age >= 90_000) expect(verdict).toBe('ended')
      }),
    )
  })
})

describe('signing out', () => {
  it('ends this device only', async () => {
    const { user, cookie, token } = await signIn()
    const phone = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    const answer = await send('POST', '/api/auth/logout', { cookie })
    expect(answer.status).toBe(204)
    expect(answer.cookie).toBe('')
    expect((await send('GET', '/api/auth/me', { token })).status).toBe(401)
    expect((await refresh(cookie)).status).toBe(401)
    expect((await send('GET', '/api/auth/me', { token: phone.body.accessToken })).status).toBe(200)
    expect((await send('POST', '/api/auth/logout', { cookie })).status).toBe(204)
  })

  it('ends every device when asked to', async () => {
    const { user, token } = await signIn()
    const phone = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    expect((await send('POST', '/api/auth/logout-everywhere', { token })).status).toBe(204)
    expect((await refresh(phone.cookie)).status).toBe(401)
    expect((await send('GET', '/api/auth/me', { token })).status).toBe(401)
  })

  it('lists devices and ends one of them, never another person’s', async () => {
    const { user, token } = await signIn()
    const stranger = await signIn()
    const phone = await send('POST', '/api/auth/login', {
      body: { email: user.email, password: PASSWORD },
      headers: { 'user-agent': 'Phone' },
    })
    const { body } = await send('GET', '/api/auth/sessions', { token })
    const other = body.items.find((item: { userAgent: string }) => item.userAgent === 'Phone')
    expect(body.items.filter((item: { current: boolean }) => item.current)).toHaveLength(1)
    expect((await send('DELETE', `/api/auth/sessions/${other.id}`, { token: stranger.token })).status).toBe(404)
    expect((await send('DELETE', `/api/auth/sessions/${other.id}`, { token })).status).toBe(204)
    expect((await refresh(phone.cookie)).status).toBe(401)
  })
})

describe('switching the organization', () => {
  it('gives a token for another one of mine, which the next refresh keeps', async () => {
    const { user, token, cookie } = await signIn()
    const created = await send('POST', '/api/organizations', { token, body: { name: 'Second' } })
    expect(created.status).toBe(201)
    const switched = await send('POST', '/api/auth/switch-organization', {
      token,
      body: { organizationId: created.body.id },
    })
    const me = await send('GET', '/api/auth/me', { token: switched.body.accessToken })
    expect(me.body).toMatchObject({ user: { id: user.id }, organization: { name: 'Second' }, role: 'admin' })
    const refreshed = await refresh(cookie)
    const still = await send('GET', '/api/organizations/current', { token: refreshed.body.accessToken })
    expect(still.body.name).toBe('Second')
  })

  it('answers 404 for an organization of somebody else', async () => {
    const { token } = await signIn()
    const neighbour = await createOrganization()
    const answer = await send('POST', '/api/auth/switch-organization', {
      token,
      body: { organizationId: neighbour.id },
    })
    expect(answer.body.error.code).toBe('organizations.not_found')
  })
})

describe('access tokens', () => {
  it('cost one D1 query, and nothing else, for a request that needs no more', async () => {
    const { token } = await signIn()
    const answer = await send('GET', '/api/organizations/current', { token })
    expect(answer.operations).toMatchObject([{ kind: 'd1', name: 'DIRECTORY', queries: 1 }])
  })

  it('end after 15 minutes', async () => {
    const { token } = await signIn()
    testClock.advanceBy(15 * 60_000 + 1000)
    expect((await send('GET', '/api/auth/me', { token })).body.error.code).toBe('auth.token_expired')
  })

  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  it('are refused without a signature, with another key, changed, or meant for something else', async () => {
    const { user, organization, token } = await signIn()
    const [header = '', payload = '', signature = ''] = token.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const otherKey = { ...loadConfig(env), accessTokenSecret: { reveal: () => 'x'.repeat(40) } } as ReturnType<
      typeof loadConfig
    >
    const foreign = await issueAccessToken(
      { config: otherKey, clock: testClock },
      { id: claims.sid, userId: user.id, organizationId: organization.id },
    )
    const forged = [
      `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
      `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.${signature}`,
      `${encode({ alg: 'HS512', typ: 'JWT' })}.${payload}.${signature}`,
      `${header}.${encode({ ...claims, org: 'org_01h00000000000000000000000' })}.${signature}`,
      foreign.accessToken,
      'not.a.token',
      'wharf_not_a_key',
      `${token}x`,
    ]
    for (const wrong of forged)
      expect((await send('GET', '/api/auth/me', { token: wrong })).body.error.code, wrong).toBe(
        'auth.credential_invalid',
      )
    expect((await send('GET', '/api/auth/me')).body.error.code).toBe('auth.credential_missing')
  })

  it('do not open an organization the person is not in, even rightly signed', async () => {
    const { user, token } = await signIn()
    const neighbour = await createOrganization()
    const claims = JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString())
    const config = loadConfig(env)
    const { accessToken } = await issueAccessToken(
      { config, clock: testClock },
      { id: claims.sid, userId: user.id, organizationId: neighbour.id },
    )
    expect((await send('GET', '/api/auth/me', { token: accessToken })).status).toBe(401)
  })
})
