import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../shared/config'
import { organizationObjectName } from '../../shared/names'
import { issueAccessToken } from '../../tenancy/access-token'
import { testClock } from '../../test/clock'
import { createMember, createOrganization, createSession } from '../../test/factories'
import { until } from '../../test/harness'
import { createConversation, createMessage } from '../../test/inbox-factories'
import { connect, conversationSocket, openInbox, openThread } from '../../test/sockets'
import { organizationContext } from '../../test/system'
import { conversations } from '../conversations/conversations.tables'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { messages } from '../messages/messages.tables'
import type { ThreadMember } from './members.models'

type Organization = Awaited<ReturnType<typeof createOrganization>>
type Conversation = Awaited<ReturnType<typeof createConversation>>
const roomOf = (organizationId: string, conversationId: string) =>
  env.CONVERSATION_ROOM.getByName(organizationObjectName(organizationId, conversationId))

const touch = async (organization: Organization, conversationIds: string[], messageIds: string[] = []) =>
  (await commitInboxChange(await organizationContext(organization), { statements: [], conversationIds, messageIds }))
    .seq

async function assign(organization: Organization, { id, assigneeId }: Conversation, to: string | null) {
  const ctx = await organizationContext(organization)
  await commitInboxChange(ctx, {
    statements: [ctx.db.update(conversations, { assigneeId: to }, eq(conversations.id, id))],
    conversationIds: [id],
    previousAssignees: new Map([[id, assigneeId ?? null]]),
  })
}

