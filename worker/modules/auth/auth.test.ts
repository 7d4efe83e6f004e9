import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { clientNetwork } from '../../shared/http/client-address'
import { platformObjectName } from '../../shared/names'
import { hashToken } from '../../shared/tokens'
import { testClock } from '../../test/clock'
import { createMember, createMembership, createOrganization, PASSWORD } from '../../test/factories'
import { freshAddress, mailedToken, mailsTo, send, until } from '../../test/harness'
import { takeLog } from '../../test/worker'

const registration = (email: string, more = {}) => ({
  organizationName: 'Kiln & Loom',
  name: 'Ifeoma Okafor',
  email,
  password: PASSWORD,
  plan: 'team',
  acceptTerms: true,
  ...more,
})
const count = async (table: string) =>
  (await env.DIRECTORY.prepare(`SELECT count(*) AS total FROM ${table}`).first<{ total: number }>())?.total

describe('registering', () => {
  it('creates the organization, its admin and their session', async () => {
    const answer = await send('POST', '/api/auth/register', { body: registration(' Ifeoma@Example.test ') })
    expect(answer.status).toBe(201)
    expect(answer.cookie).toBeTruthy()
    expect(answer.headers.getSetCookie()[0]).toMatch(/Path=\/api\/auth; HttpOnly; Secure; SameSite=Strict/)
    const me = await send('GET', '/api/auth/me', { token: answer.body.accessToken })
    expect(me.body).toMatchObject({
      user: { email: 'ifeoma@example.test', name: 'Ifeoma Okafor', emailVerified: false, isSuperadmin: false },
      role: 'admin',
      organization: { name: 'Kiln & Loom', plan: 'team' },
    })
    expect(me.body.organizations).toHaveLength(1)
  })

  it('mails a welcome whose link verifies the address, once', async () => {
    const { body } = await send('POST', '/api/auth/register', { body: registration('verify@example.test') })
    const token = await mailedToken('verify@example.test', 'verify-email')
    const owner = { token: body.accessToken }
    expect((await send('POST', '/api/auth/verify-email', { ...owner, body: { token } })).status).toBe(204)
    const again = await send('POST', '/api/auth/verify-email', { ...owner, body: { token } })
    expect(again.body.error).toMatchObject({ code: 'auth.invalid_token' })
    expect((await send('GET', '/api/auth/me', { token: body.accessToken })).body.user.emailVerified).toBe(true)
  })

  it('keeps neither the mail, nor a token, nor the password readable in the directory', async () => {
    await send('POST', '/api/auth/register', { body: registration('sealed@example.test') })
    const token = await mailedToken('sealed@example.test', 'verify-email')
    for (const table of ['users', 'sessions', 'mailed_tokens', 'mails', 'outbox']) {
      const { results } = await env.DIRECTORY.prepare(`SELECT * FROM ${table}`).all()
      expect(JSON.stringify(results)).not.toContain(token)
      expect(JSON.stringify(results)).not.toContain(PASSWORD)
    }
  })

  it('puts each organization on the shard with the least data', async () => {
    await (env as unknown as { SHARD_0: D1Database }).SHARD_0.prepare(
      'CREATE TABLE ballast AS SELECT hex(randomblob(200000)) AS bytes',
    ).run()
    await send('POST', '/api/auth/register', {
      body: registration('shard@example.test', { organizationName: 'Placed' }),
    })
    const placed = await env.DIRECTORY.prepare("SELECT shard FROM organizations WHERE name = 'Placed'").first()
    expect(placed).toEqual({ shard: 'SHARD_1' })
    await (env as unknown as { SHARD_0: D1Database }).SHARD_0.prepare('DROP TABLE ballast').run()
  })

  it('says that an address is taken, whatever its capitals, and creates nothing', async () => {
    await send('POST', '/api/auth/register', { body: registration('taken@example.test') })
    const before = await count('organizations')
    const again = await send('POST', '/api/auth/register', { body: registration('TAKEN@example.test') })
    expect(again.status).toBe(409)
    expect(again.body.error.code).toBe('auth.email_taken')
    expect(await count('organizations')).toBe(before)
  })

  it('lets one of two registrations of the same address at the same moment through', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => send('POST', '/api/auth/register', { body: registration('race@example.test') })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it.each([
    ['a short password', { password: 'short' }, 'password'],
    ['terms not accepted', { acceptTerms: false }, 'acceptTerms'],
    ['an address that is none', { email: 'nobody' }, 'email'],
    ['a plan that does not exist', { plan: 'platinum' }, 'plan'],
    ['a time zone that does not exist', { timeZone: 'Mars/Base' }, 'timeZone'],
    ['a field that is not known', { role: 'superadmin' }, 'role'],
  ])('refuses %s and names the field', async (_, wrong, field) => {
    const answer = await send('POST', '/api/auth/register', { body: registration('wrong@example.test', wrong) })
    expect(answer.status).toBe(400)
    expect(answer.body.error.code).toBe('request.invalid')
    expect(answer.body.error.details[0].path).toBe(field)
  })

  it('records it in the organization’s audit log', async () => {
    const { body } = await send('POST', '/api/auth/register', { body: registration('audited@example.test') })
    await until(async () => {
      const log = await send('GET', '/api/audit-log', { token: body.accessToken })
      expect(log.body.items).toMatchObject([
        { action: 'organization.created', actor: { type: 'user', name: 'Ifeoma Okafor' } },
      ])
    })
  })
})

describe('signing in', () => {
  it('works with the right password, in capitals and all', async () => {
    const { user } = await createMember({ user: { email: 'login@example.test' } })
    const answer = await send('POST', '/api/auth/login', { body: { email: 'LOGIN@example.test', password: PASSWORD } })
    expect(answer.body.status).toBe('signed_in')
    const me = await send('GET', '/api/auth/me', { token: answer.body.accessToken })
    expect(me.body.user).toMatchObject({ id: user.id, lastLoginAt: expect.any(String) })
  })

  it('says the same of a wrong password and of an account that does not exist', async () => {
    await createMember({ user: { email: 'known@example.test' } })
    const wrong = await send('POST', '/api/auth/login', {
      body: { email: 'known@example.test', password: 'not this one' },
    })
    const unknown = await send('POST', '/api/auth/login', {
      body: { email: 'unknown@example.test', password: 'not this one' },
    })
    const { requestId: _a, ...said } = wrong.body.error
    const { requestId: _b, ...saidToo } = unknown.body.error
    expect(wrong.status).toBe(401)
    expect(saidToo).toEqual(said)
    expect(said).toMatchObject({ code: 'auth.invalid_credentials', details: { attemptsLeft: 4 } })
    // The same work: the same kinds of operations on the bindings, and one password hash each.
    const kinds = ({ operations }: typeof wrong) => operations.map(({ kind, name }) => ({ kind, name }))
    expect(kinds(unknown)).toEqual(kinds(wrong))
  })

  it('makes an account wait after five tries from anywhere, and says for how long', async () => {
    await createMember({ user: { email: 'guessed@example.test' } })
    const attempt = (password: string) =>
      send('POST', '/api/auth/login', { body: { email: 'guessed@example.test', password } })
    for (let tries = 0; tries < 5; tries++) expect((await attempt('wrong')).status).toBe(401)
    const locked = await attempt(PASSWORD)
    expect(locked.status).toBe(429)
    expect(locked.body.error.details.retryAfterSeconds).toBeGreaterThan(290)
    expect(locked.headers.get('retry-after')).toBe(String(locked.body.error.details.retryAfterSeconds))
    testClock.advanceBy(5 * 60_000 + 1000)
    expect((await attempt(PASSWORD)).status).toBe(200)
  })

  it('makes one address wait that guesses many accounts', async () => {
    const address = freshAddress()
    const attempt = (name: string) =>
      send('POST', '/api/auth/login', {
        body: { email: `${name}@example.test`, password: 'x' },
        headers: { 'cf-connecting-ip': address },
      })
    expect((await attempt('first')).status).toBe(401)
    // 49 more of them, counted where the product counts: 49 password hashes would take ten seconds.
    const limiter = env.RATE_LIMITER.getByName(
      platformObjectName(`rate-limit:login-address:${hashToken(clientNetwork(address))}`),
    )
    for (let tries = 0; tries < 49; tries++) await limiter.consume({ limit: 50, windowMs: 300_000 }, testClock.now())
    expect((await attempt('last')).body.error.code).toBe('rate_limit.exceeded')
  })

  it('counts addresses of one IPv6 network as one', async () => {
    const tried = async (last: string) =>
      (
        await send('POST', '/api/auth/forgot-password', {
          body: { email: `${last}@example.test` },
          headers: { 'cf-connecting-ip': `2001:db8:7:7::${last}` },
        })
      ).status
    for (let tries = 0; tries < 20; tries++) expect(await tried(tries.toString(16))).toBe(202)
    expect(await tried('ffff')).toBe(429)
  })

  it('refuses a person who was switched off, at once and everywhere', async () => {
    const { user, token } = await createMember()
    await env.DIRECTORY.prepare('UPDATE users SET is_active = 0 WHERE id = ?').bind(user.id).run()
    expect((await send('GET', '/api/auth/me', { token })).body.error.code).toBe('auth.session_ended')
    const login = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    expect(login.body.error.code).toBe('auth.deactivated')
  })

  it('refuses a member who was switched off in the organization, but not in another one', async () => {
    const { user, token, organization } = await createMember()
    const other = await createOrganization({ name: 'Other' })
    await createMembership(other.id, user.id, 'agent')
    await env.DIRECTORY.prepare('UPDATE memberships SET is_active = 0 WHERE organization_id = ?')
      .bind(organization.id)
      .run()
    expect((await send('GET', '/api/auth/me', { token })).status).toBe(401)
    const login = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    const me = await send('GET', '/api/auth/me', { token: login.body.accessToken })
    expect(me.body).toMatchObject({ organization: { name: 'Other' }, role: 'agent' })
  })

  it('writes neither password nor token into the log', async () => {
    const { user } = await createMember()
    takeLog()
    const { body, cookie } = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    const written = JSON.stringify(takeLog())
    expect(written).toContain('/api/auth/login')
    for (const secret of [PASSWORD, body.accessToken, cookie as string]) expect(written).not.toContain(secret)
  })
})

describe('the mailbox of local runs', () => {
  it('is not there in production', async () => {
    const answer = await send('GET', '/api/dev/mail', { env: { ENVIRONMENT: 'production', MAIL_SENDER: 'cloudflare' } })
    expect(answer.status).toBe(404)
    expect(await mailsTo('nobody@example.test')).toEqual([])
  })
})
