import { evictDurableObject, listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { loadConfig } from '../../shared/config'
import { organizationObjectName } from '../../shared/names'
import { issueAccessToken } from '../../tenancy/access-token'
import { testClock } from '../../test/clock'
import { createMember, createOrganization, createSession } from '../../test/factories'
import { send, until } from '../../test/harness'
import { createConversation, createMessage } from '../../test/inbox-factories'
import { connect, INBOX_SOCKET, type OpenSocket, openInbox, openThread } from '../../test/sockets'
import { organizationContext } from '../../test/system'
import { ConversationRoom } from '../../test/worker'
import { conversations } from '../conversations/conversations.tables'
import { commitInboxChange } from '../inbox/inbox.usecases'
import type { Bundle } from './changes.models'
import type { InboxMember } from './members.models'

const [selfHosting = ''] = Object.values(
  (import.meta as unknown as { glob(pattern: string, options: object): Record<string, string> }).glob(
    '../../../docs/self-hosting.md',
    { eager: true, query: '?raw', import: 'default' },
  ),
)

type Organization = Awaited<ReturnType<typeof createOrganization>>
const hubOf = (organizationId: string) => env.INBOX_HUB.getByName(organizationObjectName(organizationId, 'inbox'))
const roomOf = (organizationId: string, conversationId: string) =>
  env.CONVERSATION_ROOM.getByName(organizationObjectName(organizationId, conversationId))
/** Which rooms the hub has written down. */
const storedRooms = (organizationId: string) =>
  runInDurableObject(hubOf(organizationId), (_, state) => [...state.storage.kv.list()].map(([key]) => key))

const touch = async (organization: Organization, ...conversationIds: string[]) =>
  (await commitInboxChange(await organizationContext(organization), { statements: [], conversationIds })).seq

async function assign(
  organization: Organization,
  { id, from, to }: { id: string; from: string | null; to: string | null },
) {
  const ctx = await organizationContext(organization)
  await commitInboxChange(ctx, {
    statements: [ctx.db.update(conversations, { assigneeId: to }, eq(conversations.id, id))],
    conversationIds: [id],
    previousAssignees: new Map([[id, from]]),
  })
}

const nextInbox = async ({ nextOf }: OpenSocket) => {
  const { from, to, conversations: changed, removed } = await nextOf('inbox.changed')
  return { from, to, ids: changed.map(({ id }) => id), removed }
}
const bundle = (to: number): Bundle => ({ from: to - 1, to, conversations: [], messages: [] })

describe('what changes in the inbox', () => {
  it('is shown as the API shows it, to the organization and no neighbour', async () => {
    const [ours, theirs] = [await createMember(), await createMember()]
    const { organization } = ours
    const { id } = await createConversation(organization)
    const foreign = await createConversation(theirs.organization)
    const [socket, neighbour] = [await openInbox(ours.token), await openInbox(theirs.token)]
    await touch(organization, id)
    const frame = await socket.nextOf('inbox.changed')
    expect(frame).toMatchObject({ from: 0, to: 1, removed: [], conversations: [{ id, changeSeq: 1, status: 'open' }] })
    await touch(theirs.organization, foreign.id)
    // Had ours been heard there, it would have come first.
    expect((await nextInbox(neighbour)).ids).toEqual([foreign.id])
    expect(socket.rest()).toEqual([])
  })

  it('reaches agents who see only their own as far as it is theirs, also when assignments move', async () => {
    const organization = await createOrganization({ agentVisibility: 'own' })
    const [ann, ben, manager] = [
      await createMember({ organization, role: 'agent' }),
      await createMember({ organization, role: 'agent' }),
      await createMember({ organization, role: 'manager' }),
    ]
    const { id } = await createConversation(organization)
    const [ofAnn, ofBen, ofManager] = [
      await openInbox(ann.token),
      await openInbox(ben.token),
      await openInbox(manager.token),
    ]
    /** Who sees it after a move, and from whom it was taken. */
    async function move(from: string | null, to: string | null) {
      await assign(organization, { id, from, to })
      const frames = [await nextInbox(ofAnn), await nextInbox(ofBen), await nextInbox(ofManager)]
      expect(new Set(frames.map((frame) => `${frame.from}–${frame.to}`)).size).toBe(1)
      return frames.map(({ ids, removed }) => (ids.includes(id) ? 'sees' : removed.includes(id) ? 'loses' : 'nothing'))
    }
    expect(await move(null, ann.user.id)).toEqual(['sees', 'loses', 'sees'])
    expect(await move(ann.user.id, ben.user.id)).toEqual(['loses', 'sees', 'sees'])
    expect(await move(ben.user.id, manager.user.id)).toEqual(['nothing', 'loses', 'sees'])
    expect(await move(manager.user.id, null)).toEqual(['sees', 'sees', 'sees'])
  })

  it('is numbered for those who may see nothing of it, so that they notice no gap', async () => {
    const organization = await createOrganization({ agentVisibility: 'own' })
    const [agent, other] = [
      await createMember({ organization, role: 'agent' }),
      await createMember({ organization, role: 'agent' }),
    ]
    const { id } = await createConversation(organization, { assigneeId: other.user.id })
    const socket = await openInbox(agent.token)
    for (let count = 0; count < 2; count++) {
      await touch(organization, id)
      expect(await nextInbox(socket)).toEqual({ from: count, to: count + 1, ids: [], removed: [] })
    }
  })

  it('comes in order without a gap when changes arrive out of order', async () => {
    const { organization, token } = await createMember()
    const socket = await openInbox(token)
    const hub = hubOf(organization.id)
    await hub.publishChange(bundle(1))
    await Promise.all([4, 3, 2].map((to) => hub.publishChange(bundle(to))))
    let seen = 0
    while (seen < 4) {
      const { from, to } = await nextInbox(socket)
      expect(from).toBe(seen)
      seen = to
    }
  })

  it('shows a gap when one never arrives, after waiting a moment for it', async () => {
    const { organization, token } = await createMember()
    const socket = await openInbox(token)
    const hub = hubOf(organization.id)
    await hub.publishChange(bundle(1))
    await hub.publishChange(bundle(3))
    expect(await nextInbox(socket)).toMatchObject({ from: 0, to: 1 })
    expect(await nextInbox(socket)).toMatchObject({ from: 2, to: 3 })
  })

  it('goes to rooms only when it comes after its gap was shown: inboxes have asked by then', async () => {
    const { organization, token } = await createMember()
    const { id } = await createConversation(organization)
    const [socket, thread] = [await openInbox(token), await openThread(id, token)]
    const hub = hubOf(organization.id)
    await hub.publishChange(bundle(1))
    await hub.publishChange(bundle(3))
    expect(await nextInbox(socket)).toMatchObject({ to: 1 })
    expect(await nextInbox(socket)).toMatchObject({ from: 2, to: 3 })
    const conversation = { id, assigneeId: null, previousSeq: 0, text: JSON.stringify({ id }) }
    await hub.publishChange({ ...bundle(2), conversations: [conversation] })
    expect(await thread.nextOf('conversation.changed')).toMatchObject({ from: 0, to: 2, conversation: { id } })
    await hub.publishChange(bundle(4))
    expect(await nextInbox(socket)).toMatchObject({ from: 3, to: 4 })
  })

  it('is gathered for many: fewer frames than changes, each number in exactly one', async () => {
    const { organization, token } = await createMember()
    const tokens = [token, (await createMember({ organization })).token]
    const sockets = await Promise.all(Array.from({ length: 60 }, (_, at) => openInbox(tokens[at % 2] ?? '')))
    const hub = hubOf(organization.id)
    const count = 200
    await Promise.all(Array.from({ length: count }, (_, at) => hub.publishChange(bundle(at + 1))))
    for (const socket of sockets) {
      const spans: number[][] = []
      for (let seen = 0; seen < count; seen = spans.at(-1)?.[1] ?? 0) {
        const { from, to } = await nextInbox(socket)
        expect(from).toBe(seen)
        spans.push([from, to])
      }
      expect(spans.length).toBeLessThan(count / 2)
    }
  })

  it('goes on in the same numbers after the hub slept', async () => {
    const { organization, token } = await createMember()
    const { id } = await createConversation(organization)
    const socket = await openInbox(token)
    for (let count = 0; count < 3; count++) {
      await touch(organization, id)
      expect(await nextInbox(socket)).toEqual({ from: count, to: count + 1, ids: [id], removed: [] })
      await evictDurableObject(hubOf(organization.id), { webSockets: 'hibernate' })
    }
  })

  it('is seen after the database was put back to an earlier moment, as docs/self-hosting.md says', async () => {
    const { organization, token } = await createMember()
    const { id } = await createConversation(organization)
    const socket = await openInbox(token)
    for (let count = 0; count < 3; count++) {
      await touch(organization, id)
      await nextInbox(socket)
    }
    const shard = (env as unknown as Record<string, D1Database>)[organization.shard] as D1Database
    await shard.prepare('UPDATE change_sequences SET value = 1 WHERE organization_id = ?').bind(organization.id).run()
    const command = /--command "(UPDATE change_sequences [^"]+)"/.exec(selfHosting)?.[1] ?? 'not in the document'
    await shard.prepare(command).run()
    const to = await touch(organization, id)
    // Above the last one: a gap, for which everybody asks.
    expect(await nextInbox(socket)).toEqual({ from: to - 1, to, ids: [id], removed: [] })
    const changes = await send('GET', '/api/inbox/changes?since=3', { token })
    expect(changes.body).toMatchObject({ to, conversations: [{ id, changeSeq: to }] })
  })

  it('is greeted with by its newest number when the Worker had read an older one', async () => {
    const { organization, token } = await createMember()
    await openInbox(token)
    // Published and not in the database: as if it had been committed right after the Worker looked.
    await hubOf(organization.id).publishChange(bundle(41))
    expect((await openInbox(token)).hello.to).toBe(41)
  })
})

