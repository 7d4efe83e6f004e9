import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createMember, PASSWORD } from './factories'
import { send } from './harness'
import { createConversation } from './inbox-factories'
import { takeLog } from './worker'

const envelope = {
  code: expect.stringMatching(/^[a-z_]+(\.[a-z_]+)*$/),
  message: expect.stringMatching(/^[A-Z“].*[.!]$/s),
  requestId: expect.stringMatching(/^req_/),
}
const text = (body: string) => ({ content: { type: 'text', body } })
const at = (latitude: number) => ({ content: { type: 'location', latitude, longitude: 0 } })
const count = async () =>
  (
    await env.DIRECTORY.prepare(
      'SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM organizations) AS total',
    ).first<{ total: number }>()
  )?.total

describe('a request that is wrong gets the envelope, is logged once, and changes nothing', () => {
  const json = { 'content-type': 'application/json' }
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  it.each<[string, string, string, Parameters<typeof send>[2], number, string]>([
    ['malformed JSON', 'POST', '/api/auth/register', { rawBody: '{"email":' }, 400, 'request.malformed_json'],
    ['JSON that is no object', 'POST', '/api/auth/register', { rawBody: '"text"' }, 400, 'request.invalid'],
    ['JSON nested 50,000 deep', 'POST', '/api/auth/login', { rawBody: deep }, 400, 'request.invalid'],
    ['an empty body', 'POST', '/api/auth/register', { rawBody: '', headers: json }, 400, 'request.malformed_json'],
    ['no body at all', 'POST', '/api/auth/register', {}, 400, 'request.invalid'],
    [
      'a form',
      'POST',
      '/api/auth/login',
      { rawBody: 'email=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'request.wrong_content_type',
    ],
    [
      'text',
      'POST',
      '/api/auth/login',
      { rawBody: '{}', headers: { 'content-type': 'text/plain' } },
      415,
      'request.wrong_content_type',
    ],
    ['wrong types', 'POST', '/api/auth/login', { body: { email: 1, password: [] } }, 400, 'request.invalid'],
    [
      'an unknown field',
      'POST',
      '/api/auth/login',
      { body: { email: 'a@example.test', password: 'x', admin: true } },
      400,
      'request.invalid',
    ],
    [
      'a prototype',
      'POST',
      '/api/auth/login',
      { rawBody: '{"__proto__":{"admin":true},"email":"a@example.test","password":"x"}' },
      400,
      'request.invalid',
    ],
    [
      'a body over 1 MB',
      'POST',
      '/api/auth/login',
      { body: { email: 'a@example.test', password: 'x'.repeat(1_100_000) } },
      413,
      'request.too_large',
    ],
    ['an unknown address', 'GET', '/api/auth/nothing-here', {}, 401, 'auth.credential_missing'],
    ['an address outside the API', 'GET', '/nothing', {}, 404, 'request.not_found'],
    ['a method that is not there', 'DELETE', '/api/auth/login', {}, 401, 'auth.credential_missing'],
    [
      'a header that is no bearer',
      'GET',
      '/api/auth/me',
      { headers: { authorization: 'Basic YTpi' } },
      401,
      'auth.credential_missing',
    ],
  ])('%s', async (_, method, path, options, status, code) => {
    const before = await count()
    takeLog()
    const answer = await send(method, path, options)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
    expect(answer.body.error).toMatchObject(envelope)
    expect(answer.headers.get('x-request-id')).toBe(answer.body.error.requestId)
    expect(takeLog().filter((line) => line.errorCode === code)).toHaveLength(1)
    expect(await count()).toBe(before)
  })

  it('a member’s request too: an unknown address, a wrong cursor, a limit out of range', async () => {
    const { token } = await createMember()
    const refused = async (path: string) => {
      const { status, body } = await send('GET', path, { token })
      return [status, body.error.code]
    }
    expect(await refused('/api/nothing')).toEqual([404, 'request.not_found'])
    expect(await refused('/api/audit-log?cursor=%00')).toEqual([400, 'request.invalid_cursor'])
    expect(await refused('/api/audit-log?cursor=eyJhIjoxfQ')).toEqual([400, 'request.invalid_cursor'])
    for (const limit of ['0', '-1', '101', '1.5', 'many', ''])
      expect(await refused(`/api/audit-log?limit=${limit}`), limit).toEqual([400, 'request.invalid'])
  })

  it('a POST without a body is no wrong content type, though over HTTP it has an empty stream', async () => {
    const headers = { 'content-type': '' }
    for (const known of [{ 'content-length': '0' }, {}])
      expect(
        (await send('POST', '/api/auth/refresh', { rawBody: '', headers: { ...headers, ...known } })).body.error.code,
      ).toBe('auth.session_ended')
    expect((await send('POST', '/api/auth/refresh', { rawBody: 'a=b', headers })).body.error.code).toBe(
      'request.wrong_content_type',
    )
  })

  it('hostile text is kept as it is and shown as text', async () => {
    const { token } = await createMember()
    for (const name of [
      '<script>alert(1)</script>',
      "'; DROP TABLE users; --",
      '\u202Eevil',
      '{{7*7}}',
      '😀'.repeat(20),
    ]) {
      const { body } = await send('PATCH', '/api/auth/me', { token, body: { name } })
      expect(body.user.name).toBe(name)
    }
  })
})

describe('what breaks on our side', () => {
  it('answers “internal” with nothing of the cause, and logs the cause once', async () => {
    const { token } = await createMember()
    const broken = {
      prepare: () => {
        throw new Error('D1_ERROR: no such table: secrets')
      },
    }
    takeLog()
    const answer = await send('GET', '/api/auth/me', { token, env: { DIRECTORY: broken } })
    expect(answer.status).toBe(500)
    expect(answer.body.error).toMatchObject({ ...envelope, code: 'internal' })
    expect(JSON.stringify(answer.body)).not.toContain('secrets')
    const errors = takeLog().filter((line) => line.level === 'error')
    expect(errors).toHaveLength(1)
    expect(JSON.stringify(errors)).toContain('no such table')
  })
})

describe('a missing setting', () => {
  const without = (...names: string[]) =>
    send('GET', '/api/health', { env: Object.fromEntries(names.map((name) => [name, undefined])) })

  it('names each key that is missing and where to set it', async () => {
    const answer = await without('ACCESS_TOKEN_SECRET', 'ENCRYPTION_KEYS')
    expect(answer.status).toBe(503)
    expect(answer.body.error).toMatchObject({
      ...envelope,
      code: 'config.invalid',
      message: expect.stringMatching(/ACCESS_TOKEN_SECRET.*ENCRYPTION_KEYS.*wrangler secret put/s),
    })
  })

  it.each([
    ['a short secret', { ACCESS_TOKEN_SECRET: 'short' }, 'ACCESS_TOKEN_SECRET needs at least 32 characters'],
    ['a key of the wrong length', { ENCRYPTION_KEYS: 'k1:abcd' }, 'ENCRYPTION_KEYS needs the form'],
    ['an address that is none', { PUBLIC_URL: 'inbox' }, 'PUBLIC_URL needs the address'],
    ['SMTP without a host', { MAIL_SENDER: 'smtp' }, 'SMTP_HOST'],
    ['local mail in production', { ENVIRONMENT: 'production' }, 'MAIL_SENDER cannot be local'],
    ['a missing database', { DIRECTORY: undefined }, 'DIRECTORY is not bound'],
    ['a missing queue', { EVENTS: undefined }, 'EVENTS is not bound'],
    ['a missing object', { RATE_LIMITER: undefined }, 'RATE_LIMITER is not bound'],
  ])('says what is wrong with %s, and never the value', async (_, wrong, sentence) => {
    const answer = await send('POST', '/api/auth/login', {
      body: { email: 'a@example.test', password: PASSWORD },
      env: wrong,
    })
    expect(answer.status).toBe(503)
    expect(answer.body.error.message).toContain(sentence)
    for (const value of Object.values(wrong))
      if (value && value !== 'production' && value !== 'smtp')
        expect(answer.body.error.message).not.toContain(`“${value}”`)
  })
})

describe('every answer', () => {
  it('has the headers that keep a browser from doing harm with it', async () => {
    const { token } = await createMember()
    const { headers } = await send('GET', '/api/auth/me', { token })
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age='),
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^req_/),
    })
  })
})

describe('what is wrong with a field is said in words', () => {
  it.each<[string, string, string, object, string, RegExp]>([
    [
      '4,097 characters',
      'POST',
      '/messages',
      text('x'.repeat(4097)),
      'content.body',
      /^This is too long: at most 4,096 characters\.$/,
    ],
    ['nothing at all', 'POST', '/messages', text(''), 'content.body', /^This cannot be empty\.$/],
    ['latitude 91', 'POST', '/messages', at(91), 'content.latitude', /^This is too much: at most 90\.$/],
    [
      'an unknown kind',
      'POST',
      '/messages',
      { content: { type: 'fax' } },
      'content.type',
      /^This needs to be text, image, .* or note\.$/,
    ],
    [
      'an unknown status',
      'PATCH',
      '/status',
      { status: 'done' },
      'status',
      /^This needs to be open, pending or closed\.$/,
    ],
  ])('%s', async (_, method, path, body, field, message) => {
    const { organization, token } = await createMember()
    const conversation = await createConversation(organization)
    const answer = await send(method, `/api/conversations/${conversation.id}${path}`, { token, body })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'request.invalid' } } })
    expect(answer.body.error.details).toContainEqual({ path: field, message: expect.stringMatching(message) })
  })
})
