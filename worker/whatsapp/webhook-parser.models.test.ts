import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import samples from './fixtures/webhook-samples.json'
import { messageContentSchema, messageContextSchema, metaErrorSchema } from './message-content.schemas'
import type { ParsedChange, WebhookEvent } from './webhook-events'
import { parseWebhookJson } from './webhook-json'
import { parseChange, splitDelivery } from './webhook-parser'

type Name = keyof typeof samples
const read = (name: Name): ParsedChange =>
  parseChange({ wabaId: '102290129340398', field: samples[name].field, value: samples[name].value })
/** A change of the field `messages` with these parts in its value. */
const messages = (value: Record<string, unknown>) =>
  parseChange({ wabaId: '1', field: 'messages', value: { metadata: { phone_number_id: '2' }, ...value } }).events

const sheena = {
  waId: '16505551234',
  userId: null,
  parentUserId: null,
  username: null,
  profileName: 'Sheena Nelson',
}
const quoted = 'wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA='

/** What a sample's one message says. */
const contents: [Name, Record<string, unknown>][] = [
  ['text about a product', { content: { type: 'text', body: 'Is this still available?' } }],
  [
    'location',
    { content: { type: 'location', latitude: 37.44221496582, name: 'Philz Coffee', url: 'https://philzcoffee.com/' } },
  ],
  ['contacts', { content: { type: 'contacts', contacts: [{ name: { formatted_name: 'Barbara J. Johnson' } }] } }],
  ['reaction', { content: { type: 'reaction', emoji: '👍' }, targetWamid: quoted, replyToWamid: null }],
  [
    'template button',
    {
      content: { type: 'button_reply', kind: 'template', id: 'Unsubscribe', title: 'Unsubscribe' },
      replyToWamid: quoted,
      targetWamid: null,
    },
  ],
  [
    'list reply',
    {
      content: {
        ...{ type: 'button_reply', kind: 'list', id: 'priority_express', title: 'Priority Mail Express' },
        description: 'Next Day to 2 Days',
      },
      replyToWamid: quoted,
    },
  ],
  ['button reply', { content: { type: 'button_reply', kind: 'button', id: 'cancel-button', title: 'Cancel' } }],
  [
    'flow reply',
    {
      content: {
        ...{ type: 'flow_reply', name: 'flow', body: 'Sent', raw: null },
        response: { flow_token: '…', field: 'value' },
      },
    },
  ],
  [
    'address reply',
    { content: { type: 'flow_reply', name: 'address_message', response: { saved_address_id: 'address1' }, raw: null } },
  ],
  [
    'call permission reply',
    {
      content: {
        ...{ type: 'call_permission_reply', response: 'accept', isPermanent: false },
        expiresAt: 1_753_186_982_000,
      },
    },
  ],
  [
    'order',
    {
      content: {
        ...{ type: 'order', catalogId: '194836987003835', text: 'Love these!' },
        items: [
          { productRetailerId: 'di9ozbzfi4', quantity: 2, itemPrice: 30, currency: 'USD' },
          { productRetailerId: 'nqryix03ez', quantity: 1, itemPrice: 25, currency: 'USD' },
        ],
      },
    },
  ],
  [
    'unsupported',
    {
      content: {
        ...{ type: 'unsupported', originalType: 'edit', reason: 'Message type is currently not supported.' },
        raw: { type: 'unsupported' },
      },
      error: { code: 131051, title: 'Message type unknown', details: 'Message type is currently not supported.' },
    },
  ],
  [
    'unknown of old',
    {
      content: { type: 'unsupported', originalType: 'unknown', reason: 'Message type is not currently supported' },
      error: { code: 501, title: 'Unknown message type', details: 'Message type is not currently supported' },
    },
  ],
  [
    'edit',
    {
      content: { type: 'edit', content: { type: 'image', mediaId: null, caption: 'Updated image caption' } },
      media: { metaMediaId: '1234567890' },
      targetWamid: quoted,
      replyToWamid: null,
    },
  ],
  ['revoke', { content: { type: 'revoke' }, targetWamid: quoted }],
  ['request_welcome', { content: { type: 'welcome_request' } }],
  ['identity change', { content: { type: 'system', event: 'customer_identity_changed' } }],
  ['forwarded', { context: { forwarded: true } }],
  ['often forwarded', { context: { frequentlyForwarded: true } }],
  ['group message', { context: { groupId: 'HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA' } }],
  [
    'media that could not be fetched',
    {
      content: { type: 'video', mediaId: null },
      media: null,
      error: { code: 131052, details: 'Failed to download the media from the sender' },
    },
  ],
]