describe('rooms', () => {
  it('are called once a batch, however many messages it has, and not for what they have nothing to do with', async () => {
    const { organization, token } = await createMember()
    const [here, other] = [await createConversation(organization), await createConversation(organization)]
    const thread = await openThread(here.id, token)
    const sent = await Promise.all([1, 2, 3].map(() => createMessage(organization, here)))
    const publish = vi.spyOn(ConversationRoom.prototype, 'publish')
    await touch(organization, other.id)
    await commitInboxChange(await organizationContext(organization), {
      statements: [],
      conversationIds: [here.id, other.id],
      messageIds: sent.map(({ id }) => id),
    })
    expect((await thread.nextOf('conversation.changed')).messages).toHaveLength(3)
    expect(publish).toHaveBeenCalledTimes(1)
  })

  it('are told only where a conversation is open', async () => {
    const { organization, token } = await createMember()
    const [open, shut] = [await createConversation(organization), await createConversation(organization)]
    const before = (await listDurableObjectIds(env.CONVERSATION_ROOM)).length
    const thread = await openThread(open.id, token)
    await touch(organization, open.id, shut.id)
    expect(await thread.nextOf('conversation.changed')).toMatchObject({ conversation: { id: open.id } })
    expect(await listDurableObjectIds(env.CONVERSATION_ROOM)).toHaveLength(before + 1)
  })

  it('are written down when they open and when they are empty, and not for a frame', async () => {
    const { organization, token, user } = await createMember()
    const { id } = await createConversation(organization)
    expect(await storedRooms(organization.id)).toEqual([])
    const first = await openThread(id, token)
    const second = await openThread(id, (await createSession(user.id, organization.id)).token)
    const writes = () =>
      runInDurableObject(hubOf(organization.id), (_, state) => JSON.stringify([...state.storage.kv.list()]))
    const stored = await writes()
    expect(await storedRooms(organization.id)).toEqual([`room:${id}`])
    for (let count = 0; count < 5; count++) await touch(organization, id)
    expect(await writes()).toBe(stored)
    first.socket.close(1000)
    await first.closed
    await touch(organization, id)
    expect(await second.nextOf('conversation.changed', ({ to }) => to === 6)).toBeDefined()
    second.socket.close(1000)
    await until(async () => expect(await storedRooms(organization.id)).toEqual([]))
  })

  it('are still known after the hub slept, after the room slept, and after both did', async () => {
    const { organization, token } = await createMember()
    const { id } = await createConversation(organization)
    const { nextOf } = await openThread(id, token)
    const [hub, room] = [hubOf(organization.id), roomOf(organization.id, id)]
    let seq = 0
    for (const sleepers of [[hub], [room], [hub, room]]) {
      for (const sleeper of sleepers) await evictDurableObject(sleeper, { webSockets: 'hibernate' })
      await touch(organization, id)
      expect(await nextOf('conversation.changed')).toMatchObject({ from: seq, to: ++seq })
    }
  })

  it('that are gone without a word are forgotten with the next change', async () => {
    const { organization, token } = await createMember()
    const { id } = await createConversation(organization)
    await openThread(id, token)
    await evictDurableObject(roomOf(organization.id, id), { webSockets: 'close' })
    expect(await storedRooms(organization.id)).toEqual([`room:${id}`])
    await touch(organization, id)
    await until(async () => expect(await storedRooms(organization.id)).toEqual([]))
    // And whoever comes back is known again.
    const { nextOf } = await openThread(id, token)
    await touch(organization, id)
    expect(await nextOf('conversation.changed')).toMatchObject({ to: 2 })
  })

  it('that are gone without a word and never change again are found after a day', async () => {
    const { organization, user, token } = await createMember()
    const [gone, opened, later] = [
      await createConversation(organization),
      await createConversation(organization),
      await createConversation(organization),
    ]
    await openThread(gone.id, token)
    await evictDurableObject(roomOf(organization.id, gone.id), { webSockets: 'close' })
    testClock.advanceBy(23 * 3_600_000)
    const socket = await openThread(opened.id, (await createSession(user.id, organization.id)).token)
    expect(await storedRooms(organization.id)).toContain(`room:${gone.id}`)
    testClock.advanceBy(2 * 3_600_000)
    await openThread(later.id, (await createSession(user.id, organization.id)).token)
    await until(async () => expect(await storedRooms(organization.id)).not.toContain(`room:${gone.id}`))
    expect(await storedRooms(organization.id)).toContain(`room:${opened.id}`)
    expect(socket.rest()).toEqual([])
  })

  it('stay known when a late goodbye of earlier people overtakes the next ones', async () => {
    const { organization, token } = await createMember()
    const { id } = await createConversation(organization)
    const { nextOf } = await openThread(id, token)
    const goodbye = { organizationId: organization.id, conversationId: id, registration: 'of an earlier time' }
    await hubOf(organization.id).roomClosed(goodbye)
    await touch(organization, id)
    expect(await nextOf('conversation.changed')).toMatchObject({ to: 1 })
  })

  it('close whose token ran out with the next change, and keep who renewed it before that', async () => {
    const member = await createMember()
    const { organization, token, user, session } = member
    const { id } = await createConversation(organization)
    const [late, punctual] = [await openThread(id, token), await openThread(id, token)]
    testClock.advanceBy(16 * 60_000)
    const { accessToken } = await issueAccessToken(
      { config: loadConfig(env), clock: testClock },
      { id: session.id, userId: user.id, organizationId: organization.id },
    )
    punctual.say({ type: 'token', accessToken })
    await punctual.nextOf('token_accepted')
    await touch(organization, id)
    expect(await late.closed).toEqual({ code: 4401 })
    expect(await punctual.nextOf('conversation.changed')).toMatchObject({ to: 1 })
    testClock.advanceBy(16 * 60_000)
    await touch(organization, id)
    expect(await punctual.closed).toEqual({ code: 4401 })
    await until(async () => expect(await storedRooms(organization.id)).toEqual([]))
  })
})

