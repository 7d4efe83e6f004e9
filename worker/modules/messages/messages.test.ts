import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createApiKey, createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createMessage } from '../../test/inbox-factories'
import { createSender } from '../../test/sending'
import { contacts } from '../contacts/contacts.tables'

const HOUR = 3_600_000

describe('a message into a conversation', () => {
  it('is answered at once, waits for its turn, and is with Meta with our id on it', async () => {
    const { post, call, meta, queues, addPerson, conversationRow, events } = await createSender()
    const { conversation, contact } = await addPerson()
    const answer = await post(conversation, { content: { type: 'text', body: 'Hello' }, clientId: 'client-01' })
    expect(answer).toMatchObject({
      status: 202,
      body: { status: 'queued', direction: 'outbound', sentBy: 'agent', clientId: 'client-01', text: 'Hello' },
    })
    expect(await conversationRow(conversation.id)).toMatchObject({ lastMessageId: answer.body.id, changeSeq: 1 })
    expect(await events()).toMatchObject([
      { type: 'message.created', data: { messageId: answer.body.id, contactId: contact.id, sentBy: 'agent' } },
    ])
    expect(queues.waiting('wharf-outbound')).toHaveLength(1)
    await queues.run()
    const [sent] = meta.sent()
    expect(sent).toMatchObject({ callbackData: answer.body.id, payload: { text: { body: 'Hello' } } })
    expect((await call('GET', `/api/messages/${answer.body.id}`)).body).toMatchObject({
      status: 'sent',
      wamid: sent?.id,
    })
  })

  it('clears what was unread and puts a closed conversation back into the inbox, when a person wrote it', async () => {
    const { post, addPerson, changeConversation, conversationRow, events, organization, member } = await createSender()
    const closed = await addPerson()
    const alsoClosed = await addPerson()
    for (const { id } of [closed, alsoClosed]) await changeConversation(id, { status: 'closed', unreadCount: 3 })
    await post(closed.conversation, 'Hello again')
    expect(await conversationRow(closed.id)).toMatchObject({ status: 'open', unreadCount: 0 })
    expect((await events()).map(({ type }) => type)).toEqual(['message.created', 'conversation.opened'])
    const { key } = await createApiKey(organization.id, member.user.id)
    await post(alsoClosed.conversation, 'Your parcel is there', key)
    expect(await conversationRow(alsoClosed.id)).toMatchObject({ status: 'closed', unreadCount: 3 })
  })

  it('stands behind what it answers, even when our clock is behind Meta’s', async () => {
    const { post, addPerson, organization, changeConversation, rowsOf, conversationRow } = await createSender()
    const { conversation } = await addPerson()
    const ahead = Math.floor(testClock.now() / 1000) * 1000 + 5000
    const question = await createMessage(organization, conversation, { occurredAt: ahead })
    await changeConversation(conversation.id, { lastMessageAt: ahead, lastMessageId: question.id })
    const { body } = await post(conversation, 'The answer')
    expect((await rowsOf(conversation)).map(({ id }) => id)).toEqual([question.id, body.id])
    expect((await conversationRow(conversation.id)).lastMessageId).toBe(body.id)
  })

  it('of a program goes the bulk way, and leaves a new conversation out of the inbox', async () => {
    const { call, queues, organization, member, meta, conversationRow } = await createSender()
    meta.addCustomer({ phone: '4917012345678' })
    const { key } = await createApiKey(organization.id, member.user.id)
    const order = { to: '+49 170 12345678', name: 'hello', language: 'en_US' }
    const { status, body } = await call('POST', '/api/messages/template', order, key)
    expect({ status, body }).toMatchObject({ status: 202, body: { sentBy: 'api', author: { type: 'api-key' } } })
    expect(await conversationRow(body.conversationId)).toMatchObject({ status: 'unlisted' })
    expect(queues.waiting('wharf-bulk-outbound')).toHaveLength(1)
    expect(queues.waiting('wharf-outbound')).toHaveLength(0)
    await queues.run()
    expect(meta.sent()).toHaveLength(1)
    // The person is known by what Meta calls them from now on.
    const again = await call('POST', '/api/messages/template', { ...order, to: '4917012345678' }, key)
    expect(again.body.conversationId).toBe(body.conversationId)
  })
})