describe('a message', () => {
  it('has its sender, time, file and envelope', () => {
    expect(read('image')).toEqual({
      field: 'messages',
      phoneNumberId: '106540352242922',
      wabaId: '102290129340398',
      events: [
        {
          kind: 'message',
          wamid: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=',
          person: sheena,
          at: 1_744_344_496_000,
          content: { type: 'image', mediaId: null, caption: 'Taj Mahal' },
          media: {
            metaMediaId: '1003383421387256',
            mimeType: 'image/jpeg',
            sha256: 'SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=',
            url: 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133...',
            filename: null,
          },
          replyToWamid: null,
          targetWamid: null,
          context: null,
          error: null,
        },
      ],
    })
  })

  it.each([
    ['video', { type: 'video', mediaId: null, caption: 'Timelapse of growth' }, 'video/mp4'],
    ['voice note', { type: 'audio', mediaId: null, voice: true }, 'audio/ogg; codecs=opus'],
    [
      'document',
      { type: 'document', mediaId: null, caption: 'my receipt', filename: 'receipt.pdf' },
      'application/pdf',
    ],
    ['sticker', { type: 'sticker', mediaId: null, animated: true }, 'image/webp'],
  ] as const)('of a %s', (name, content, mimeType) => {
    expect(read(name).events).toMatchObject([{ kind: 'message', content, media: { mimeType } }])
  })

  it.each(contents)('%s', (name, expected) => {
    expect(read(name).events).toMatchObject([{ kind: 'message', ...expected }])
  })

  it('keeps the product and the ad that it came from', () => {
    expect(read('text about a product').events).toMatchObject([
      { context: { referredProduct: { catalogId: '194836987003835', productRetailerId: 'di9ozbzfi4' } } },
    ])
    expect(read('text from an ad').events).toMatchObject([
      { context: { referral: { source_id: '120226305854810726', ctwa_clid: expect.stringMatching(/^Aff-n8/) } } },
    ])
  })

  it.each([
    ['broken', '{"flow_token":', { response: null, raw: '{"flow_token":' }],
    ['null', null, { response: null, raw: null }],
    ['a list', '[1]', { response: null, raw: '[1]' }],
    ['an object already', { a: 1 }, { response: { a: 1 }, raw: null }],
  ])('of a flow whose answer is %s', (_name, response_json, expected) => {
    const nfm_reply = { name: 'flow', body: 'Sent', response_json }
    const message = {
      from: '1',
      id: 'w',
      timestamp: '5',
      type: 'interactive',
      interactive: { type: 'nfm_reply', nfm_reply },
    }
    expect(messages({ messages: [message] })).toMatchObject([{ content: { type: 'flow_reply', ...expected } }])
  })

  it.each([
    ['a type that nobody knows', { type: 'hologram', hologram: { id: '1' } }, 'hologram'],
    [
      'an interactive reply that nobody knows',
      { type: 'interactive', interactive: { type: 'poll', poll: {} } },
      'interactive: poll',
    ],
    ['a type without its content', { type: 'text' }, 'text'],
    ['a type that is an inherited name', { type: 'constructor', constructor: {} }, 'constructor'],
    ['no type', {}, 'unknown'],
    ['a file without an id', { type: 'image', image: { caption: 'x' } }, 'image'],
    ['a place without coordinates', { type: 'location', location: { latitude: 'north' } }, 'location'],
    ['contacts that are no list', { type: 'contacts', contacts: 'Barbara' }, 'contacts'],
  ])('keeps %s', (_name, part, originalType) => {
    const message = { from: '1', id: 'w', timestamp: '5', ...part }
    expect(messages({ messages: [message] })).toMatchObject([
      { kind: 'message', wamid: 'w', content: { type: 'unsupported', originalType, raw: message } },
    ])
  })

  it('takes times as text and as number, in seconds and in milliseconds', () => {
    const timeOf = (timestamp: unknown) =>
      messages({ messages: [{ from: '1', id: 'w', timestamp, type: 'request_welcome' }] })[0]
    for (const timestamp of ['1744344496', 1744344496, 1744344496000])
      expect(timeOf(timestamp)).toMatchObject({ at: 1_744_344_496_000 })
    for (const timestamp of [undefined, null, 'soon', '', -5, 9e15]) expect(timeOf(timestamp)).toMatchObject({ at: 0 })
  })

  it('that does not say when happened when it came in', () => {
    const value = {
      messages: [
        { from: '1', id: 'w', type: 'request_welcome' },
        { from: '1', id: 'x', type: 'request_welcome', timestamp: '7' },
      ],
      errors: [{ code: 1 }],
    }
    const { events } = parseChange({ wabaId: '1', field: 'messages', value }, { receivedAt: 5000 })
    expect(events).toMatchObject([{ at: 5000 }, { at: 7000 }, { kind: 'value_error' }])
    expect(events[2]).not.toHaveProperty('at')
  })

  it('that is said to be yet to come was when it came in, unless clocks may differ by so much', () => {
    const receivedAt = 1_744_344_496_000
    const atOf = (timestamp: number, options?: { receivedAt: number }) => {
      const message = { from: '1', id: 'w', type: 'request_welcome', timestamp: String(timestamp) }
      return parseChange({ wabaId: '1', field: 'messages', value: { messages: [message] } }, options).events[0]
    }
    expect(atOf(1_744_344_796, { receivedAt })).toMatchObject({ at: 1_744_344_796_000 })
    expect(atOf(1_744_344_797, { receivedAt })).toMatchObject({ at: receivedAt })
    expect(atOf(1_744_344_797)).toMatchObject({ at: 1_744_344_797_000 })
  })

  it('has no NUL and no half characters in its words', () => {
    const message = { from: '1', id: 'w', timestamp: '5', type: 'text', text: { body: 'a\0b\ud83dc😀' } }
    expect(messages({ messages: [message] })).toMatchObject([{ content: { body: 'ab\ufffdc😀' } }])
  })
})

