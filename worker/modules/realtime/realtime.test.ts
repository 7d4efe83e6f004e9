import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { loadConfig } from '../../shared/config'
import { organizationObjectName } from '../../shared/names'
import { issueAccessToken } from '../../tenancy/access-token'
import { testClock } from '../../test/clock'
import { createApiKey, createMember, createOrganization, createSession, PASSWORD } from '../../test/factories'
import { send } from '../../test/harness'
import { createConversation } from '../../test/inbox-factories'
import { connect, conversationSocket, INBOX_SOCKET, openInbox, openSocket, openThread } from '../../test/sockets'
import { organizationContext } from '../../test/system'
import { ConversationRoom, InboxHub } from '../../test/worker'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { realtimeSubscriber } from './realtime.subscriber'
import { reconnectMember } from './realtime.usecases'

type Member = Awaited<ReturnType<typeof createMember>>
type Organization = Member['organization']
const hubOf = (organizationId: string) => env.INBOX_HUB.getByName(organizationObjectName(organizationId, 'inbox'))
const roomOf = (organizationId: string, conversationId: string) =>
  env.CONVERSATION_ROOM.getByName(organizationObjectName(organizationId, conversationId))

/** A conversation looks different now: the smallest change there is. */
async function touch(organization: Organization, ...conversationIds: string[]): Promise<number> {
  return (await commitInboxChange(await organizationContext(organization), { statements: [], conversationIds })).seq
}

const renewedToken = async ({ user, organization, session }: Member) =>
  (
    await issueAccessToken(
      { config: loadConfig(env), clock: testClock },
      { id: session.id, userId: user.id, organizationId: organization.id },
    )
  ).accessToken

/** Both sockets have one door. The path of each, for a member of an organization. */
const doors = {
  'the inbox socket': async () => INBOX_SOCKET,
  'a conversation’s socket': async (organization: Organization) =>
    conversationSocket((await createConversation(organization)).id),
}