describe('what is refused, with the way out, and nothing stored', () => {
  const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [
    status,
    body.error?.code,
  ]

  it('a message outside the 24 hours, which says when they last wrote; a template goes out', async () => {
    const { post, addPerson, rowsOf, queues, meta } = await createSender()
    const { conversation } = await addPerson({ wroteAt: testClock.now() - 25 * HOUR })
    const refused = await post(conversation, 'Are you still there?')
    expect(codeOf(refused)).toEqual([409, 'conversations.window_closed'])
    expect(refused.body.error.message).toContain('They last wrote on ')
    expect(refused.body.error.details.lastInboundAt).toBe(new Date(conversation.lastInboundAt ?? 0).toISOString())
    expect(await rowsOf(conversation)).toEqual([])
    const template = { type: 'template', name: 'hello', language: 'en_US' }
    expect((await post(conversation, { content: template })).status).toBe(202)
    await queues.run()
    expect(meta.sent()).toMatchObject([{ type: 'template' }])
  })

  it('a message to somebody who never wrote, without making a contact of them', async () => {
    const { call, shard, organization } = await createSender()
    const order = { to: '+4915112345678', content: { type: 'text', body: 'Hi' } }
    expect(codeOf(await call('POST', '/api/messages/send', order))).toEqual([409, 'conversations.window_closed'])
    expect(await shard.select().from(contacts).where(eq(contacts.organizationId, organization.id))).toEqual([])
  })

  it('a time that has passed, or an answer to nothing, to somebody new: no contact and no conversation is left', async () => {
    const { call, shard, organization } = await createSender()
    const later = new Date(testClock.now() + HOUR).toISOString()
    const order = { to: '+4915112345678', content: { type: 'template', name: 'hello', language: 'en_US' } }
    for (const [about, code] of [
      [{ scheduledFor: '2020-01-01T00:00:00Z' }, 'messages.time_passed'],
      [{ replyToMessageId: 'msg_none' }, 'messages.target_missing'],
      [{ targetMessageId: 'msg_none', scheduledFor: later }, 'messages.target_missing'],
    ] as const)
      expect(codeOf(await call('POST', '/api/messages/send', { ...order, ...about }))).toEqual([422, code])
    expect(await shard.select().from(contacts).where(eq(contacts.organizationId, organization.id))).toEqual([])
  })

  it('a blocked contact, and marketing to whoever has stopped it', async () => {
    const { post, addPerson, meta } = await createSender()
    const blocked = await addPerson({ blockedAt: 1 })
    expect(codeOf(await post(blocked, 'Hello'))).toEqual([409, 'messages.contact_blocked'])
    meta.addTemplate({ name: 'sale', category: 'MARKETING', components: [{ type: 'BODY', text: 'Sale!' }] })
    const stopped = await addPerson({ consent: 'revoked' })
    const sale = { content: { type: 'template', name: 'sale', language: 'en_US' } }
    expect(codeOf(await post(stopped, sale))).toEqual([409, 'messages.contact_opted_out'])
    expect((await post(stopped, { content: { type: 'template', name: 'hello', language: 'en_US' } })).status).toBe(202)
    expect((await post(await addPerson({ consent: 'granted' }), sale)).status).toBe(202)
  })

  it('marketing to whom nobody noted that they agreed, wherever it is created', async () => {
    const { post, call, addPerson, meta, number } = await createSender()
    meta.addTemplate({ name: 'sale', category: 'MARKETING', components: [{ type: 'BODY', text: 'Sale!' }] })
    const content = { type: 'template', name: 'sale', language: 'en_US' }
    const person = await addPerson()
    const scheduledFor = new Date(testClock.now() + 3_600_000).toISOString()
    const refused = [409, 'messages.consent_missing']
    const send = (to: string) => call('POST', '/api/messages/send', { phoneNumberId: number.id, to, content })
    expect(codeOf(await post(person, { content }))).toEqual(refused)
    expect(codeOf(await post(person, { content, scheduledFor }))).toEqual(refused)
    expect(codeOf(await send(person.contact.waId)), 'by number').toEqual(refused)
    expect(codeOf(await send('+4915112345678')), 'somebody new').toEqual(refused)
    await call('PUT', `/api/contacts/${person.contact.id}/consent`, { state: 'granted', wording: 'Asked by phone' })
    expect((await post(person, { content, scheduledFor })).status).toBe(202)
    expect((await send(person.contact.waId)).status).toBe(202)
  })

  it('a template that is not there, not approved, or whose parameters do not fit', async () => {
    const { post, addPerson, meta } = await createSender()
    const { conversation } = await addPerson()
    meta.addTemplate({
      name: 'paused',
      category: 'UTILITY',
      status: 'PAUSED',
      components: [{ type: 'BODY', text: 'x' }],
    })
    const template = (name: string, components: unknown[] = []) =>
      post(conversation, { content: { type: 'template', name, language: 'en_US', components } })
    expect(codeOf(await template('nowhere'))).toEqual([422, 'messages.template_missing'])
    expect(codeOf(await template('paused'))).toEqual([409, 'messages.template_not_approved'])
    const unfit = await template('order_shipped')
    expect(codeOf(unfit)).toEqual([422, 'messages.template_parameters'])
    expect(unfit.body.error.details.problems.length).toBeGreaterThan(0)
  })

  it('content that Meta would not take', async () => {
    const { post, addPerson } = await createSender()
    const { conversation } = await addPerson()
    const row = (id: number) => ({ id: `r${id}`, title: `Row ${id}` })
    const rows = Array.from({ length: 11 }, (_, at) => row(at))
    const list = { type: 'list', body: 'Choose', button: 'Choose', sections: [{ rows }] }
    const refused = await post(conversation, { content: list })
    expect(codeOf(refused)).toEqual([422, 'messages.content_invalid'])
    expect(refused.body.error.message).toContain('10 rows')
    expect(codeOf(await post(conversation, 'x'.repeat(4097)))).toEqual([400, 'request.invalid'])
    expect(codeOf(await post(conversation, { content: { type: 'image', mediaId: 'med_none' } }))).toEqual([
      404,
      'media.not_found',
    ])
  })

  it('a number that is paused or gone', async () => {
    const { post, addPerson, setNumber } = await createSender()
    const { conversation } = await addPerson()
    await setNumber({ status: 'paused' })
    expect(codeOf(await post(conversation, 'Hello'))).toEqual([409, 'messages.number_paused'])
    await setNumber({ status: 'disconnected' })
    expect(codeOf(await post(conversation, 'Hello'))).toEqual([409, 'messages.number_disconnected'])
  })

  it('a sign-in code to somebody who shares no number', async () => {
    const { post, addPerson, meta, nameContact } = await createSender()
    meta.addTemplate({
      name: 'code',
      category: 'AUTHENTICATION',
      components: [
        { type: 'BODY', add_security_recommendation: true },
        { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }] },
      ],
    })
    const { contact, conversation } = await addPerson()
    await nameContact(contact.id, [{ kind: 'bsuid', value: 'US.123' }])
    const code = [
      { type: 'body', parameters: [{ type: 'text', text: '123456' }] },
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '123456' }] },
    ]
    const content = { type: 'template', name: 'code', language: 'en_US', components: code }
    expect(codeOf(await post(conversation, { content }))).toEqual([409, 'messages.number_needed'])
    await nameContact(contact.id, [])
    expect(codeOf(await post(conversation, 'Hello'))).toEqual([409, 'messages.contact_unreachable'])
  })

  it('a bad number, several numbers of which none is named, an unknown conversation', async () => {
    const { call, post, meta, organization } = await createSender({ meta: { numbers: 2 } })
    const order = (to: string) => call('POST', '/api/messages/send', { to, content: { type: 'text', body: 'Hi' } })
    expect(codeOf(await order('1234'))).toEqual([400, 'contacts.invalid_phone'])
    expect(codeOf(await order('XX_no'))).toEqual([400, 'contacts.invalid_user_id'])
    await meta.phoneNumber(organization, { number: meta.numbers[1] as typeof meta.number })
    expect(codeOf(await order('+4915112345678'))).toEqual([400, 'messages.number_not_chosen'])
    expect(codeOf(await post({ id: 'con_none' }, 'Hello'))).toEqual([404, 'conversations.not_found'])
  })

  it('somebody else’s conversation, when agents see only their own', async () => {
    const { post, call, addPerson, organization, changeConversation } = await createSender()
    await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?")
      .bind(organization.id)
      .run()
    const { conversation } = await addPerson()
    const colleague = await createMember({ role: 'agent', organization })
    const { body } = await post(conversation, 'Mine')
    await changeConversation(conversation.id, { assigneeId: 'usr_somebody' })
    expect(codeOf(await post(conversation, 'Hello', colleague.token))).toEqual([404, 'conversations.not_found'])
    for (const [method, path, sent] of [
      ['GET', ''],
      ['DELETE', ''],
      ['PATCH', '', { body: 'x' }],
      ['POST', '/send-again'],
    ] as const)
      expect(codeOf(await call(method, `/api/messages/${body.id}${path}`, sent, colleague.token))).toEqual([
        404,
        'messages.not_found',
      ])
  })
})