describe('whom a message is from', () => {
  const from = (message: Record<string, unknown>, contacts: unknown[], more: unknown[] = []) =>
    messages({
      contacts,
      messages: [{ id: 'w', timestamp: '5', type: 'text', text: { body: 'x' }, ...message }, ...more],
    })[0]
  const names = (user: Record<string, unknown>, name: string) => ({ profile: { name }, ...user })

  it('is found by user id, then by number, wherever the contact stands', () => {
    const contacts = [
      names({ wa_id: '1' }, 'One'),
      names({ user_id: 'US.2' }, 'Two'),
      names({ wa_id: '3', user_id: 'US.3' }, 'Three'),
    ]
    expect(from({ from_user_id: 'US.2', from: '22' }, contacts)).toMatchObject({
      person: { profileName: 'Two', userId: 'US.2', waId: '22' },
    })
    expect(from({ from: '1' }, contacts)).toMatchObject({ person: { profileName: 'One', userId: null, waId: '1' } })
    expect(from({ from: '3' }, contacts)).toMatchObject({ person: { profileName: 'Three', userId: 'US.3' } })
    expect(from({ from: '9' }, contacts)).toMatchObject({ person: { profileName: null, waId: '9' } })
  })

  it('is never another person’s name', () => {
    const other = [names({ wa_id: '1', user_id: 'US.1' }, 'One')]
    expect(from({ from: '1', from_user_id: 'US.9' }, other)).toMatchObject({
      person: { profileName: null, userId: 'US.9' },
    })
    expect(from({ from: '9' }, other)).toMatchObject({ person: { profileName: null } })
  })

  it('is the only contact of a single message when no id says otherwise', () => {
    expect(from({}, [names({ wa_id: '1' }, 'One')])).toMatchObject({ person: { waId: '1', profileName: 'One' } })
    expect(from({ from_user_id: 'US.1' }, [names({ wa_id: '1' }, 'One')])).toMatchObject({
      person: { waId: '1', userId: 'US.1', profileName: 'One' },
    })
    const second = { id: 'w2', from: '1', timestamp: '5', type: 'request_welcome' }
    expect(from({}, [names({ wa_id: '1' }, 'One')], [second])).toMatchObject({ kind: 'unknown' })
  })

  it('may have no number', () => {
    expect(read('user id only').events).toMatchObject([
      {
        person: {
          waId: null,
          userId: 'US.13491208655302741918',
          parentUserId: 'US.11815799212886844830',
          username: 'realsheenanelson',
          profileName: 'Sheena Nelson',
        },
      },
    ])
    expect(from({ from: '', from_user_id: 'US.1' }, [names({ wa_id: '', user_id: 'US.1' }, 'One')])).toMatchObject({
      person: { waId: null, userId: 'US.1', profileName: 'One' },
    })
  })

  it('is exactly what Meta wrote', () => {
    expect(from({ from: '5541999887766' }, [])).toMatchObject({ person: { waId: '5541999887766' } })
  })

  it('must be told', () => {
    expect(from({}, [])).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('whom it is from') })
    expect(messages({ messages: [{ from: '1', type: 'text', text: { body: 'x' } }] })).toMatchObject([
      { kind: 'unknown' },
    ])
  })
})

describe('somebody with another number or id', () => {
  it('is told before the message about it', () => {
    expect(read('number change').events).toMatchObject([
      {
        kind: 'identity',
        at: 1_750_269_342_000,
        previous: { waId: '16505551234', userId: null },
        current: { waId: '12195555358', userId: null },
      },
      { kind: 'message', person: { waId: '16505551234' }, content: { type: 'system', event: 'user_changed_number' } },
    ])
    expect(read('user id change').events).toMatchObject([
      {
        kind: 'identity',
        previous: { waId: '16505551234', userId: 'US.13491208655302741918' },
        current: { waId: '16505551234', userId: 'US.20000000000000000001' },
      },
      { kind: 'message', content: { type: 'system', event: 'user_changed_user_id' } },
    ])
  })

  it('comes in a field of its own too', () => {
    expect(read('user id update').events).toEqual([
      {
        kind: 'identity',
        at: 1_750_030_073_000,
        previous: { waId: '16505551234', userId: 'US.1' },
        current: { waId: '16505551234', userId: 'US.2' },
      },
    ])
  })
})

