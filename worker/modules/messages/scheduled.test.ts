import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { createMessage } from '../../test/inbox-factories'
import { bodiesOf, createSender } from '../../test/sending'
import { conversationEpisodes } from '../conversations/conversations.tables'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const inMs = (ms: number) => new Date(testClock.now() + ms).toISOString()

describe('a scheduled message', () => {
  it('waits for its time, is then said to be new, and goes out', async () => {
    const { post, call, addPerson, queues, meta, events, conversationRow, rowOf } = await createSender()
    const { conversation } = await addPerson()
    const scheduledFor = inMs(HOUR)
    const { status, body } = await post(conversation, { content: { type: 'text', body: 'Later' }, scheduledFor })
    expect({ status, body }).toMatchObject({ status: 202, body: { status: 'scheduled', scheduledFor } })
    expect(await events()).toEqual([])
    expect((await conversationRow(conversation.id)).lastMessageId).toBeNull()
    await post(conversation, 'Now')
    await queues.run()
    expect(bodiesOf(meta.sent())).toEqual(['Now'])
    expect((await call('GET', '/api/messages/scheduled')).body.items).toMatchObject([{ id: body.id }])

    testClock.advanceBy(HOUR - 30_000)
    await queues.minute()
    expect(queues.waiting('wharf-outbound'), 'the sweep looks a minute ahead').toMatchObject([
      { dueAt: expect.closeTo(Date.parse(scheduledFor), -4) },
    ])
    await queues.run()
    expect(meta.sent()).toHaveLength(1)
    testClock.advanceBy(31_000)
    await queues.deliverBatch('wharf-outbound')
    expect(bodiesOf(meta.sent())).toEqual(['Now', 'Later'])
    expect((await events()).map(({ type, data }) => [type, data.messageId])).toEqual([['message.created', body.id]])
    const row = await rowOf(body.id)
    expect(row?.occurredAt).toBeGreaterThanOrEqual(Date.parse(scheduledFor) - 1000)
    expect(await conversationRow(conversation.id)).toMatchObject({ lastMessageId: body.id })
    const { token } = await createMember({ organization: { id: conversation.organizationId } as never })
    expect((await call('GET', '/api/messages/scheduled', undefined, token)).body.items).toEqual([])
  })

  it.each(['closed', 'unlisted'] as const)(
    'opens a conversation that is %s when its time comes, as any other',
    async (status) => {
      const { post, addPerson, queues, meta, events, conversationRow, changeConversation, shard } = await createSender()
      const [later, now] = [await addPerson(), await addPerson()]
      for (const body of ['Later', 'Later still'])
        await post(later, { content: { type: 'text', body }, scheduledFor: inMs(HOUR) })
      for (const { id } of [later, now]) await changeConversation(id, { status })
      await post(now, 'Now')
      expect(await conversationRow(later.id), 'not before its time').toMatchObject({ status })
      testClock.advanceBy(HOUR)
      await queues.minute()
      await queues.deliverBatch('wharf-outbound')
      expect(bodiesOf(meta.sent()).sort()).toEqual(['Later', 'Later still', 'Now'])
      const opened = (await events()).filter(({ type }) => type === 'conversation.opened')
      for (const { id, contact } of [later, now]) {
        expect(await conversationRow(id)).toMatchObject({ status: 'open' })
        expect(
          await shard.select().from(conversationEpisodes).where(eq(conversationEpisodes.conversationId, id)),
        ).toMatchObject([{ openedBy: 'agent' }])
        expect(opened.filter(({ data }) => data.conversationId === id)).toMatchObject([
          { data: { contactId: contact.id, by: 'agent' } },
        ])
      }
    },
  )

  it('opens a closed conversation even if another one, due before it, is refused', async () => {
    const { post, addPerson, queues, events, conversationRow, rowsOf, changeConversation } = await createSender()
    const { conversation } = await addPerson()
    const template = { type: 'template', name: 'hello', language: 'en_US' }
    await post(conversation, { content: { type: 'text', body: 'Too late' }, scheduledFor: inMs(25 * HOUR) })
    await post(conversation, { content: template, scheduledFor: inMs(25 * HOUR) })
    await changeConversation(conversation.id, { status: 'closed' })
    testClock.advanceBy(25 * HOUR)
    await queues.minute()
    await queues.deliverBatch('wharf-outbound')
    expect((await rowsOf(conversation)).map(({ sendState }) => sendState)).toEqual(['failed', 'accepted'])
    expect(await conversationRow(conversation.id)).toMatchObject({ status: 'open' })
    expect((await events()).map(({ type }) => type)).toContain('conversation.opened')
  })

  it('leaves after those of an earlier time, in whichever order they were written, and stands behind what was said', async () => {
    const { post, addPerson, queues, meta, rowsOf, conversationRow } = await createSender()
    const { conversation } = await addPerson()
    for (const [body, minutes] of [
      ['Third', 62],
      ['Second', 61],
      ['First', 60],
    ] as const)
      await post(conversation, { content: { type: 'text', body }, scheduledFor: inMs(minutes * MINUTE) })
    testClock.advanceBy(HOUR + 3 * MINUTE)
    const { token } = await createMember({ organization: { id: conversation.organizationId } as never })
    await post(conversation, 'Said before', token)
    await queues.minute()
    await queues.run()
    const inOrder = ['Said before', 'First', 'Second', 'Third']
    expect(bodiesOf(meta.sent())).toEqual(inOrder)
    const rows = await rowsOf(conversation)
    expect(rows.map(({ text }) => text)).toEqual(inOrder)
    const { lastMessageId } = await conversationRow(conversation.id)
    expect(lastMessageId).toBe(rows[3]?.id)
    // What is said now is still the newest, and has not moved into another second.
    const { body: next } = await post(conversation, 'Next', token)
    expect((await conversationRow(conversation.id)).lastMessageId).toBe(next.id)
    expect(Date.parse(next.occurredAt) - testClock.now()).toBeLessThan(1000)
  })

  it('that is due within two minutes leaves to the second', async () => {
    const { post, addPerson, queues, meta } = await createSender()
    const { conversation } = await addPerson()
    await post(conversation, { content: { type: 'text', body: 'Soon' }, scheduledFor: inMs(45_000) })
    await queues.run()
    testClock.advanceBy(46_000)
    await queues.run()
    expect(bodiesOf(meta.sent())).toEqual(['Soon'])
  })

  it('fails with the reason when the window has closed by then, and the agent may send it again once it is open', async () => {
    const { post, call, addPerson, queues, meta, events, changeConversation } = await createSender()
    const { conversation, customer } = await addPerson()
    const scheduledFor = inMs(25 * HOUR)
    const { body } = await post(conversation, { content: { type: 'text', body: 'Tomorrow' }, scheduledFor })
    testClock.advanceBy(25 * HOUR)
    await queues.minute()
    await queues.deliverBatch('wharf-outbound')
    expect(meta.calls).toEqual([])
    const { token } = await createMember({ organization: { id: conversation.organizationId } as never })
    expect((await call('GET', `/api/messages/${body.id}`, undefined, token)).body).toMatchObject({
      status: 'failed',
      error: { code: 131047, fix: 'send_template' },
    })
    expect(await events()).toMatchObject([{ type: 'message.status', data: { messageId: body.id, status: 'failed' } }])
    const again = () => call('POST', `/api/messages/${body.id}/send-again`, undefined, token)
    expect((await again()).body.error.code).toBe('conversations.window_closed')
    await changeConversation(conversation.id, { lastInboundAt: testClock.now() })
    meta.openWindow(customer)
    expect((await again()).status).toBe(202)
    await queues.run()
    expect(bodiesOf(meta.sent())).toEqual(['Tomorrow'])
  })

  it('fails when they were blocked, or stopped marketing, meanwhile', async () => {
    const { post, addPerson, queues, meta, rowOf, changeContact } = await createSender()
    meta.addTemplate({ name: 'sale', category: 'MARKETING', components: [{ type: 'BODY', text: 'Sale!' }] })
    const [blocked, stopped] = [await addPerson(), await addPerson({ consent: 'granted' })]
    const scheduledFor = inMs(HOUR)
    const first = await post(blocked, { content: { type: 'text', body: 'Hello' }, scheduledFor })
    const template = { type: 'template', name: 'sale', language: 'en_US' }
    const second = await post(stopped, { content: template, scheduledFor })
    await changeContact(blocked.contact.id, { blockedAt: 1 })
    await changeContact(stopped.contact.id, { consent: 'revoked' })
    testClock.advanceBy(HOUR)
    await queues.minute()
    await queues.run()
    expect((await rowOf(first.body.id))?.error).toMatchObject({ code: 130403 })
    expect((await rowOf(second.body.id))?.error).toMatchObject({ code: 131050 })
    expect(meta.sent()).toEqual([])
  })

  it('can be given another time, or taken back, until it is due', async () => {
    const { post, call, addPerson, queues, meta } = await createSender()
    const { conversation } = await addPerson()
    const { body } = await post(conversation, { content: { type: 'text', body: 'Later' }, scheduledFor: inMs(HOUR) })
    const path = `/api/messages/${body.id}`
    const scheduledFor = inMs(2 * HOUR)
    expect((await call('PATCH', path, { scheduledFor })).body).toMatchObject({ status: 'scheduled', scheduledFor })
    expect((await call('PATCH', path, { scheduledFor: inMs(-1000) })).body.error.code).toBe('messages.time_passed')
    testClock.advanceBy(HOUR + MINUTE)
    await queues.minute()
    await queues.run()
    expect(meta.sent()).toEqual([])
    const { token } = await createMember({ organization: { id: conversation.organizationId } as never })
    expect((await call('DELETE', path, undefined, token)).body).toMatchObject({ status: 'cancelled' })
    expect((await call('DELETE', path, undefined, token)).status, 'twice is once').toBe(200)
    expect((await call('PATCH', path, { scheduledFor: inMs(HOUR) }, token)).status).toBe(409)
    testClock.advanceBy(HOUR)
    await queues.minute()
    await queues.run()
    expect(meta.sent()).toEqual([])
  })

  it('needs a time in the future, up to a year', async () => {
    const { post, addPerson, rowsOf } = await createSender()
    const { conversation } = await addPerson()
    for (const scheduledFor of [inMs(-1000), inMs(400 * 24 * HOUR)])
      expect(await post(conversation, { content: { type: 'text', body: 'x' }, scheduledFor })).toMatchObject({
        status: 422,
        body: { error: { code: 'messages.time_passed' } },
      })
    expect(await rowsOf(conversation)).toEqual([])
  })

  it('is listed by time, page by page, of the conversations one sees', async () => {
    const { post, call, addPerson, organization, changeConversation } = await createSender()
    const [mine, theirs] = [await addPerson(), await addPerson()]
    const ids: string[] = []
    for (const hours of [3, 1, 2]) {
      const scheduledFor = inMs(hours * HOUR)
      ids[hours] = (await post(mine, { content: { type: 'text', body: `${hours}` }, scheduledFor })).body.id
    }
    await post(theirs, { content: { type: 'text', body: 'x' }, scheduledFor: inMs(4 * HOUR) })
    const first = (await call('GET', '/api/messages/scheduled?limit=2')).body
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual([ids[1], ids[2]])
    const second = (await call('GET', `/api/messages/scheduled?limit=2&cursor=${first.nextCursor}`)).body
    expect(second.items.map(({ text }: { text: string }) => text)).toEqual(['3', 'x'])
    expect((await call('GET', `/api/messages/scheduled?conversationId=${theirs.id}`)).body.items).toHaveLength(1)
    await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?")
      .bind(organization.id)
      .run()
    await changeConversation(theirs.id, { assigneeId: 'usr_somebody' })
    expect((await call('GET', '/api/messages/scheduled')).body.items).toHaveLength(3)
  })
})

