import { receive } from '../../customer/receive'
import {
  declineHistory,
  sendContactSync,
  sendEcho,
  sendHistory,
  sendHistoryMedia,
} from '../../webhooks/coexistence-fields'
import { type GroupField, sendGroupEvent } from '../../webhooks/group-fields'
import { sendHandover, sendStandby, sendStandbyEcho } from '../../webhooks/handover-fields'
import { contacts, head, WAMID, type WebhookCase } from '../run-webhooks'
import { anything, exactly, optional, type Shape } from '../shape'

const told = (name: string, field: string, when: WebhookCase['when'], sample: Shape): WebhookCase => ({
  ...{ name, field, when, sample },
})
const text = (body: string) => ({ type: 'text', text: { body } })
const READ = { status: /^(DELIVERED|ERROR|PENDING|PLAYED|READ|SENT)$/ }
const inHistory = { from: '15550783881', id: WAMID, timestamp: '1739230955', history_context: READ }
const image = {
  ...{ caption: 'Black Prince echeveria', mime_type: 'image/jpeg', id: '24230790383178626' },
  sha256: '3f9d94d399fa61c191bc1d4ca71375a035cd9b9f5b1128e1f0963a415c16b0cc',
}

/** §6.12: beside the phone app. */
export const coexistence: WebhookCase[] = [
  told(
    'what the owner wrote on the phone',
    'smb_message_echoes',
    ({ world, number, customer }) => sendEcho(world, { number, customer, content: text('Hello') }),
    {
      ...head,
      contacts: optional(contacts),
      message_echoes: [{ from: '15550783881', to: '16505551234', id: WAMID, timestamp: '1739321024', ...text('…') }],
    },
  ),
  ...(['add', 'remove'] as const).map((action) =>
    told(
      `the address book: ${action}`,
      'smb_app_state_sync',
      ({ world, number, customer }) => sendContactSync(world, { number, customers: [customer], action }),
      {
        ...head,
        state_sync: [
          {
            type: 'contact',
            contact: {
              ...(action === 'add' && { full_name: 'Pablo Morales', first_name: 'Pablo' }),
              phone_number: '16505551234',
            },
            action: exactly(action),
            metadata: { timestamp: '1739321024' },
          },
        ],
      },
    ),
  ),
  told(
    'the history',
    'history',
    ({ world, number, customer }) =>
      sendHistory(world, {
        ...{ number, phase: 0, chunkOrder: 1, progress: 55 },
        threads: [
          {
            customer,
            messages: [
              { from: 'business', at: world.now() - 2000, content: text('Here is the info.') },
              { from: 'business', at: world.now() - 1000, content: { type: 'media_placeholder' }, status: 'PLAYED' },
              { from: 'customer', at: world.now(), content: text('Thanks!') },
            ],
          },
        ],
      }),
    {
      ...head,
      history: [
        {
          metadata: { phase: exactly(0), chunk_order: exactly(1), progress: exactly(55) },
          threads: [
            {
              ...{ id: '16505551234', context: optional({ wa_id: optional('16505551234') }) },
              messages: [
                { ...inHistory, ...text('…') },
                { ...inHistory, type: 'media_placeholder' },
              ],
            },
          ],
        },
      ],
    },
  ),
  told(
    'media of the history',
    'history',
    ({ world, number, customer }) =>
      sendHistoryMedia(world, {
        ...{ number, customer },
        message: {
          from: 'customer',
          at: world.now(),
          id: world.wamid(customer.waId),
          content: { type: 'image', image },
        },
      }),
    {
      ...head,
      contacts: optional(contacts),
      messages: [{ from: '16505551234', id: WAMID, timestamp: '1738796547', type: 'image', image }],
    },
  ),
  told('a history that isn’t shared', 'history', ({ world, number }) => declineHistory(world, number), {
    ...head,
    history: [
      { errors: [{ code: exactly(2593109), title: 'text', message: 'text', error_data: { details: 'text' } }] },
    ],
  }),
]

/** §6.17: beside Meta's agent. */
export const handovers: WebhookCase[] = [
  told(
    'what a customer writes to the agent',
    'standby',
    ({ world, number, customer }) =>
      sendStandby(world, { number, customer, id: world.wamid(customer.waId), at: world.now(), content: text('Hi') }),
    {
      ...head,
      standby: { contacts, messages: [{ from: '16505551234', id: WAMID, timestamp: '1739321024', ...text('…') }] },
    },
  ),
  told(
    'what the agent answers',
    'standby',
    ({ world, number, customer }) => sendStandbyEcho(world, { number, customer, content: text('Hello') }),
    {
      ...head,
      standby: {
        contacts: optional(contacts),
        message_echoes: [
          {
            ...{ id: WAMID, timestamp: '1739321024' },
            message: {
              messaging_product: 'whatsapp',
              recipient_type: optional('individual'),
              to: '1650',
              ...text('…'),
            },
          },
        ],
      },
    },
  ),
  {
    ...told(
      'that the agent gave up',
      'messaging_handovers',
      ({ world, number, customer }) =>
        sendHandover(world, {
          ...{ number, customer, type: 'control_passed', previousRole: 'ai_agent', newRole: 'escalation' },
          ...{ metadata: 'x', summary: 'Wants a refund.' },
        }),
      {
        messaging_product: 'whatsapp',
        sender: { phone_number: '16505551234' },
        recipient: { phone_number_id: '106540352242922', display_phone_number: '15550783881' },
        ...{ type: 'control_passed', timestamp: '1739321024' },
        control_passed: {
          ...{ previous_owner_app_id: '634974688087057', previous_owner_role: exactly('ai_agent') },
          ...{ new_owner_app_id: optional('634974688087057'), new_owner_role: exactly('escalation'), metadata: 'x' },
          conversation_context: { type: 'summary', summary: { text: 'text' } },
        },
      },
    ),
  },
]

const group = (field: GroupField, type: string, more: Record<string, unknown>, sample: object = more): WebhookCase => ({
  ...told(
    type.replaceAll('_', ' '),
    field,
    ({ world, number }) =>
      sendGroupEvent(world, { number, field, groupId: 'HBgLMTY1MDM4Nzk0MzkVAgASGBQz', type, more }),
    { ...head, groups: [{ timestamp: '1739321024', group_id: 'HBgLMTY1', type, ...sample }] },
  ),
})
/** §6.15. */
export const groups: WebhookCase[] = [
  group('group_lifecycle_update', 'group_create', {
    ...{ request_id: 'req', subject: 'test invite link', invite_link: 'https://chat.whatsapp.com/LINK_ID' },
    join_approval_mode: 'auto_approve',
  }),
  group('group_participants_update', 'group_participants_add', {
    ...{ reason: 'invite_link', added_participants: [{ wa_id: '16505551234' }] },
  }),
  group('group_settings_update', 'group_settings_update', {
    ...{ request_id: 'req', group_subject: { text: 'Test Subject', update_successful: true } },
  }),
  group('group_status_update', 'group_suspend', {}),
]

/** Kept for what has no sample at all: any content goes through as it is. */
export const anyContent: WebhookCase[] = [
  told(
    'whatever a test wants a message to be',
    'messages',
    ({ world, number, customer }) =>
      receive(world, {
        ...{ numberId: number.id, customerId: customer.id, extra: { novelty: { deep: [1, 2] } } },
        content: { type: 'text', text: { body: 'Hi' } },
      }),
    { ...head, contacts, messages: [{ from: '1650', id: WAMID, timestamp: '1', ...text('…'), novelty: anything }] },
  ),
]
