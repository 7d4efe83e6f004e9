import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { organizationObjectName } from '../../shared/names'
import { testClock } from '../../test/clock'
import { createApiKey, createMember, createOrganization, createSession, PASSWORD } from '../../test/factories'
import { send } from '../../test/harness'

const hubOf = (organizationId: string) => env.INBOX_HUB.getByName(organizationObjectName(organizationId, 'inbox'))
const connect = (token: string | undefined, headers: Record<string, string> = {}) =>
  send('GET', '/api/inbox/socket', {
    headers: {
      upgrade: 'websocket',
      ...(token === undefined ? {} : { 'sec-websocket-protocol': `wharf, bearer.${token}` }),
      ...headers,
    },
  })

/** Opens a socket and collects what arrives on it. */
async function open(token: string) {
  const answer = await connect(token)
  expect(answer.status).toBe(101)
  expect(answer.headers.get('sec-websocket-protocol')).toBe('wharf')
  const socket = answer.webSocket as WebSocket
  const frames: unknown[] = []
  const waiting: (() => void)[] = []
  socket.addEventListener('message', ({ data }) => {
    frames.push(data === 'pong' ? data : JSON.parse(data as string))
    waiting.shift()?.()
  })
  const closed = new Promise<{ code: number }>((resolve) =>
    socket.addEventListener('close', ({ code }) => resolve({ code })),
  )
  const next = async () => {
    if (frames.length === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    return frames.shift()
  }
  socket.accept()
  expect(await next()).toEqual({ type: 'hello' })
  return { socket, next, closed }
}

describe('the inbox socket', () => {
  it('greets a member, answers pings, and hears what is published in its organization only', async () => {
    const [ours, theirs] = [await createMember(), await createMember()]
    const { socket, next } = await open(ours.token)
    socket.send('ping')
    expect(await next()).toBe('pong')
    expect(await hubOf(theirs.organization.id).publish({ type: 'hello' })).toBe(0)
    expect(await hubOf(ours.organization.id).publish({ type: 'hello' })).toBe(1)
    expect(await next()).toEqual({ type: 'hello' })
  })

  it('survives hibernation', async () => {
    const { organization, token } = await createMember()
    const { next } = await open(token)
    await evictDurableObject(hubOf(organization.id), { webSockets: 'hibernate' })
    expect(await hubOf(organization.id).publish({ type: 'hello' })).toBe(1)
    expect(await next()).toEqual({ type: 'hello' })
  })

  it('refuses a missing or wrong token, an API key, another site, and plain HTTP', async () => {
    const { token, organization, user } = await createMember()
    const { key } = await createApiKey(organization.id, user.id)
    expect((await connect(undefined)).body.error.code).toBe('auth.credential_missing')
    expect((await connect('x.y.z')).body.error.code).toBe('auth.credential_invalid')
    expect((await connect(key)).body.error.code).toBe('auth.credential_invalid')
    expect((await connect(token, { origin: 'https://evil.test' })).body.error.code).toBe('realtime.foreign_origin')
    expect((await connect(token, { upgrade: 'h2c' })).status).toBe(426)
    expect((await connect(token, { origin: 'https://wharf.test' })).status).toBe(101)
  })

  it('cannot be told by a header who it is', async () => {
    const [me, neighbour] = [await createMember(), await createMember()]
    const member = JSON.stringify({
      userId: neighbour.user.id,
      sessionId: 'x',
      organizationId: neighbour.organization.id,
      expiresAt: 9e15,
    })
    await connect(me.token, { 'x-wharf-member': member })
    expect(await hubOf(neighbour.organization.id).publish({ type: 'hello' })).toBe(0)
  })

  it('gets no frame after its token has expired', async () => {
    const { organization, token } = await createMember()
    const { closed } = await open(token)
    testClock.advanceBy(16 * 60_000)
    expect(await hubOf(organization.id).publish({ type: 'hello' })).toBe(0)
    expect(await closed).toEqual({ code: 4401 })
  })

  it('is renewed in place with the next token of the same session, and not with another session’s', async () => {
    const { user, organization, token, session } = await createMember()
    const { socket, next, closed } = await open(token)
    testClock.advanceBy(14 * 60_000)
    const login = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    const { issueAccessToken } = await import('../../tenancy/access-token')
    const { loadConfig } = await import('../../shared/config')
    const renewed = await issueAccessToken(
      { config: loadConfig(env), clock: testClock },
      { id: session.id, userId: user.id, organizationId: organization.id },
    )
    socket.send(JSON.stringify({ type: 'token', accessToken: renewed.accessToken }))
    expect(await next()).toMatchObject({ type: 'token_accepted' })
    testClock.advanceBy(2 * 60_000)
    expect(await hubOf(organization.id).publish({ type: 'hello' })).toBe(1)
    expect(await next()).toEqual({ type: 'hello' })
    socket.send(JSON.stringify({ type: 'token', accessToken: login.body.accessToken }))
    expect(await closed).toEqual({ code: 4403 })
  })

  it.each([
    'not json',
    '{"type":"unknown"}',
    '{"type":"token","accessToken":""}',
    '{"type":"token","accessToken":"a","more":1}',
  ])('is closed for saying %s', async (text) => {
    const { token } = await createMember()
    const { socket, closed } = await open(token)
    socket.send(text)
    expect(await closed).toEqual({ code: 1008 })
  })

  it('closes with the code it was closed with', async () => {
    const { token } = await createMember()
    const { socket, closed } = await open(token)
    socket.close(1000, 'bye')
    expect(await closed).toEqual({ code: 1000 })
  })
})

describe('being signed out', () => {
  it('closes this device’s sockets and no other’s', async () => {
    const { user, organization, token, session } = await createMember()
    const second = await createSession(user.id, organization.id)
    const [laptop, phone] = [await open(token), await open(second.token)]
    await send('DELETE', `/api/auth/sessions/${session.id}`, { token: second.token })
    expect(await laptop.closed).toEqual({ code: 4401 })
    expect(await hubOf(organization.id).publish({ type: 'hello' })).toBe(1)
    expect(await phone.next()).toEqual({ type: 'hello' })
  })

  it('closes everything when the password changes, but not where it was changed', async () => {
    const { user, organization, token } = await createMember()
    const second = await createSession(user.id, organization.id)
    const [laptop, phone] = [await open(token), await open(second.token)]
    await send('POST', '/api/auth/change-password', {
      token,
      body: { currentPassword: PASSWORD, newPassword: 'another fine sentence' },
    })
    expect(await phone.closed).toEqual({ code: 4401 })
    expect(await hubOf(organization.id).publish({ type: 'hello' })).toBe(1)
    expect(await laptop.next()).toEqual({ type: 'hello' })
  })

  it('closes the session’s sockets when an old refresh token comes back', async () => {
    const { user } = await createMember()
    const { body, cookie } = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    const { closed } = await open(body.accessToken)
    await send('POST', '/api/auth/refresh', { cookie })
    testClock.advanceBy(31_000)
    expect((await send('POST', '/api/auth/refresh', { cookie })).status).toBe(401)
    expect(await closed).toEqual({ code: 4401 })
  })

  it('closes a member’s sockets when an admin switches them off', async () => {
    const organization = await createOrganization()
    const [admin, agent] = [await createMember({ organization }), await createMember({ organization, role: 'agent' })]
    const { closed } = await open(agent.token)
    const answer = await send('PATCH', `/api/team/${agent.user.id}`, { token: admin.token, body: { isActive: false } })
    expect(answer.status).toBe(200)
    expect(await closed).toEqual({ code: 4401 })
    expect((await send('GET', '/api/auth/me', { token: agent.token })).status).toBe(401)
  })
})