describe.each(Object.entries(doors))('%s', (_, pathIn) => {
  it('greets a member with the number of the newest change, and answers pings', async () => {
    const { organization, token } = await createMember()
    const path = await pathIn(organization)
    const conversationId = path.split('/')[3] ?? ''
    const seq = await touch(organization, conversationId)
    const { socket, next, hello } = await openSocket(path, token)
    expect(hello).toEqual({ type: 'hello', to: seq, role: 'admin', visibility: 'all' })
    socket.send('ping')
    expect(await next()).toBe('pong')
  })

  it('refuses a missing or wrong token, an API key, another site, and plain HTTP', async () => {
    const { token, organization, user } = await createMember()
    const path = await pathIn(organization)
    const { key } = await createApiKey(organization.id, user.id)
    expect((await connect(path, undefined)).body.error.code).toBe('auth.credential_missing')
    expect((await connect(path, 'x.y.z')).body.error.code).toBe('auth.credential_invalid')
    expect((await connect(path, key)).body.error.code).toBe('auth.session_required')
    expect((await connect(path, token, { origin: 'https://evil.test' })).body.error.code).toBe(
      'realtime.foreign_origin',
    )
    expect((await connect(path, token, { upgrade: 'h2c' })).status).toBe(426)
    expect((await connect(path, token, { origin: 'https://wharf.test' })).status).toBe(101)
  })

  it('gets no frame after its token has expired', async () => {
    const { organization, token } = await createMember()
    const path = await pathIn(organization)
    const { closed, rest } = await openSocket(path, token)
    testClock.advanceBy(16 * 60_000)
    await touch(organization, path.split('/')[3] ?? '')
    expect(await closed).toEqual({ code: 4401 })
    expect(rest()).toEqual([])
  })

  it('is renewed in place with the next token of the same session, and not with another session’s', async () => {
    const member = await createMember()
    const { user, organization, token } = member
    const path = await pathIn(organization)
    const { say, next, nextOf, closed } = await openSocket(path, token)
    testClock.advanceBy(14 * 60_000)
    say({ type: 'token', accessToken: await renewedToken(member) })
    expect(await next()).toMatchObject({ type: 'token_accepted' })
    testClock.advanceBy(2 * 60_000)
    await touch(organization, path.split('/')[3] ?? '')
    expect(await next()).toMatchObject({ to: 1 })
    const login = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    say({ type: 'token', accessToken: login.body.accessToken })
    expect(await closed).toEqual({ code: 4403 })
    expect(await Promise.race([nextOf('token_accepted'), closed])).toEqual({ code: 4403 })
  })

  it('is closed by a token whose session has ended', async () => {
    const member = await createMember()
    const { say, closed } = await openSocket(await pathIn(member.organization), member.token)
    await env.DIRECTORY.prepare('UPDATE sessions SET revoked_at = 1 WHERE id = ?1').bind(member.session.id).run()
    say({ type: 'token', accessToken: await renewedToken(member) })
    expect(await closed).toEqual({ code: 4401 })
  })

  it.each([
    'not json',
    '[]',
    'null',
    '{"type":"unknown"}',
    '{"type":"token","accessToken":""}',
    '{"type":"token","accessToken":"a","more":1}',
    '{"type":"writing","kind":"shout"}',
    '{"type":"presence","isAway":"yes"}',
    '{"type":"presence","isAway":true,"__proto__":{"role":"admin"}}',
  ])('is closed for saying %s', async (text) => {
    const { token, organization } = await createMember()
    const { socket, closed } = await openSocket(await pathIn(organization), token)
    socket.send(text)
    expect(await closed).toEqual({ code: 1008 })
  })

  it('is closed for what belongs on the other socket', async () => {
    const { token, organization } = await createMember()
    const path = await pathIn(organization)
    const { say, closed } = await openSocket(path, token)
    say(path === INBOX_SOCKET ? { type: 'writing', kind: 'reply' } : { type: 'presence', isAway: true })
    expect(await closed).toEqual({ code: 1008 })
  })

  it.each([
    ['bytes', () => new Uint8Array([123, 125]).buffer],
    ['a long text', () => 'x'.repeat(8193)],
  ])('is closed for sending %s', async (_name, make) => {
    const { token, organization } = await createMember()
    const { socket, closed } = await openSocket(await pathIn(organization), token)
    socket.send(make())
    expect(await closed).toEqual({ code: 1009 })
  })

  it('is closed for talking too much, and stays open at a human pace', async () => {
    const member = await createMember()
    const path = await pathIn(member.organization)
    const { say, closed, nextOf } = await openSocket(path, member.token)
    const frame = path === INBOX_SOCKET ? { type: 'presence', isAway: false } : { type: 'writing', kind: null }
    for (let round = 0; round < 5; round++) {
      for (let count = 0; count < 20; count++) say(frame)
      say({ type: 'token', accessToken: await renewedToken(member) })
      await nextOf('token_accepted')
      testClock.advanceBy(11_000)
    }
    for (let count = 0; count < 61; count++) say(frame)
    expect(await closed).toEqual({ code: 1008 })
  })

  it('closes with the code it was closed with', async () => {
    const { token, organization } = await createMember()
    const { socket, closed } = await openSocket(await pathIn(organization), token)
    socket.close(1000, 'bye')
    expect(await closed).toEqual({ code: 1000 })
  })

  it('survives hibernation', async () => {
    const { organization, token } = await createMember()
    const path = await pathIn(organization)
    const conversationId = path.split('/')[3] ?? ''
    const { next } = await openSocket(path, token)
    for (let count = 1; count < 3; count++) {
      await evictDurableObject(hubOf(organization.id), { webSockets: 'hibernate' })
      if (path !== INBOX_SOCKET)
        await evictDurableObject(roomOf(organization.id, conversationId), { webSockets: 'hibernate' })
      await touch(organization, conversationId)
      expect(await next()).toMatchObject({ from: count - 1, to: count })
    }
  })
})

