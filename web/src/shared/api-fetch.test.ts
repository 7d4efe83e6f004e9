import { describe, expect, it, vi } from 'vitest'
import { ApiError } from './api-error'
import { createApiFetch, isTransient } from './api-fetch'
import { serverNow } from './server-clock'

const envelope = (status: number, code: string, details?: unknown) =>
  Response.json({ error: { code, message: 'No.', requestId: 'req_1', details } }, { status })

function setUp(answers: (() => Response | Promise<Response>)[], token: string | undefined = 'first') {
  let current = token
  const session = {
    freshToken: vi.fn(async () => current),
    refresh: vi.fn(async () => {
      current = 'second'
      return true
    }),
  }
  const sent: (string | null)[] = []
  const send = vi.fn<typeof fetch>(async (_, init) => {
    sent.push(new Headers(init?.headers).get('authorization'))
    const answer = answers.shift()
    if (!answer) throw new Error('One request too many')
    return answer()
  })
  return { session, sent, fetch: createApiFetch(session, send) }
}

describe('a request to the API', () => {
  it('carries the access token', async () => {
    const { fetch, sent } = setUp([() => Response.json({})])
    await fetch('/api/auth/me')
    expect(sent).toEqual(['Bearer first'])
  })

  it('carries none while signed out', async () => {
    const { fetch, sent } = setUp([() => Response.json({})], '')
    await fetch('/api/auth/login', { method: 'POST' })
    expect(sent).toEqual([null])
  })

  it('tells what time it is at the server, also when it is refused', async () => {
    const at = (ms: number) => ({ headers: { date: new Date(ms).toUTCString() } })
    const tomorrow = Date.now() + 24 * 3_600_000
    const { fetch } = setUp([
      () => Response.json({ error: { code: 'x', message: 'No.', requestId: 'r' } }, { status: 409, ...at(tomorrow) }),
      () => Response.json({}, at(Date.now())),
    ])
    await fetch('/api/conversations').catch(() => {})
    expect(Math.abs(serverNow() - tomorrow)).toBeLessThan(60_000)
    await fetch('/api/conversations')
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(60_000)
  })

  it('renews the token once after a 401 and tries again with the new one', async () => {
    const { fetch, sent, session } = setUp([() => envelope(401, 'auth.token_expired'), () => Response.json({ ok: 1 })])
    const response = await fetch('/api/auth/me')
    expect(await response.json()).toEqual({ ok: 1 })
    expect(sent).toEqual(['Bearer first', 'Bearer second'])
    expect(session.refresh).toHaveBeenCalledTimes(1)
  })

  it('does not try a third time', async () => {
    const { fetch, sent } = setUp([() => envelope(401, 'auth.a'), () => envelope(401, 'auth.b')])
    await expect(fetch('/api/auth/me')).rejects.toMatchObject({ code: 'auth.b' })
    expect(sent).toHaveLength(2)
  })

  it('takes a 401 without a token for an answer about a password, not about the session', async () => {
    const { fetch, session } = setUp([() => envelope(401, 'auth.invalid_credentials', { attemptsLeft: 3 })], '')
    await expect(fetch('/api/auth/login')).rejects.toMatchObject({ status: 401, details: { attemptsLeft: 3 } })
    expect(session.refresh).not.toHaveBeenCalled()
  })

  it('turns a lost network into network.offline', async () => {
    const { fetch } = setUp([
      () => {
        throw new TypeError('Failed to fetch')
      },
    ])
    const error = await fetch('/api/auth/me').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 0, code: 'network.offline' })
    expect(isTransient(error)).toBe(true)
  })

  it('lets an aborted request say that it was aborted', async () => {
    const { fetch } = setUp([
      () => {
        throw new DOMException('Aborted', 'AbortError')
      },
    ])
    await expect(fetch('/api/auth/me')).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('an answer that is an error', () => {
  it.each([
    ['a page of a proxy', () => new Response('<html>', { status: 502 }), { status: 502, code: 'internal' }],
    ['another JSON', () => Response.json({ oops: true }, { status: 404 }), { status: 404, code: 'network.malformed' }],
    ['the envelope', () => envelope(403, 'auth.wrong_password'), { code: 'auth.wrong_password', requestId: 'req_1' }],
  ])('is read from %s', async (_, answer, expected) => {
    await expect(setUp([answer]).fetch('/api/x')).rejects.toMatchObject(expected)
  })

  it('knows how long to wait and which fields were refused', async () => {
    const wait = await setUp([() => envelope(429, 'rate_limit.exceeded', { retryAfterSeconds: 252 })])
      .fetch('/api/x')
      .catch((error: ApiError) => error)
    expect(wait).toMatchObject({ retryAfterSeconds: 252, fieldProblems: [] })
    const fields = await setUp([() => envelope(400, 'request.invalid', [{ path: 'email', message: 'Hm.' }, { no: 1 }])])
      .fetch('/api/x')
      .catch((error: ApiError) => error)
    expect(fields).toMatchObject({ retryAfterSeconds: undefined, fieldProblems: [{ path: 'email', message: 'Hm.' }] })
    expect(isTransient(fields)).toBe(false)
  })
})
