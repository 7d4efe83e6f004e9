import { addTemplate } from '../../core/entities'
import { answers, context, interactive, media, message, sender } from '../inbound-shapes'
import { template } from '../messages'
import { contacts, does, head, WAMID, type WebhookCase } from '../run-webhooks'
import { templates } from '../samples/templates'
import { anything, either, exactly, optional } from '../shape'
import type { Business } from '../target'

const original = async (business: Business) => does(business, { type: 'text', text: 'One' })
const buttons = [{ type: 'reply', reply: { id: 'cancel-button', title: 'Cancel' } }]
const nfm = (name: string) =>
  message({
    context,
    type: 'interactive',
    interactive: { type: 'nfm_reply', nfm_reply: { name: exactly(name), body: 'Sent', response_json: /^\{.*\}$/s } },
  })

/** §6.3: answers, changes. */
export const answersAndChanges: WebhookCase[] = [
  answers(
    'a tap on a quick reply of a template',
    template('call_us'),
    (messageId) => ({ type: 'tap', messageId, button: 'Unsubscribe' }),
    message({ context, type: 'button', button: { payload: 'Unsubscribe', text: 'Unsubscribe' } }),
    ({ world, account }) => {
      const components = [
        ...templates.call_us.components,
        { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Unsubscribe' }] },
      ]
      addTemplate(world, {
        accountId: account.id,
        name: 'call_us',
        components: components.filter(({ type }, at) => type !== 'BUTTONS' || at === 2),
      })
    },
  ),
  answers(
    'a tap on a button',
    interactive({ type: 'button', action: { buttons } }),
    (messageId) => ({ type: 'tap', messageId, button: 'cancel-button' }),
    message({
      context,
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'cancel-button', title: 'Cancel' } },
    }),
  ),
  answers(
    'a row of a list',
    interactive({
      type: 'list',
      action: {
        button: 'Options',
        sections: [{ rows: [{ id: 'express', title: 'Express', description: 'Next Day' }] }],
      },
    }),
    (messageId) => ({ type: 'pick', messageId, rowId: 'express' }),
    message({
      context,
      type: 'interactive',
      interactive: { type: 'list_reply', list_reply: { id: 'express', title: 'Express', description: 'Next Day' } },
    }),
  ),
  answers(
    'a filled flow',
    interactive({
      ...{ type: 'flow' },
      action: {
        name: 'flow',
        parameters: { flow_message_version: '3', flow_id: '1198735452343512', flow_cta: 'Open' },
      },
    }),
    (messageId) => ({ type: 'flow', messageId, response: { field: 'value' } }),
    nfm('flow'),
  ),
  answers(
    'an address',
    interactive({ type: 'address_message', action: { name: 'address_message', parameters: { country: 'IN' } } }),
    (messageId) => ({ type: 'address', messageId, values: { in_pin_code: '400063' } }),
    nfm('address_message'),
  ),
  answers(
    'the permission to call',
    interactive({ type: 'call_permission_request', action: { name: 'call_permission_request' } }),
    (messageId) => ({ type: 'call-permission', messageId, response: 'accept' }),
    message({
      context,
      type: 'interactive',
      interactive: {
        type: 'call_permission_reply',
        call_permission_reply: {
          ...{ response: exactly('accept'), is_permanent: false, expiration_timestamp: 1753186982 },
          response_source: exactly('user_action'),
        },
      },
    }),
  ),
  answers(
    'the own number',
    interactive({ type: 'request_contact_info', action: { name: 'request_contact_info' } }),
    (messageId) => ({ type: 'contact-info', messageId }),
    message({
      context,
      type: 'contacts',
      contacts: [{ name: optional(anything), phones: optional(anything), vcard: 'text', origin: 'text' }],
    }),
  ),
  answers(
    'a place that was asked for',
    interactive({ type: 'location_request_message', action: { name: 'send_location' } }),
    (replyTo) => ({ type: 'location', latitude: 1.5, longitude: 2.5, replyTo }),
    message({ context, type: 'location', location: { latitude: 1.5, longitude: 2.5 } }),
  ),
  {
    ...{ name: 'an edit', field: 'messages' },
    when: async (business) => does(business, { type: 'edit', messageId: await original(business), text: 'Two' }),
    sample: message({
      type: 'edit',
      edit: {
        original_message_id: WAMID,
        message: { context: optional(anything), type: 'text', text: { body: exactly('Two') } },
      },
    }),
  },
  {
    ...{ name: 'an edit of a caption', field: 'messages' },
    when: async (business) =>
      does(business, { type: 'edit', messageId: await does(business, { type: 'image', caption: 'x' }), text: 'y' }),
    sample: message({
      type: 'edit',
      edit: {
        original_message_id: WAMID,
        message: {
          ...{ context: optional(anything), type: 'image' },
          image: media(/^image\/(jpeg|png)$/, { caption: exactly('y') }),
        },
      },
    }),
  },
  {
    ...{ name: 'a message taken back', field: 'messages' },
    when: async (business) => does(business, { type: 'delete', messageId: await original(business) }),
    sample: message({ type: 'revoke', revoke: { original_message_id: WAMID } }),
  },
  {
    ...{ name: 'another number, without contacts', field: 'messages' },
    when: async (business) => {
      await original(business)
      await does(business, { type: 'change-number', phone: '12195555358' })
    },
    sample: {
      ...head,
      messages: [
        {
          ...sender,
          ...{ from: exactly('16505551234'), type: 'system' },
          system: {
            ...{ body: 'User Sheena Nelson changed from 16505551234 to 12195555358', wa_id: exactly('12195555358') },
            type: 'user_changed_number',
          },
        },
      ],
    },
  },
  {
    ...{ name: 'another phone, where identities are checked', field: 'messages' },
    when: async (business) => {
      business.number.settings = { user_identity_change: { enable_identity_key_check: true } }
      await original(business)
      await does(business, { type: 'new-phone' })
    },
    pick: ({ messages }) => JSON.stringify(messages).includes('customer_identity_changed'),
    sample: {
      ...head,
      contacts: optional([{ ...contacts[0], identity_key_hash: optional('DF2lS5v2W6x=') }]),
      messages: [
        {
          ...{ ...sender, type: 'system' },
          system: {
            ...{ body: 'text', wa_id: optional('16505551234'), type: 'customer_identity_changed' },
            ...{ identity: optional(anything), customer: optional(anything) },
          },
          identity: optional({
            acknowledged: false,
            created_timestamp: either(1602532300, '1602532300'),
            hash: 'text',
          }),
        },
      ],
    },
  },
]