describe('who somebody is', () => {
  it('cannot be told by a header', async () => {
    const [me, neighbour] = [await createMember(), await createMember()]
    const member = {
      ...neighbour,
      userId: neighbour.user.id,
      organizationId: neighbour.organization.id,
      expiresAt: 9e15,
    }
    const { webSocket } = await connect(INBOX_SOCKET, me.token, {
      'x-wharf-member': encodeURIComponent(JSON.stringify({ member, to: 0 })),
    })
    const said: string[] = []
    webSocket?.addEventListener('message', ({ data }) => {
      said.push(data as string)
    })
    webSocket?.accept()
    const { nextOf } = await openInbox(neighbour.token)
    expect((await nextOf('presence')).online.map(({ userId }) => userId)).toEqual([neighbour.user.id])
    expect(said.join()).toContain(me.user.id)
    expect(said.join()).not.toContain(neighbour.user.id)
  })

  it('fits into an attachment, whatever the name and its script', async () => {
    const name = '👩🏽‍🚀'.repeat(40)
    const organization = await createOrganization()
    const { token } = await createMember({ organization, user: { name: name.repeat(10) } })
    const { id } = await createConversation(organization)
    const { nextOf } = await openThread(id, token)
    expect((await nextOf('viewers')).viewers).toMatchObject([{ name: name.repeat(10).slice(0, 200) }])
    const { nextOf: nextOfInbox } = await openInbox(token)
    expect((await nextOfInbox('presence')).online).toMatchObject([{ name: name.repeat(10).slice(0, 200) }])
  })
})

describe('being signed out', () => {
  it('closes this device’s sockets and no other’s', async () => {
    const { user, organization, token, session } = await createMember()
    const { id } = await createConversation(organization)
    const second = await createSession(user.id, organization.id)
    const laptop = [await openInbox(token), await openThread(id, token)]
    const phone = [await openInbox(second.token), await openThread(id, second.token)]
    await send('DELETE', `/api/auth/sessions/${session.id}`, { token: second.token })
    for (const { closed } of laptop) expect(await closed).toEqual({ code: 4401 })
    await touch(organization, id)
    for (const { next } of phone) expect(await next()).toMatchObject({ to: 1 })
  })

  it('closes a socket that was still being opened when its session ended', async () => {
    for (const Holder of [InboxHub, ConversationRoom]) {
      const { organization, token, session } = await createMember()
      const { id } = await createConversation(organization)
      const open = Holder.prototype.fetch
      // The Worker has looked; the sockets that were there have been closed; then this one is let in.
      vi.spyOn(Holder.prototype, 'fetch').mockImplementationOnce(async function (this: never, request: Request) {
        await env.DIRECTORY.prepare('UPDATE sessions SET revoked_at = 1 WHERE id = ?1').bind(session.id).run()
        return open.call(this, request)
      })
      const { closed } = await (Holder === InboxHub ? openInbox(token) : openThread(id, token))
      expect(await closed).toEqual({ code: 4401 })
    }
  })

  it('closes everything when the password changes, but not where it was changed', async () => {
    const { user, organization, token } = await createMember()
    const second = await createSession(user.id, organization.id)
    const [laptop, phone] = [await openInbox(token), await openInbox(second.token)]
    await send('POST', '/api/auth/change-password', {
      token,
      body: { currentPassword: PASSWORD, newPassword: 'another fine sentence' },
    })
    expect(await phone.closed).toEqual({ code: 4401 })
    await touch(organization)
    expect(await laptop.next()).toMatchObject({ to: 1 })
  })

  it('closes the session’s sockets when an old refresh token comes back', async () => {
    const { user } = await createMember()
    const { body, cookie } = await send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    const { closed } = await openInbox(body.accessToken)
    await send('POST', '/api/auth/refresh', { cookie })
    testClock.advanceBy(31_000)
    expect((await send('POST', '/api/auth/refresh', { cookie })).status).toBe(401)
    expect(await closed).toEqual({ code: 4401 })
  })

  it('closes a member’s sockets when an admin switches them off, in rooms too, and after both objects slept', async () => {
    const organization = await createOrganization()
    const [admin, agent] = [await createMember({ organization }), await createMember({ organization, role: 'agent' })]
    const { id } = await createConversation(organization)
    const sockets = [await openInbox(agent.token), await openThread(id, agent.token)]
    const colleague = await openThread(id, admin.token)
    await evictDurableObject(hubOf(organization.id), { webSockets: 'hibernate' })
    await evictDurableObject(roomOf(organization.id, id), { webSockets: 'hibernate' })
    const answer = await send('PATCH', `/api/team/${agent.user.id}`, { token: admin.token, body: { isActive: false } })
    expect(answer.status).toBe(200)
    for (const { closed } of sockets) expect(await closed).toEqual({ code: 4401 })
    expect((await send('GET', '/api/auth/me', { token: agent.token })).status).toBe(401)
    const { viewers } = await colleague.nextOf('viewers', (frame) => frame.viewers.length === 1)
    expect(viewers).toMatchObject([{ userId: admin.user.id }])
  })
})