describe('taking a message back', () => {
  it('works until somebody begins to send it, and shows what was there before', async () => {
    const { post, call, addPerson, queues, meta, conversationRow } = await createSender()
    const { conversation } = await addPerson()
    const { body: first } = await post(conversation, 'First')
    await queues.run()
    const { body } = await post(conversation, 'Oops')
    expect((await conversationRow(conversation.id)).lastMessageId).toBe(body.id)
    expect(await call('DELETE', `/api/messages/${body.id}`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    })
    expect((await conversationRow(conversation.id)).lastMessageId).toBe(first.id)
    await queues.run()
    expect(bodiesOf(meta.sent())).toEqual(['First'])
    expect((await call('DELETE', `/api/messages/${first.id}`)).body.error.code).toBe('messages.cannot_cancel')
  })

  it('is too late once it is claimed, and changes nothing then', async () => {
    const { post, call, addPerson, changeRow, conversationRow } = await createSender()
    const { conversation } = await addPerson()
    const { body } = await post(conversation, 'Hello')
    await changeRow(body.id, { sendState: 'sending', claimToken: 'clm_1', dueAt: testClock.now() + 30_000 })
    const before = await conversationRow(conversation.id)
    expect((await call('DELETE', `/api/messages/${body.id}`)).body.error.code).toBe('messages.cannot_cancel')
    expect(await conversationRow(conversation.id)).toEqual(before)
  })

  it('is not for notes or what a customer wrote', async () => {
    const { post, call, addPerson, organization } = await createSender()
    const { conversation } = await addPerson()
    const { body } = await post(conversation, { content: { type: 'note', body: 'Note' } })
    const refused = await call('DELETE', `/api/messages/${body.id}`)
    expect([refused.status, refused.body.error.code]).toEqual([409, 'messages.cannot_cancel'])
    expect(refused.body.error.message).toMatch(/^A note is not sent to anybody/)
    const { id } = await createMessage(organization, conversation)
    const theirs = await call('DELETE', `/api/messages/${id}`)
    expect([theirs.status, theirs.body.error.code]).toEqual([409, 'messages.cannot_cancel'])
    expect(theirs.body.error.message).toMatch(/^Only messages of yours/)
    expect((await call('DELETE', '/api/messages/msg_none')).status).toBe(404)
  })
})
