import { afterEach, describe, expect, it } from 'vitest'
import { receive } from '../customer/receive'
import { asJson, at, createBusiness, messagesIn, statusesIn } from '../test/business'
import { declineHistory, sendContactSync, sendEcho, sendHistory, sendHistoryMedia } from './coexistence-fields'
import { deliver } from './deliver'
import { sendGroupEvent } from './group-fields'
import { sendHandover, sendStandby, sendStandbyEcho } from './handover-fields'
import { errorsChange, forwardedContext, type InboundContent, mediaObject, replyContext } from './message-payloads'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return business
}
afterEach(() => business.simulator.close())

const write = (content: InboundContent, more: object = {}) => {
  const { world, number, customer } = business
  return receive(world, { numberId: number.id, customerId: customer.id, content, ...more })
}
const valueAt = (index: number) => asJson(at(business.received[index]?.json, 'entry', 0, 'changes', 0, 'value'))
const quiet = () => business.simulator.whenQuiet()
const text: InboundContent = { type: 'text', text: { body: 'Hi' } }

describe('who it is', () => {
  it.each(['phone-and-id', 'id-only', 'phone-only'] as const)('%s, in messages and statuses', async (mode) => {
    const { customer, portfolio, number, sendMessage } = start()
    Object.assign(customer, { identityMode: mode, username: 'realsheena' })
    write(text)
    await sendMessage({ type: 'text', text: { body: 'Hello' } })
    await quiet()
    const userId = customer.userIds[portfolio.id]
    const phone = mode === 'id-only' ? {} : { wa_id: '16505551234' }
    const id = mode === 'phone-only' ? {} : { user_id: userId }
    const profile = { name: 'Sheena Nelson', ...(mode !== 'phone-only' && { username: '@realsheena' }) }
    expect(valueAt(0)).toEqual({
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '16505551111', phone_number_id: number.id },
      contacts: [{ profile, ...phone, ...id }],
      messages: [
        {
          ...(mode !== 'id-only' && { from: '16505551234' }),
          ...(mode !== 'phone-only' && { from_user_id: userId }),
          id: expect.stringMatching(/^wamid\./),
          timestamp: expect.stringMatching(/^\d{10}$/),
          ...text,
        },
      ],
    })
    const [sent] = statusesIn(business.received)
    expect([sent?.recipient_id, sent?.recipient_user_id]).toEqual([
      mode === 'id-only' ? undefined : '16505551234',
      mode === 'phone-only' ? undefined : userId,
    ])
    expect(valueAt(1).contacts).toEqual(mode === 'phone-only' ? undefined : [{ profile, ...phone, ...id }])
  })
  it('adds the identity hash where the number checks it', async () => {
    const { number, customer } = start()
    number.settings.user_identity_change = { enable_identity_key_check: true }
    write(text)
    await quiet()
    expect(valueAt(0).contacts).toMatchObject([{ identity_key_hash: customer.identityHash }])
  })
})

describe('inbound types', () => {
  const contents: InboundContent[] = [
    { type: 'location', location: { latitude: 37.44, longitude: -122.16, name: 'Philz Coffee' } },
    { type: 'contacts', contacts: [{ name: { formatted_name: 'Barbara J. Johnson', first_name: 'Barbara' } }] },
    { type: 'button', button: { payload: 'Unsubscribe', text: 'Unsubscribe' } },
    { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'cancel', title: 'Cancel' } } },
    { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'a', title: 'A', description: 'b' } } },
    {
      type: 'interactive',
      interactive: {
        type: 'nfm_reply',
        nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"unused"}' },
      },
    },
    {
      type: 'interactive',
      interactive: { type: 'call_permission_reply', call_permission_reply: { response: 'accept' } },
    },
    { type: 'order', order: { catalog_id: '1', product_items: [{ product_retailer_id: 'x', quantity: 2 }] } },
    { type: 'request_welcome' },
    { type: 'unknown', unknown: { newer: 'than this' } },
  ]
  it.each(contents)('$type', async (content) => {
    start()
    write(content)
    await quiet()
    expect(messagesIn(business.received)[0]).toMatchObject(content)
  })
  it('unsupported, with Meta’s error', async () => {
    start()
    write({ type: 'unsupported', unsupported: { type: 'poll' } })
    await quiet()
    expect(messagesIn(business.received)[0]).toMatchObject({
      ...{ type: 'unsupported', unsupported: { type: 'poll' } },
      errors: [
        {
          code: 131051,
          title: 'Message type unknown',
          error_data: { details: 'Message type is currently not supported.' },
        },
      ],
    })
  })
  it('media with hash, address and voice', async () => {
    const { world, number } = start()
    world.state.media['9'] = {
      ...{
        id: '9',
        numberId: number.id,
        mimeType: 'audio/ogg; codecs=opus',
        sha256: 'wvqXMe6n',
        size: 3,
        filename: null,
        voice: true,
      },
      ...{ createdAt: 0, expiresAt: 0, isFromCustomer: true, urls: {}, isCorrupt: false },
    }
    write({ type: 'audio', audio: mediaObject(world, { mediaId: '9' }) })
    await quiet()
    expect(messagesIn(business.received)[0]?.audio).toEqual({
      ...{ mime_type: 'audio/ogg; codecs=opus', sha256: 'wvqXMe6n', id: '9', voice: true },
      url: expect.stringContaining('https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=9'),
    })
    expect(Object.keys(world.state.media['9']?.urls ?? {})).toHaveLength(1)
  })
  it('reactions, their removal, edits and deletions, with what they do to the message', async () => {
    start()
    const message = write(text)
    write({ type: 'reaction', reaction: { message_id: message.id, emoji: '👍' } })
    expect(message.reactions).toMatchObject([{ from: 'customer', emoji: '👍' }])
    write({ type: 'reaction', reaction: { message_id: message.id } })
    expect(message.reactions).toEqual([])
    write({ type: 'edit', edit: { original_message_id: message.id, message: { type: 'text', text: { body: 'Hey' } } } })
    expect(message).toMatchObject({ editedAt: expect.any(Number), payload: { text: { body: 'Hey' } } })
    write({ type: 'revoke', revoke: { original_message_id: message.id } })
    expect(message.deletedAt).toEqual(expect.any(Number))
    await quiet()
    expect(messagesIn(business.received).map(({ type }) => type)).toEqual([
      'text',
      'reaction',
      'reaction',
      'edit',
      'revoke',
    ])
    expect(Object.values(business.world.state.threads)[0]?.messageIds).toEqual([message.id])
  })
  it('replies, forwarded messages, referrals, groups', async () => {
    const { number, customer } = start()
    const first = write(text)
    write(text, { context: replyContext({ number, customer }, first) })
    write(text, { context: forwardedContext(2) })
    write(text, { context: forwardedContext(6) })
    write(text, { referral: { source_type: 'ad', ctwa_clid: 'x' } })
    write(text, { groupId: 'G1' })
    await quiet()
    expect(messagesIn(business.received).slice(1)).toMatchObject([
      { context: { from: '16505551234', id: first.id } },
      { context: { forwarded: true } },
      { context: { frequently_forwarded: true } },
      { referral: { source_type: 'ad' } },
      { group_id: 'G1' },
    ])
  })
  it('a changed number comes without contacts', async () => {
    start()
    write({ type: 'system', system: { type: 'user_changed_number', wa_id: '12195555358', body: 'changed' } })
    await quiet()
    expect(valueAt(0)).not.toHaveProperty('contacts')
    expect(messagesIn(business.received)[0]).toMatchObject({ system: { wa_id: '12195555358' }, type: 'system' })
  })
  it('errors beside no message', async () => {
    const { world, number } = start()
    await deliver(world, errorsChange({ number, code: 130429 }))
    expect(valueAt(0)).toMatchObject({ errors: [{ code: 130429, title: 'Rate limit hit' }] })
  })
  it('hears nothing of whom it has blocked', async () => {
    const { number, customer, received } = start()
    number.blocked.push(customer.waId)
    write(text)
    await quiet()
    expect(received).toHaveLength(0)
  })
})