it('of one person are forty at most, and one more is refused without harm to the others', async () => {
  const { organization, token } = await createMember()
  const colleague = await createMember({ organization, role: 'agent' })
  const sockets = await Promise.all(Array.from({ length: 40 }, () => openInbox(token)))
  const { webSocket } = await connect(INBOX_SOCKET, token)
  const refused = new Promise((resolve) => webSocket?.addEventListener('close', ({ code }) => resolve(code)))
  webSocket?.accept()
  expect(await refused).toBe(1013)
  const { id } = await createConversation(organization)
  const other = await openInbox(colleague.token)
  await touch(organization, id)
  for (const socket of [sockets[0], sockets[39], other]) expect(await socket?.nextOf('inbox.changed')).toBeTruthy()
})

describe('presence', () => {
  const online = async ({ nextOf }: OpenSocket, count: number) =>
    (await nextOf('presence', (frame) => frame.online.length === count)).online

  const countAway = (organizationId: string) =>
    runInDurableObject(
      hubOf(organizationId),
      (_, state) => state.getWebSockets().filter((one) => (one.deserializeAttachment() as InboxMember).isAway).length,
    )

  it('shows a newcomer who is there, and everyone the newcomer', async () => {
    const organization = await createOrganization()
    const [ann, ben] = [
      await createMember({ organization, user: { name: 'Ann' } }),
      await createMember({ organization, user: { name: 'Ben' } }),
    ]
    const stranger = await createMember()
    const ofAnn = await openInbox(ann.token)
    const ofStranger = await openInbox(stranger.token)
    expect(await online(ofAnn, 1)).toEqual([{ userId: ann.user.id, name: 'Ann', isAway: false }])
    const ofBen = await openInbox(ben.token)
    const both = [ann, ben].map(({ user }) => ({ userId: user.id, name: user.name, isAway: false }))
    expect(await online(ofBen, 2)).toEqual(both)
    expect(await online(ofAnn, 2)).toEqual(both)
    ofBen.socket.close(1000)
    expect(await online(ofAnn, 1)).toMatchObject([{ userId: ann.user.id }])
    expect(await online(ofStranger, 1)).toMatchObject([{ userId: stranger.user.id }])
  })

  it('counts two tabs as one person, away only when both are, gone only when both are', async () => {
    const organization = await createOrganization()
    const [ann, ben] = [await createMember({ organization }), await createMember({ organization })]
    const watcher = await openInbox(ben.token)
    const tabs = [await openInbox(ann.token), await openInbox(ann.token)] as const
    const stateOfAnn = (isAway: boolean) =>
      watcher.nextOf('presence', ({ online }) =>
        online.some((one) => one.userId === ann.user.id && one.isAway === isAway),
      )
    await stateOfAnn(false)
    tabs[0].say({ type: 'presence', isAway: true })
    // Slept through: what a socket said is in its attachment.
    await until(async () => expect(await countAway(organization.id)).toBe(1))
    await evictDurableObject(hubOf(organization.id), { webSockets: 'hibernate' })
    tabs[1].say({ type: 'presence', isAway: true })
    expect((await stateOfAnn(true)).online).toHaveLength(2)
    tabs[1].say({ type: 'presence', isAway: false })
    await stateOfAnn(false)
    tabs[1].socket.close(1000)
    await stateOfAnn(true)
    tabs[0].socket.close(1000)
    expect(await online(watcher, 1)).toMatchObject([{ userId: ben.user.id }])
  })

  it('does not count whose token has run out', async () => {
    const organization = await createOrganization()
    const [ann, ben] = [await createMember({ organization }), await createMember({ organization })]
    await openInbox(ann.token)
    testClock.advanceBy(16 * 60_000)
    const socket = await openInbox((await createSession(ben.user.id, organization.id)).token)
    expect((await socket.nextOf('presence')).online).toMatchObject([{ userId: ben.user.id }])
  })

  it('does not count who has not been heard of for minutes, and counts them again when they speak', async () => {
    const organization = await createOrganization()
    const [ann, ben] = [await createMember({ organization }), await createMember({ organization })]
    const [ofAnn, ofBen] = [await openInbox(ann.token), await openInbox(ben.token)]
    await online(ofBen, 2)
    testClock.advanceBy(4 * 60_000)
    // Nothing waits for it: the next change of the inbox finds that nobody has said anything.
    await touch(organization, (await createConversation(organization)).id)
    expect(await online(ofBen, 0)).toEqual([])
    ofBen.say({ type: 'presence', isAway: false })
    expect(await online(ofBen, 1)).toMatchObject([{ userId: ben.user.id }])
    // A ping counts, though it wakes nobody.
    testClock.reset()
    ofAnn.socket.send('ping')
    expect(await ofAnn.next()).toMatchObject({ type: 'inbox.changed' })
    expect(await ofAnn.next()).toBe('pong')
    ofBen.say({ type: 'presence', isAway: false })
    expect(await online(ofBen, 2)).toHaveLength(2)
  })

  it('is looked after where nothing happens, as long as a socket is open, and then no more', async () => {
    const organization = await createOrganization()
    const [ann, ben] = [await createMember({ organization }), await createMember({ organization })]
    const [ofAnn, ofBen] = [await openInbox(ann.token), await openInbox(ben.token)]
    await online(ofBen, 2)
    const hub = hubOf(organization.id)
    const alarm = () => runInDurableObject(hub, (_, { storage }) => storage.getAlarm())
    expect(await runDurableObjectAlarm(hub), 'somebody is there').toBe(true)
    testClock.advanceBy(2 * 60_000)
    ofBen.say({ type: 'presence', isAway: true })
    await online(ofAnn, 2)
    await until(async () => expect(await countAway(organization.id)).toBe(1))
    testClock.advanceBy(2 * 60_000)
    // The object sleeps in between, and nobody says a word.
    await evictDurableObject(hub, { webSockets: 'hibernate' })
    expect(await runDurableObjectAlarm(hub)).toBe(true)
    expect(await online(ofBen, 1)).toMatchObject([{ userId: ben.user.id }])
    // Their tokens run out: the sockets are closed, and the next alarm is the last.
    testClock.advanceBy(60 * 60_000)
    expect(await runDurableObjectAlarm(hub)).toBe(true)
    expect([(await ofAnn.closed).code, (await ofBen.closed).code]).toEqual([4401, 4401])
    await runDurableObjectAlarm(hub)
    expect(await alarm()).toBeNull()
    const again = await openInbox((await createMember({ organization })).token)
    expect(again.hello).toBeTruthy()
    expect(await alarm()).not.toBeNull()
  })

  it('is told once for many who come at the same time', async () => {
    const organization = await createOrganization()
    const watcher = await openInbox((await createMember({ organization })).token)
    const people = await Promise.all(Array.from({ length: 12 }, () => createMember({ organization })))
    let frames = 0
    watcher.socket.addEventListener('message', ({ data }) => {
      if (String(data).startsWith('{"type":"presence"')) frames++
    })
    await Promise.all(people.map(({ token }) => openInbox(token)))
    expect(await online(watcher, 13)).toHaveLength(13)
    expect(frames).toBeLessThan(13)
  })
})