describe('being somebody else than before', () => {
  /** An agent with both sockets open, and an admin with the inbox open. */
  async function agentAndAdmin() {
    const admin = await createMember()
    const { organization } = admin
    const agent = await createMember({ organization, role: 'agent' })
    const { id } = await createConversation(organization)
    return {
      admin,
      organization,
      agent,
      agentSockets: [await openInbox(agent.token), await openThread(id, agent.token)] as const,
      adminSocket: await openInbox(admin.token),
    }
  }

  it('closes a member’s sockets when their role changes, so that they come back in the new one', async () => {
    const { admin, organization, agent, agentSockets, adminSocket } = await agentAndAdmin()
    const path = `/api/team/${agent.user.id}/role`
    expect((await send('PATCH', path, { token: admin.token, body: { role: 'manager' } })).status).toBe(200)
    for (const { closed } of agentSockets) expect(await closed).toEqual({ code: 4403 })
    const again = await openInbox(agent.token)
    expect(again.hello).toMatchObject({ role: 'manager', visibility: 'all' })
    // The event comes behind the request; it finds a manager and closes nobody.
    await reconnectMember(await organizationContext(organization), agent.user.id)
    await touch(organization)
    for (const { next } of [again, adminSocket]) expect(await next()).toMatchObject({ to: 1 })
  })

  it('closes them by the event when the request died before it could', async () => {
    const { organization, agent, agentSockets } = await agentAndAdmin()
    await env.DIRECTORY.prepare("UPDATE memberships SET role = 'manager' WHERE user_id = ?1").bind(agent.user.id).run()
    const event = { type: 'member.role_changed', userId: agent.user.id }
    await realtimeSubscriber(await organizationContext(organization), event)
    for (const { closed } of agentSockets) expect(await closed).toEqual({ code: 4403 })
  })

  it('closes agents’ sockets when the organization changes what they see, and only theirs', async () => {
    const { admin, organization, agent, agentSockets, adminSocket } = await agentAndAdmin()
    const set = (agentVisibility: string) =>
      send('PATCH', '/api/organizations/current', { token: admin.token, body: { agentVisibility } })
    expect((await set('own')).status).toBe(200)
    for (const { closed } of agentSockets) expect(await closed).toEqual({ code: 4403 })
    const again = await openInbox(agent.token)
    expect(again.hello).toMatchObject({ role: 'agent', visibility: 'own' })
    expect((await set('own')).status).toBe(200)
    // The event comes behind the request, or twice: it compares with how things are, and closes nobody.
    await realtimeSubscriber(await organizationContext(organization), { type: 'organization.visibility_changed' })
    await touch(organization)
    for (const { next } of [again, adminSocket]) expect(await next()).toMatchObject({ to: 1 })
  })

  it('closes agents’ sockets by the event when the request died before it could', async () => {
    const { organization, agentSockets } = await agentAndAdmin()
    await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?1")
      .bind(organization.id)
      .run()
    await realtimeSubscriber(await organizationContext(organization), { type: 'organization.visibility_changed' })
    for (const { closed } of agentSockets) expect(await closed).toEqual({ code: 4403 })
  })

  it('closes a socket whose renewed token says that its owner is something else', async () => {
    const { agent, agentSockets } = await agentAndAdmin()
    await env.DIRECTORY.prepare("UPDATE memberships SET role = 'user' WHERE user_id = ?1").bind(agent.user.id).run()
    for (const { say, closed } of agentSockets) {
      say({ type: 'token', accessToken: await renewedToken(agent) })
      expect(await closed).toEqual({ code: 4403 })
    }
  })
})