describe('other fields of a number', () => {
  it('echoes', async () => {
    const { world, number, customer } = start()
    const message = sendEcho(world, { number, customer, content: { type: 'text', text: { body: 'From the phone' } } })
    await quiet()
    expect(valueAt(0)).toMatchObject({
      message_echoes: [
        { from: '16505551111', to: '16505551234', id: message.id, type: 'text', text: { body: 'From the phone' } },
      ],
    })
  })
  it('history, its media, its refusal, the address book', async () => {
    const { world, number, customer } = start()
    const message = {
      from: 'customer',
      at: 1_739_230_970_000,
      content: { type: 'media_placeholder' },
      id: 'wamid.x',
    } as const
    await sendHistory(world, {
      number,
      phase: 1,
      chunkOrder: 2,
      progress: 55,
      threads: [{ customer, messages: [message] }],
    })
    await sendHistoryMedia(world, {
      number,
      customer,
      message: { ...message, content: { type: 'image', image: { id: '1' } } },
    })
    await declineHistory(world, number)
    await sendContactSync(world, { number, customers: [customer], action: 'add' })
    expect(valueAt(0)).toMatchObject({
      history: [
        {
          metadata: { phase: 1, chunk_order: 2, progress: 55 },
          threads: [
            {
              id: '16505551234',
              messages: [{ from: '16505551234', timestamp: '1739230970', history_context: { status: 'READ' } }],
            },
          ],
        },
      ],
    })
    expect(valueAt(1)).toMatchObject({ messages: [{ id: 'wamid.x', type: 'image', image: { id: '1' } }] })
    expect(valueAt(2)).toMatchObject({ history: [{ errors: [{ code: 2593109 }] }] })
    expect(valueAt(3)).toMatchObject({
      state_sync: [
        { type: 'contact', action: 'add', contact: { full_name: 'Sheena Nelson', phone_number: '16505551234' } },
      ],
    })
  })
  it('standby, handovers, groups', async () => {
    const { world, number, customer } = start()
    const between = { number, customer }
    await sendStandby(world, { ...between, id: 'wamid.s', at: world.now(), content: text })
    await sendStandbyEcho(world, { ...between, content: text })
    await sendHandover(world, {
      ...between,
      type: 'control_passed',
      previousRole: 'ai_agent',
      newRole: 'escalation',
      summary: 'wants a refund',
    })
    await sendGroupEvent(world, { number, field: 'group_status_update', groupId: 'G1', type: 'group_suspend' })
    expect(business.received.map(({ json }) => at(json, 'entry', 0, 'changes', 0, 'field'))).toEqual([
      ...['standby', 'standby', 'messaging_handovers', 'group_status_update'],
    ])
    expect(valueAt(0)).toMatchObject({ standby: { contacts: [{}], messages: [{ id: 'wamid.s' }] } })
    expect(valueAt(1)).toMatchObject({
      standby: { message_echoes: [{ message: { to: '16505551234', type: 'text' } }] },
    })
    expect(valueAt(2)).toMatchObject({
      type: 'control_passed',
      control_passed: { new_owner_role: 'escalation' },
      recipient: { phone_number_id: number.id },
    })
    expect(valueAt(3)).toMatchObject({ groups: [{ group_id: 'G1', type: 'group_suspend' }] })
  })
})