describe('the same client id', () => {
  const hello = { content: { type: 'text', body: 'Hello' }, clientId: 'client-0001' }

  it('is the same message, however often and at whatever moment it comes', async () => {
    const { post, addPerson, rowsOf, queues, meta } = await createSender()
    const { conversation } = await addPerson()
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(conversation, hello)))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    await queues.run()
    expect((await post(conversation, hello)).body).toMatchObject({ id: answers[0]?.body.id, status: 'sent' })
    await queues.run()
    expect(await rowsOf(conversation)).toHaveLength(1)
    expect(meta.sent()).toHaveLength(1)
  })

  it('with something else to say, or for somebody else, is a mistake', async () => {
    const { post, call, addPerson } = await createSender()
    const [first, second] = [await addPerson(), await addPerson()]
    await post(first, hello)
    const reused = { status: 409, body: { error: { code: 'messages.client_id_reused' } } }
    expect(await post(first, { ...hello, content: { type: 'text', body: 'Goodbye' } })).toMatchObject(reused)
    expect(await post(second, hello)).toMatchObject(reused)
    const template = { name: 'hello', language: 'en_US', clientId: hello.clientId, to: '+4915112345678' }
    expect(await call('POST', '/api/messages/template', template)).toMatchObject(reused)
  })

  it('belongs to whoever sent it', async () => {
    const { post, addPerson, organization, member, rowsOf } = await createSender()
    const { conversation } = await addPerson()
    const colleague = await createMember({ role: 'agent', organization })
    const { key } = await createApiKey(organization.id, member.user.id)
    const ids = new Set<string>()
    for (const token of [undefined, colleague.token, key]) {
      const { body } = await post(conversation, hello, token)
      expect(body.clientId).toBe(hello.clientId)
      ids.add(body.id)
    }
    expect(ids.size).toBe(3)
    expect(await rowsOf(conversation)).toHaveLength(3)
  })

  it('also of a template that was filled in meanwhile, and of a note', async () => {
    const { post, addPerson, rowsOf } = await createSender()
    const { conversation } = await addPerson()
    const template = { content: { type: 'template', name: 'hello', language: 'en_US' }, clientId: 'template-1' }
    const note = { content: { type: 'note', body: 'Call her' }, clientId: 'note-0001' }
    for (const message of [template, note]) {
      const [one, two] = [await post(conversation, message), await post(conversation, message)]
      expect(two.body.id).toBe(one.body.id)
    }
    expect(await rowsOf(conversation)).toHaveLength(2)
  })

  it('an Idempotency-Key answers the same, too', async () => {
    const { addPerson, token, queues, rowsOf } = await createSender()
    const { conversation } = await addPerson()
    const post = () =>
      send('POST', `/api/conversations/${conversation.id}/messages`, {
        token,
        body: { content: { type: 'text', body: 'Hello' } },
        headers: { 'idempotency-key': 'order-17' },
        env: queues.bindings,
      })
    expect((await post()).body.id).toBe((await post()).body.id)
    expect(await rowsOf(conversation)).toHaveLength(1)
  })
})