const statusSamples: [Name, Record<string, unknown>][] = [
  [
    'sent',
    {
      kind: 'status',
      status: 'sent',
      at: 1_750_030_073_000,
      person: { waId: '16505551234' },
      pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'marketing' },
      error: null,
    },
  ],
  [
    'failed',
    { kind: 'status', status: 'failed', error: { code: 131049, details: expect.stringContaining('healthy') } },
  ],
  [
    'receiver incapable',
    { kind: 'status', status: 'failed', error: { code: 1026, title: 'Receiver Incapable', details: null } },
  ],
  [
    'delivered to a user id',
    {
      kind: 'status',
      status: 'delivered',
      person: {
        waId: null,
        userId: 'US.13491208655302741918',
        parentUserId: 'US.11815799212886844830',
        username: 'pablomorales',
        profileName: 'Pablo M.',
      },
    },
  ],
  ['read in a group', { kind: 'status', status: 'read', person: { waId: '16505551234' } }],
  ['played', { kind: 'status', status: 'played', callbackData: 'msg_01', pricing: null }],
  [
    'payment',
    {
      kind: 'message',
      wamid: 'payment:order-1::captured',
      at: 1_750_030_073_000,
      person: { waId: '16505551234' },
      content: { type: 'system', event: 'payment', body: 'Payment received for order order-1' },
    },
  ],
]

describe('a status', () => {
  it.each(statusSamples)('%s', (name, expected) => {
    expect(read(name).events).toMatchObject([expected])
  })

  it.each([
    [
      'captured',
      { reference_id: 'ref-7', amount: { value: 21000, offset: 100 }, currency: 'INR' },
      'Payment received, 210.00 INR for order ref-7',
    ],
    ['pending', { reference_id: 'ref-7' }, 'Payment pending for order ref-7'],
    [
      'failed',
      {
        reference_id: 'ref-7',
        transaction: {
          ...{ id: 'tx-1', amount: { value: 500, offset: 1 }, currency: 'BRL' },
          error: { code: 'E1', reason: 'card declined' },
        },
      },
      'Payment failed, 500 BRL for order ref-7 (card declined)',
    ],
    ['in_dispute', {}, 'Payment: in_dispute'],
  ])('of a payment is a line of the thread: %s', (name, payment, body) => {
    const given = {
      id: 'p',
      type: 'payment',
      status: name,
      recipient_id: '16505551234',
      timestamp: '1750030073',
      payment,
    }
    expect(messages({ statuses: [given] })).toMatchObject([
      { kind: 'message', content: { type: 'system', event: 'payment', body } },
    ])
  })

  it('of a payment of nobody is kept in the archive only', () => {
    const given = { id: 'p', type: 'payment', status: 'captured', timestamp: '1750030073' }
    expect(messages({ statuses: [given] })).toEqual([{ kind: 'unknown', reason: 'the payment p is captured' }])
  })

  it('may say no more than what it is of', () => {
    expect(messages({ statuses: [{ id: 'w', status: 'read' }] })).toEqual([
      {
        kind: 'status',
        wamid: 'w',
        status: 'read',
        at: 0,
        person: null,
        callbackData: null,
        pricing: null,
        error: null,
      },
    ])
    expect(messages({ statuses: [{ id: 'w', status: 'failed', errors: [{}] }] })).toMatchObject([
      { status: 'failed', error: { code: 135000, title: 'Error 135000', details: null } },
    ])
  })

  it('that nobody knows is kept', () => {
    for (const status of ['warning', 'deleted', undefined, 3])
      expect(messages({ statuses: [{ id: 'w', status }] })).toMatchObject([{ kind: 'unknown' }])
  })
})

