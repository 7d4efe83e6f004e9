import { describe, expect, it } from 'vitest'
import { contentText } from './content-text'
import type { MessageContent } from './message-content.schemas'
import { messageContentSchema } from './message-content.schemas'

const header = { type: 'text' as const, text: 'Delivery' }
const said: [MessageContent, string | null][] = [
  [{ type: 'text', body: ' Hello\nthere ' }, 'Hello\nthere'],
  [{ type: 'text', body: '  ' }, null],
  [{ type: 'image', mediaId: 'm', caption: 'A vase' }, 'A vase'],
  [{ type: 'image', mediaId: 'm' }, null],
  [{ type: 'video', mediaId: 'm', caption: 'Turning' }, 'Turning'],
  [{ type: 'audio', mediaId: 'm', voice: true }, null],
  [{ type: 'document', mediaId: 'm', caption: 'Yours', filename: 'receipt.pdf' }, 'Yours\nreceipt.pdf'],
  [{ type: 'sticker', mediaId: 'm' }, null],
  [{ type: 'location', latitude: 1, longitude: 2, name: 'Philz', address: '101 Forest Ave' }, 'Philz\n101 Forest Ave'],
  [{ type: 'location', latitude: 1, longitude: 2 }, null],
  [
    {
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Amara' } }, { phones: [{ phone: '+447700900184' }] }, {}],
    },
    'Amara\n+447700900184',
  ],
  [{ type: 'reaction', emoji: '👍' }, '👍'],
  [{ type: 'reaction', emoji: null }, null],
  [
    { type: 'buttons', header, body: 'When?', footer: 'Bye', buttons: [{ id: 'a', title: 'Friday' }] },
    'Delivery\nWhen?\nBye\nFriday',
  ],
  [
    {
      type: 'list',
      body: 'Which?',
      button: 'Open',
      sections: [{ title: 'Blue', rows: [{ id: '1', title: 'Cobalt', description: 'Deep' }] }],
    },
    'Which?\nBlue\nCobalt\nDeep',
  ],
  [{ type: 'cta_url', body: 'See', displayText: 'Open', url: 'https://x.example' }, 'See'],
  [{ type: 'flow', header: { type: 'image', mediaId: 'm' }, body: 'Book', button: 'Go' }, 'Book'],
  [{ type: 'location_request', body: 'Where?' }, 'Where?'],
  [{ type: 'contact_request', body: 'Number?' }, 'Number?'],
  [{ type: 'address_request', body: 'Address?', country: 'IN' }, 'Address?'],
  [{ type: 'call_permission_request', body: 'May we?' }, 'May we?'],
  [{ type: 'voice_call', body: 'Call us', displayText: 'Call' }, 'Call us\nCall'],
  [{ type: 'product', catalogId: 'c', productRetailerId: 'p' }, null],
  [
    {
      type: 'product_list',
      header,
      body: 'New',
      catalogId: 'c',
      sections: [{ title: 'Blue', productRetailerIds: ['p'] }],
    },
    'Delivery\nNew\nBlue',
  ],
  [{ type: 'catalog', body: 'All', footer: 'Bye' }, 'All\nBye'],
  [{ type: 'carousel', body: 'Vases', cards: [{ body: 'One' }, {}] }, 'Vases\nOne'],
  [
    {
      type: 'order_details',
      header,
      body: 'Your order',
      parameters: {
        ...{ reference_id: 'o1', type: 'digital-goods', currency: 'INR', total_amount: { value: 1, offset: 100 } },
      },
    },
    'Delivery\nYour order\no1',
  ],
  [{ type: 'order_status', body: 'Sent', parameters: { reference_id: 'o1' } }, 'Sent\no1'],
  [{ type: 'template', name: 'hello', language: 'en', components: [] }, 'hello'],
  [
    {
      type: 'template',
      name: 'hello',
      language: 'en',
      components: [],
      rendering: {
        category: 'UTILITY',
        header: 'Order 1',
        body: 'On its way',
        footer: null,
        buttons: [{ type: 'URL', text: 'Track', value: 'https://x.example' }],
      },
    },
    'Order 1\nOn its way\nTrack',
  ],
  [{ type: 'button_reply', kind: 'button', id: 'a', title: 'Friday' }, 'Friday'],
  [{ type: 'flow_reply', name: 'flow', body: 'Sent', response: null, raw: null }, 'Sent'],
  [{ type: 'call_permission_reply', response: 'accept', expiresAt: null }, null],
  [{ type: 'order', catalogId: 'c', text: 'Please', items: [] }, 'Please'],
  [{ type: 'system', event: 'user_changed_number', body: 'Amara changed her number' }, 'Amara changed her number'],
  [{ type: 'call', callId: 'c', event: 'terminate', direction: 'inbound', status: null, durationSeconds: null }, null],
  [{ type: 'welcome_request' }, null],
  [{ type: 'media_placeholder' }, null],
  [{ type: 'unsupported', originalType: 'poll', reason: 'no', raw: {} }, null],
  [{ type: 'edit', content: { type: 'text', body: 'New' } }, null],
  [{ type: 'revoke' }, null],
  [{ type: 'note', body: 'Call her', mentions: [] }, 'Call her'],
  [{ type: 'activity', event: 'closed', detail: null }, null],
]

describe('the words of a message', () => {
  it.each(said.map(([content, words]) => [content.type, content, words] as const))('%s', (_type, content, words) => {
    expect(contentText(content)).toBe(words)
  })

  it('are known of every type', () => {
    const types = messageContentSchema.options.map((option) => option.shape.type.value)
    expect([...new Set(said.map(([{ type }]) => type))].sort()).toEqual([...types].sort())
  })
})