describe('an open thread', () => {
  it('shows its new and changed messages, chained by its own changes', async () => {
    const { organization, token } = await createMember()
    const [here, elsewhere] = [await createConversation(organization), await createConversation(organization)]
    const { nextOf, rest } = await openThread(here.id, token)
    const message = await createMessage(organization, here)
    await touch(organization, [here.id], [message.id])
    expect(await nextOf('conversation.changed')).toMatchObject({
      from: 0,
      to: 1,
      conversation: { id: here.id, changeSeq: 1 },
      messages: [{ id: message.id, conversationId: here.id, status: 'received', text: 'Hello' }],
    })
    const foreign = await createMessage(organization, elsewhere)
    await touch(organization, [elsewhere.id], [foreign.id])
    const ctx = await organizationContext(organization)
    const other = await createMessage(organization, elsewhere)
    await commitInboxChange(ctx, {
      statements: [ctx.db.update(messages, { text: 'Hello?' }, eq(messages.id, message.id))],
      conversationIds: [here.id, elsewhere.id],
      messageIds: [message.id, other.id],
    })
    expect(await nextOf('conversation.changed')).toMatchObject({
      from: 1,
      to: 3,
      messages: [{ id: message.id, text: 'Hello?' }],
    })
    expect(rest()).toEqual([])
  })

  it('has frames without holes when changes come faster than frames go out', async () => {
    const { organization, token } = await createMember()
    const conversation = await createConversation(organization)
    const inbox = await Promise.all(Array.from({ length: 20 }, () => openInbox(token)))
    expect(inbox).toHaveLength(20)
    const { nextOf } = await openThread(conversation.id, token)
    const sent = await Promise.all(Array.from({ length: 12 }, () => createMessage(organization, conversation)))
    await Promise.all(sent.map(({ id }) => touch(organization, [conversation.id], [id])))
    const arrived = new Set<string>()
    for (let seen = 0; seen < 12; ) {
      const frame = await nextOf('conversation.changed')
      expect(frame.from).toBe(seen)
      for (const { id } of frame.messages) arrived.add(id)
      seen = frame.to
    }
    expect(arrived).toEqual(new Set(sent.map(({ id }) => id)))
  })

  it('is for those only who may see the conversation', async () => {
    const organization = await createOrganization({ agentVisibility: 'own' })
    const [ann, ben] = [
      await createMember({ organization, role: 'agent' }),
      await createMember({ organization, role: 'agent' }),
    ]
    const { id } = await createConversation(organization, { assigneeId: ben.user.id })
    const neighbour = await createMember()
    for (const [path, token] of [
      [conversationSocket(id), ann.token],
      [conversationSocket(id), neighbour.token],
      [conversationSocket('con_none'), ann.token],
      [conversationSocket(`${id}x`), ben.token],
    ] as const)
      expect((await connect(path, token)).body.error.code).toBe('conversations.not_found')
    expect((await connect(conversationSocket(id), ben.token)).status).toBe(101)
  })

  it('shows somebody out who has lost sight of it, without what they no longer see', async () => {
    const organization = await createOrganization({ agentVisibility: 'own' })
    const [ann, ben, manager] = [
      await createMember({ organization, role: 'agent' }),
      await createMember({ organization, role: 'agent' }),
      await createMember({ organization, role: 'manager' }),
    ]
    const conversation = await createConversation(organization)
    const ofAnn = await openThread(conversation.id, ann.token)
    const ofBen = await openThread(conversation.id, ben.token)
    const ofManager = await openThread(conversation.id, manager.token)
    await assign(organization, conversation, ben.user.id)
    expect(await ofAnn.next()).toEqual({ type: 'conversation.removed', conversationId: conversation.id })
    expect(await ofAnn.closed).toEqual({ code: 4403 })
    for (const { nextOf } of [ofBen, ofManager])
      expect(await nextOf('conversation.changed')).toMatchObject({ conversation: { assigneeId: ben.user.id } })
    await ofBen.nextOf('viewers', ({ viewers }) => viewers.length === 2)
    const message = await createMessage(organization, conversation)
    await touch(organization, [conversation.id], [message.id])
    expect(await ofBen.nextOf('conversation.changed')).toMatchObject({ messages: [{ id: message.id }] })
    expect(JSON.stringify(ofAnn.rest())).not.toContain(message.id)
    expect((await connect(conversationSocket(conversation.id), ann.token)).status).toBe(404)
  })

  it('shows somebody out at their next token when the frame that should have done it was lost', async () => {
    const organization = await createOrganization({ agentVisibility: 'own' })
    const [ann, ben] = [
      await createMember({ organization, role: 'agent' }),
      await createMember({ organization, role: 'agent' }),
    ]
    const { id } = await createConversation(organization)
    const { say, closed } = await openThread(id, ann.token)
    const ctx = await organizationContext(organization)
    await ctx.db.update(conversations, { assigneeId: ben.user.id }, eq(conversations.id, id))
    const { accessToken } = await issueAccessToken(
      { config: loadConfig(env), clock: testClock },
      { id: ann.session.id, userId: ann.user.id, organizationId: organization.id },
    )
    say({ type: 'token', accessToken })
    expect(await closed).toEqual({ code: 4403 })
  })

  it('is another room in another organization, whatever its conversation is called', async () => {
    const [ours, theirs] = [await createMember(), await createMember()]
    const id = 'con_the_same'
    const conversation = await createConversation(ours.organization, { id })
    await createConversation(theirs.organization, { id })
    const [ofOurs, ofTheirs] = [await openThread(id, ours.token), await openThread(id, theirs.token)]
    expect((await ofTheirs.nextOf('viewers')).viewers).toMatchObject([{ userId: theirs.user.id }])
    const message = await createMessage(ours.organization, conversation)
    await touch(ours.organization, [id], [message.id])
    expect(await ofOurs.nextOf('conversation.changed')).toMatchObject({ messages: [{ id: message.id }] })
    await touch(theirs.organization, [id])
    expect(await ofTheirs.nextOf('conversation.changed')).toMatchObject({ messages: [] })
  })

  it('stores nothing of its own', async () => {
    const { organization, token } = await createMember()
    const conversation = await createConversation(organization)
    const { nextOf, say } = await openThread(conversation.id, token)
    say({ type: 'writing', kind: 'reply' })
    await touch(organization, [conversation.id])
    await nextOf('conversation.changed')
    const stored = await runInDurableObject(roomOf(organization.id, conversation.id), async (_, { storage }) => ({
      rows: [...storage.kv.list()],
      alarm: await storage.getAlarm(),
    }))
    expect(stored).toEqual({ rows: [], alarm: null })
  })
})