const fieldSamples: [Name, Record<string, unknown>[]][] = [
  ['value errors', [{ kind: 'value_error', error: { code: 130429, title: 'Rate limit hit' } }]],
  [
    'phone app echo',
    [
      {
        kind: 'echo',
        source: 'phone_app',
        wamid: 'wamid.echo',
        at: 1_739_321_024_000,
        person: { waId: '16505551234' },
        content: { type: 'text' },
      },
    ],
  ],
  [
    'phone app deletes',
    [
      {
        kind: 'echo',
        person: { userId: 'US.13491208655302741918' },
        content: { type: 'revoke' },
        targetWamid: 'wamid.echo',
      },
    ],
  ],
  [
    'standby',
    [
      { kind: 'message', wamid: 'wamid.standby', person: sheena, context: { standby: true } },
      { kind: 'status', wamid: 'wamid.agent', status: 'delivered' },
      {
        kind: 'echo',
        source: 'other_app',
        wamid: 'wamid.agent',
        at: 1_750_030_072_000,
        person: sheena,
        content: { type: 'buttons', body: 'How may I help?', buttons: [{ id: 'a', title: 'Order' }] },
      },
    ],
  ],
  [
    'handover',
    [
      {
        kind: 'handover',
        at: 1_750_030_073_000,
        person: { waId: '16505551234' },
        event: 'control_passed',
        owner: 'escalation',
      },
    ],
  ],
  [
    'address book',
    [{ kind: 'contact', at: 1_739_321_024_000, person: { waId: '16505551234' }, name: 'Pablo Morales', action: 'add' }],
  ],
  [
    'history',
    [
      {
        kind: 'history',
        direction: 'outbound',
        status: 'read',
        person: { waId: '16505551234' },
        content: { type: 'text' },
      },
      { kind: 'history', direction: 'outbound', status: 'played', content: { type: 'media_placeholder' } },
      {
        kind: 'history',
        direction: 'inbound',
        status: null,
        person: { waId: '16505551234' },
        content: { body: 'Thanks!' },
      },
      { kind: 'history', direction: 'outbound', status: 'delivered', person: { waId: '12125557890' } },
      { kind: 'history_progress', phase: 0, progress: 55, error: null },
    ],
  ],
  [
    'history media',
    [
      {
        kind: 'history',
        direction: 'inbound',
        person: sheena,
        content: { type: 'image', caption: 'Black Prince echeveria' },
        media: { metaMediaId: '24230790383178626', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ],
  ],
  ['history declined', [{ kind: 'history_progress', phase: null, progress: null, error: { code: 2593109 } }]],
  [
    'preference',
    [
      {
        kind: 'preference',
        at: 1_731_705_721_000,
        person: { waId: '16505551234' },
        category: 'marketing_messages',
        value: 'resume',
        detail: 'User requested to resume marketing messages',
      },
    ],
  ],
  [
    'call connects',
    [
      {
        kind: 'call',
        person: { waId: '16315553602', profileName: '<CALLEE_NAME>' },
        content: { type: 'call', event: 'connect', direction: 'outbound', status: null, durationSeconds: null },
      },
    ],
  ],
  ['call rings', [{ kind: 'call', person: { waId: '163155536021' }, content: { event: 'status', status: 'RINGING' } }]],
  [
    'call ends',
    [
      {
        kind: 'call',
        person: { waId: '16315553602' },
        content: { event: 'terminate', direction: 'inbound', status: 'COMPLETED', durationSeconds: 120 },
      },
      { kind: 'value_error', error: { code: 138000, title: 'Calling not enabled' } },
    ],
  ],
  [
    'template approved',
    [
      {
        kind: 'template',
        templateId: '1689556908129832',
        name: 'order_confirmation',
        language: 'en_US',
        status: 'APPROVED',
        category: 'UTILITY',
        reason: null,
      },
    ],
  ],
  ['template rejected', [{ kind: 'template', status: 'REJECTED', reason: 'INVALID_FORMAT', language: 'en' }]],
  ['template paused', [{ kind: 'template', status: 'PAUSED', reason: 'FIRST_PAUSE' }]],
  // Under the field of the status, as on Meta's page: told by its keys.
  ['template quality', [{ kind: 'template', name: 'welcome_template', qualityScore: 'YELLOW' }]],
  ['template components', [{ kind: 'template', name: 'order_confirmation', changed: true }]],
  ['template category announced', [{ kind: 'template', category: 'UTILITY' }]],
  ['template category changed', [{ kind: 'template', category: 'MARKETING' }]],
  ['template category detected', [{ kind: 'template', category: 'UTILITY' }]],
  [
    'number quality',
    [
      {
        kind: 'number',
        displayPhoneNumber: '15550783881',
        event: 'THROUGHPUT_UPGRADE',
        messagingLimit: 'TIER_UNLIMITED',
        throughputLevel: 'HIGH',
      },
    ],
  ],
  ['number name', [{ kind: 'number', event: 'NAME_APPROVED', nameStatus: 'APPROVED', verifiedName: 'Lucky Shrub' }]],
  ['security', [{ kind: 'number', displayPhoneNumber: '15550783881', event: 'PIN_RESET_REQUEST' }]],
  ['capability', [{ kind: 'number', displayPhoneNumber: null, messagingLimit: 'TIER_2K' }]],
  ['account disabled', [{ kind: 'account', event: 'DISABLED_UPDATE', detail: 'SCHEDULE_FOR_DISABLE' }]],
  [
    'account restricted',
    [{ kind: 'account', event: 'ACCOUNT_RESTRICTION', detail: 'RESTRICTED_BIZ_INITIATED_MESSAGING' }],
  ],
  ['account violation', [{ kind: 'account', event: 'ACCOUNT_VIOLATION', detail: 'ALCOHOL' }]],
  ['partner added', [{ kind: 'account', event: 'PARTNER_ADDED', wabaId: '495709166956424' }]],
  ['partner removed', [{ kind: 'account', event: 'PARTNER_REMOVED', detail: 'PRIMARY_INACTIVITY' }]],
  ['phone app disconnected', [{ kind: 'account', event: 'PARTNER_REMOVED', detail: '15550783881', wabaId: null }]],
  ['price tier', [{ kind: 'account', detail: 'UTILITY 25000001:50000000' }]],
  ['alert', [{ kind: 'account', event: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED' }]],
  ['account review', [{ kind: 'account', event: 'ACCOUNT_REVIEW_APPROVED' }]],
  ['payment configuration', [{ kind: 'account', event: 'PAYMENT_CONFIGURATION_UPDATE', detail: 'Needs Testing' }]],
  ['partner solution', [{ kind: 'account', event: 'SOLUTION_CREATED', detail: 'INITIATED' }]],
  ['flow endpoint', [{ kind: 'account', event: 'ENDPOINT_ERROR_RATE', detail: expect.stringContaining('10%') }]],
  ['group created', [{ kind: 'account', event: 'group_create', detail: 'GROUP' }]],
]

describe('a field', () => {
  it.each(fieldSamples)('%s', (name, events) => {
    expect(read(name).events).toMatchObject(events)
    expect(read(name).events).toHaveLength(events.length)
  })

  it('says which number and which account it speaks for', () => {
    expect(read('handover')).toMatchObject({ phoneNumberId: '106540352242922', wabaId: '102290129340398' })
    expect(read('template approved')).toMatchObject({ phoneNumberId: null, wabaId: '102290129340398' })
    // These come under the id of the portfolio.
    expect(read('partner added')).toMatchObject({ phoneNumberId: null, wabaId: '495709166956424' })
    const settings = { phone_number_settings: { phone_number_id: '5' } }
    expect(parseChange({ wabaId: '', field: 'account_settings_update', value: settings })).toMatchObject({
      ...{ phoneNumberId: '5', wabaId: null },
      events: [{ kind: 'account', event: 'ACCOUNT_SETTINGS_UPDATE' }],
    })
  })

  it('of a template is known by its keys, whatever it is called', () => {
    const { value } = samples['template quality']
    expect(parseChange({ wabaId: '1', field: 'something_new', value }).events).toMatchObject([
      { kind: 'template', qualityScore: 'YELLOW' },
    ])
  })

  it.each([
    ['that nobody knows', { field: 'holograms', value: { a: 1 } }],
    ['with a value that is none', { field: 'messages', value: 'text' }],
    ['with nothing in it', { field: 'messages', value: { metadata: { phone_number_id: '2' } } }],
    ['that is an inherited name', { field: '__proto__', value: {} }],
    ['without a name', { field: '', value: { id: '1' } }],
  ])('%s is kept as unknown', (_name, change) => {
    expect(parseChange({ wabaId: '1', ...change }).events).toMatchObject([{ kind: 'unknown' }])
  })
})

describe('history', () => {
  const value = (thread: Record<string, unknown>) => ({
    metadata: { display_phone_number: '+1 555-078-3881', phone_number_id: '2' },
    history: [{ metadata: { phase: 2, progress: 100 }, threads: [thread] }],
  })
  const eventsOf = (thread: Record<string, unknown>) =>
    parseChange({ wabaId: '1', field: 'history', value: value(thread) }).events

  it('has people without numbers, and our own number in any form', () => {
    const thread = {
      context: { user_id: 'US.1', username: '@amara' },
      messages: [
        {
          from: '15550783881',
          id: 'a',
          timestamp: '1',
          type: 'text',
          text: { body: 'x' },
          history_context: { status: 'ERROR' },
        },
        {
          from_user_id: 'US.1',
          id: 'b',
          timestamp: '2',
          type: 'text',
          text: { body: 'y' },
          history_context: { status: 'READ' },
        },
      ],
    }
    expect(eventsOf(thread)).toMatchObject([
      { direction: 'outbound', status: 'failed', person: { userId: 'US.1', waId: null, username: 'amara' } },
      { direction: 'inbound', status: null, person: { userId: 'US.1' } },
      { kind: 'history_progress', phase: 2, progress: 100 },
    ])
  })
})

describe('what another app sent', () => {
  const echo = (message: Record<string, unknown>) =>
    parseChange({
      ...{ wabaId: '1', field: 'standby' },
      value: { standby: { message_echoes: [{ id: 'w', timestamp: '5', message: { to: '1', ...message } }] } },
    }).events[0]

  it.each([
    ['a text', { type: 'text', text: { body: 'Hello' } }, { type: 'text', body: 'Hello' }],
    [
      'a template',
      { type: 'template', template: { name: 'hello', language: { code: 'en' }, components: [] } },
      { type: 'template', name: 'hello', language: 'en' },
    ],
    [
      'a list',
      {
        type: 'interactive',
        interactive: {
          ...{ type: 'list', body: { text: 'Choose' }, footer: { text: 'Bye' }, header: { type: 'text', text: 'Hi' } },
          action: { button: 'Open', sections: [{ rows: [{ id: 'r', title: 'Row' }] }] },
        },
      },
      { type: 'list', body: 'Choose', footer: 'Bye', header: { type: 'text', text: 'Hi' }, button: 'Open' },
    ],
    [
      'a link',
      {
        type: 'interactive',
        interactive: {
          ...{ type: 'cta_url', body: { text: 'See' } },
          action: { name: 'cta_url', parameters: { display_text: 'Go', url: 'https://example.com' } },
        },
      },
      { type: 'cta_url', displayText: 'Go', url: 'https://example.com' },
    ],
    ['something new', { type: 'interactive', interactive: { type: 'poll' } }, { type: 'unsupported' }],
    ['a list that breaks its rules', { type: 'interactive', interactive: { type: 'list' } }, { type: 'unsupported' }],
  ])('is %s', (_name, message, content) => {
    expect(echo(message)).toMatchObject({ kind: 'echo', wamid: 'w', at: 5000, person: { waId: '1' }, content })
  })

  it('is a template with its words, where Meta tells its definition', () => {
    const template = { category: 'UTILITY', components: [{ type: 'BODY', text: 'Hello {{1}}' }] }
    const body = [{ type: 'body', parameters: [{ type: 'text', text: 'Amara' }] }]
    const message = { to: '1', type: 'template', template: { name: 'hi', language: { code: 'en' }, components: body } }
    const value = { standby: { message_echoes: [{ id: 'w', timestamp: '5', message, template }] } }
    expect(parseChange({ wabaId: '1', field: 'standby', value }).events).toMatchObject([
      { content: { type: 'template', rendering: { category: 'UTILITY', body: 'Hello Amara' } } },
    ])
  })

  it('may be for somebody without a number', () => {
    expect(echo({ to: undefined, recipient: 'US.1', type: 'text', text: { body: 'x' } })).toMatchObject({
      person: { waId: null, userId: 'US.1' },
    })
  })
})

describe('a delivery', () => {
  it('is split into its changes, in their order', () => {
    const body = {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '1',
          changes: [
            { field: 'messages', value: { a: 1 } },
            { field: 'calls', value: null },
          ],
        },
        { id: 2, time: 5, changes: [{ field: 'security', value: {} }] },
      ],
    }
    expect(splitDelivery(body)).toEqual([
      { wabaId: '1', field: 'messages', value: { a: 1 } },
      { wabaId: '1', field: 'calls', value: null },
      { wabaId: '2', field: 'security', value: {} },
    ])
  })

  it.each([null, [], 'text', 5, {}, { object: 'page', entry: [] }, { object: 'whatsapp_business_account', entry: {} }])(
    'is not %j',
    (body) => {
      expect(splitDelivery(body)).toBeNull()
    },
  )

  it('loses no part of itself', () => {
    const entry = [null, { id: '1' }, { id: '1', changes: [5, { value: 1 }, { field: 7, value: 2 }] }]
    expect(splitDelivery({ object: 'whatsapp_business_account', entry })).toEqual([
      { wabaId: '', field: '', value: null },
      { wabaId: '1', field: '', value: { id: '1' } },
      { wabaId: '1', field: '', value: 5 },
      { wabaId: '1', field: '', value: { value: 1 } },
      { wabaId: '1', field: '7', value: 2 },
    ])
  })
})

describe('whatever comes', { timeout: 60_000 }, () => {
  const keys = fc.constantFrom(
    ...new Set(
      JSON.stringify(samples)
        .matchAll(/"([a-z_]+)":/g)
        .map(([, key]) => key ?? ''),
    ),
    ...['__proto__', 'constructor', 'toString', ''],
  )
  const words = fc.constantFrom(
    ...new Set(
      JSON.stringify(samples)
        .matchAll(/"(?:type|status|event|direction|value|action|field)":"(\w+)"/g)
        .map(([, word]) => word ?? ''),
    ),
  )
  /** JSON made of Meta's own keys and words, so that it reaches every reader. */
  const json = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.oneof(
        words,
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.constant(''),
      ),
      fc.dictionary(keys, tie('value'), { maxKeys: 8 }),
      fc.array(tie('value'), { maxLength: 4 }),
    ),
  })).value
  const fields = fc.oneof(fc.constantFrom(...new Set(Object.values(samples).map(({ field }) => field))), fc.string())
  /** One of Meta's samples with a few of its values replaced. */
  const bent = fc
    .tuple(
      fc.constantFrom(...Object.values(samples)),
      fc.array(fc.tuple(fc.nat(), json), { minLength: 1, maxLength: 4 }),
    )
    .map(([{ field, value }, replacements]) => {
      const copy: unknown = structuredClone(value)
      const places: [Record<string, unknown>, string][] = []
      const visit = (node: unknown): void => {
        if (typeof node !== 'object' || node === null) return
        for (const key of Object.keys(node)) {
          places.push([node as Record<string, unknown>, key])
          visit((node as Record<string, unknown>)[key])
        }
      }
      visit(copy)
      for (const [index, replacement] of replacements) {
        const place = places[index % places.length]
        if (place) place[0][place[1]] = replacement
      }
      return { field, value: copy }
    })

  const isWhole = ({ events }: ParsedChange) => {
    expect(events.length).toBeGreaterThan(0)
    for (const event of events) expect(problemOf(event), JSON.stringify(event)).toBeNull()
  }
  function problemOf(event: WebhookEvent): string | null {
    if (event.kind === 'unknown') return event.reason.includes('parser failed') ? event.reason : null
    if ('at' in event && !(Number.isInteger(event.at) && event.at >= 0)) return 'no time'
    if ('person' in event && event.person && event.person.waId === null && event.person.userId === null) return 'nobody'
    if ('error' in event && event.error && !metaErrorSchema.safeParse(event.error).success) return 'no error'
    if ('context' in event && event.context && !messageContextSchema.safeParse(event.context).success)
      return 'no context'
    if ('wamid' in event && event.wamid === '') return 'no id'
    if (event.kind === 'identity' && event.current.waId === null && event.current.userId === null) return 'nobody now'
    if (!('content' in event)) return null
    const parsed = messageContentSchema.safeParse(event.content)
    return parsed.success ? null : parsed.error.message
  }

  it('never throws, and what it reads is what can be stored and shown', () => {
    fc.assert(
      fc.property(
        fc.oneof(bent, fc.record({ field: fields, value: json }), fc.record({ field: fields, value: fc.jsonValue() })),
        (change) => isWhole(parseChange({ wabaId: '1', ...change })),
      ),
      { numRuns: 3000 },
    )
  })

  it('splits whatever it gets', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), json), (body) => {
        for (const change of splitDelivery({ object: 'whatsapp_business_account', entry: body }) ?? [])
          isWhole(parseChange(change))
        splitDelivery(body)
      }),
      { numRuns: 1000 },
    )
  })

  it('is not frightened by depth and size', () => {
    const deep = JSON.parse(`${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}`)
    const message = { from: '1', id: 'w', timestamp: '5', type: 'hologram', hologram: deep }
    expect(messages({ messages: [message] })).toMatchObject([{ content: { raw: { note: expect.any(String) } } }])
    const large = { ...message, hologram: 'x'.repeat(100_000) }
    expect(messages({ messages: [large] })).toMatchObject([{ content: { raw: { note: expect.any(String) } } }])
    expect(parseChange({ wabaId: '1', field: 'messages', value: deep }).events).toMatchObject([{ kind: 'unknown' }])
  })
})

describe('long integers', () => {
  it('keep their digits', () => {
    const text =
      '{"id":12345678901234567890,"list":[9007199254740993,-9007199254740993],"short":1689556908129832,"float":1.2345678901234567,"exponent":1e30,"text":"id:12345678901234567890"}'
    expect(parseWebhookJson(text)).toEqual({
      id: '12345678901234567890',
      list: ['9007199254740993', '-9007199254740993'],
      short: 1689556908129832,
      float: 1.2345678901234567,
      exponent: 1e30,
      text: 'id:12345678901234567890',
    })
    const value = parseWebhookJson(
      '{"message_template_id":12345678901234567890,"message_template_name":"a","message_template_language":"en","event":"APPROVED"}',
    )
    expect(parseChange({ wabaId: '1', field: 'message_template_status_update', value }).events).toMatchObject([
      { templateId: '12345678901234567890' },
    ])
  })

  it('change nothing else of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        const isLong = /\d{16}/.test(text)
        if (!isLong) expect(parseWebhookJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('do not stop deep JSON from being parsed', () => {
    const text = `${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`
    expect(Array.isArray(parseWebhookJson(text))).toBe(true)
    expect(() => parseWebhookJson('{"a":')).toThrow(SyntaxError)
  })
})