describe('a note', () => {
  it('is the team’s: it is never sent, and whoever is mentioned is told', async () => {
    const { post, addPerson, queues, meta, member, events, conversationRow } = await createSender()
    const { conversation } = await addPerson({ wroteAt: null })
    const mentions = [member.user.id, member.user.id]
    const { status, body } = await post(conversation, { content: { type: 'note', body: 'VIP', mentions } })
    expect({ status, body }).toMatchObject({
      status: 202,
      body: { direction: 'internal', status: 'internal', content: { mentions: [member.user.id] } },
    })
    expect(await events()).toMatchObject([{ type: 'note.created', data: { mentions: [member.user.id] } }])
    expect((await conversationRow(conversation.id)).lastMessageId).toBe(body.id)
    await queues.run()
    expect(meta.calls).toEqual([])
  })

  it('cannot wait, and answers no message: nothing that was asked for is left out silently', async () => {
    const { post, addPerson, rowsOf } = await createSender()
    const { conversation } = await addPerson()
    const content = { type: 'note', body: 'Call him' }
    const scheduledFor = new Date(testClock.now() + HOUR).toISOString()
    for (const about of [{ scheduledFor }, { replyToMessageId: 'msg_x' }, { targetMessageId: 'msg_x' }])
      expect((await post(conversation, { content, ...about })).body.error).toMatchObject({
        code: 'messages.content_invalid',
      })
    expect(await rowsOf(conversation)).toEqual([])
  })

  it('mentions members only', async () => {
    const { post, addPerson, rowsOf } = await createSender()
    const { conversation } = await addPerson()
    const neighbour = await createMember()
    const content = { type: 'note', body: 'Look', mentions: [neighbour.user.id] }
    expect(await post(conversation, { content })).toMatchObject({
      status: 422,
      body: { error: { code: 'messages.mention_unknown', details: { userIds: [neighbour.user.id] } } },
    })
    expect(await rowsOf(conversation)).toEqual([])
  })

  it('is reworded by its author and nobody else', async () => {
    const { post, call, addPerson, organization } = await createSender()
    const { conversation } = await addPerson()
    const { body: note } = await post(conversation, { content: { type: 'note', body: 'Call him' } })
    const colleague = await createMember({ role: 'admin', organization })
    const edit = { body: 'Call her' }
    expect((await call('PATCH', `/api/messages/${note.id}`, edit, colleague.token)).body.error.code).toBe(
      'messages.cannot_edit',
    )
    const edited = await call('PATCH', `/api/messages/${note.id}`, edit)
    expect(edited).toMatchObject({ status: 200, body: { content: { body: 'Call her' }, text: 'Call her' } })
    expect(edited.body.editedAt).not.toBeNull()
    const { body: message } = await post(conversation, 'Hello')
    expect((await call('PATCH', `/api/messages/${message.id}`, edit)).status).toBe(409)
  })
})