/** How long the room believes that somebody writes. */
const writingUntil = (organization: Organization, conversationId: string) =>
  runInDurableObject(roomOf(organization.id, conversationId), (_, state) =>
    Math.max(
      ...state.getWebSockets().map((socket) => (socket.deserializeAttachment() as ThreadMember).writing?.until ?? 0),
    ),
  )

describe('who has a thread open', () => {
  /** Two people with the same conversation open, and what the first one is told. */
  async function two() {
    const organization = await createOrganization()
    const [ann, ben] = [
      await createMember({ organization, user: { name: 'Ann' } }),
      await createMember({ organization, role: 'agent', user: { name: 'Ben' } }),
    ]
    const { id } = await createConversation(organization)
    const [ofAnn, ofBen] = [await openThread(id, ann.token), await openThread(id, ben.token)]
    /** Waits until Ann is told that Ben writes this, or nothing. */
    const benWrites = (writing: 'reply' | 'note' | null) =>
      ofAnn.nextOf('viewers', ({ viewers }) =>
        viewers.some((viewer) => viewer.userId === ben.user.id && viewer.writing === writing),
      )
    return { organization, id, ann, ben, ofAnn, ofBen, benWrites }
  }

  it('is shown to each of them, with names, and no more once they leave', async () => {
    const { ann, ben, ofAnn, ofBen } = await two()
    const both = [
      { userId: ann.user.id, name: 'Ann', writing: null },
      { userId: ben.user.id, name: 'Ben', writing: null },
    ]
    expect((await ofBen.nextOf('viewers')).viewers).toEqual(both)
    expect((await ofAnn.nextOf('viewers', ({ viewers }) => viewers.length === 2)).viewers).toEqual(both)
    ofBen.socket.close(1000)
    const left = await ofAnn.nextOf('viewers', ({ viewers }) => viewers.length === 1)
    expect(left.viewers).toMatchObject([{ userId: ann.user.id }])
  })

  it('is told what they write, and when they say that they stopped', async () => {
    const { ofBen, benWrites } = await two()
    for (const kind of ['reply', 'note', null] as const) {
      ofBen.say({ type: 'writing', kind })
      await benWrites(kind)
    }
  })

  it('forgets after ten seconds what is not said again, by itself', async () => {
    const { ofBen, benWrites } = await two()
    ofBen.say({ type: 'writing', kind: 'reply' })
    await benWrites('reply')
    testClock.advanceBy(10_000)
    await benWrites(null)
  })

  it('does not forget what is said again', async () => {
    const { organization, id, ann, ben, ofBen, benWrites } = await two()
    ofBen.say({ type: 'writing', kind: 'reply' })
    await benWrites('reply')
    testClock.advanceBy(8000)
    ofBen.say({ type: 'writing', kind: 'reply' })
    await until(async () => expect(await writingUntil(organization, id)).toBeGreaterThan(testClock.now() + 9000))
    testClock.advanceBy(8000)
    const { nextOf } = await openThread(id, (await createSession(ann.user.id, organization.id)).token)
    const { viewers } = await nextOf('viewers')
    expect(viewers.find(({ userId }) => userId === ben.user.id)).toMatchObject({ writing: 'reply' })
    testClock.advanceBy(2000)
    await benWrites(null)
  })

  it('does not hear from somebody who may not write', async () => {
    const { organization, id, ofAnn } = await two()
    const reader = await createMember({ organization, role: 'user', user: { name: 'Cy' } })
    const ofReader = await openThread(id, reader.token)
    ofReader.say({ type: 'writing', kind: 'reply' })
    await ofAnn.nextOf('viewers', ({ viewers }) => viewers.length === 3)
    ofReader.socket.close(1000)
    const all: string[] = []
    await ofAnn.nextOf('viewers', (frame) => {
      all.push(JSON.stringify(frame))
      return frame.viewers.length === 2
    })
    expect(all.join()).not.toContain('reply')
  })
})
