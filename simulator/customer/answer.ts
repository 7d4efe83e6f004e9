import type { Action, ActionOf } from '../control/action.schemas'
import type { StoredMessage } from '../core/state'
import type { World } from '../core/world'
import { type InboundContent, replyContext } from '../webhooks/message-payloads'
import { ActionError } from './action-error'
import type { Actor } from './actions'
import { cardOf } from './card'
import type { Button, Card } from './card-parts'
import { recordIn } from './json'
import { receive } from './receive'

const ANSWERS = [
  'reaction',
  'unreact',
  'edit',
  'delete',
  'tap',
  'pick',
  'flow',
  'address',
  'contact-info',
  'call-permission',
] as const
export type Answer = ActionOf<(typeof ANSWERS)[number]>
export const isAnswer = (action: Action): action is Answer => (ANSWERS as readonly string[]).includes(action.type)

const EDIT_WITHIN_MS = 15 * 60_000
const DELETE_WITHIN_MS = 60 * 3600_000
const CALLS_ALLOWED_MS = 7 * 24 * 3600_000

/** What a customer does with a message that is already there. */
export function answerMessage(world: World, actor: Actor, action: Answer): StoredMessage {
  const { customer, number } = actor
  const message = world.state.messages[action.messageId]
  if (!message || message.customerId !== customer.id || message.numberId !== number.id) {
    throw new ActionError(`${customer.name} has no message ${action.messageId} with ${number.verifiedName}.`)
  }
  const isReply = !['reaction', 'unreact', 'edit', 'delete'].includes(action.type)
  return receive(world, {
    customerId: customer.id,
    numberId: number.id,
    content: contentOf(world, { message, action, actor }),
    ...(isReply && { context: replyContext(actor, message) }),
  })
}

type About = { message: StoredMessage; action: Answer; actor: Actor }

function contentOf(world: World, { message, action, actor }: About): InboundContent {
  switch (action.type) {
    case 'reaction':
      mustBeThere(message)
      return { type: 'reaction', reaction: { message_id: message.id, emoji: action.emoji } }
    case 'unreact':
      return { type: 'reaction', reaction: { message_id: message.id } }
    case 'edit':
      return { type: 'edit', edit: { original_message_id: message.id, message: edited(world, message, action.text) } }
    case 'delete':
      mustBeOwn(world, message, DELETE_WITHIN_MS, 'deleted for everyone')
      return { type: 'revoke', revoke: { original_message_id: message.id } }
    case 'tap':
      return tapped(cardIn(world, message), action)
    case 'pick':
      return picked(cardIn(world, message), action)
    case 'flow': {
      const button = buttonOfKind(cardIn(world, message), 'flow')
      const response_json = JSON.stringify({ flow_token: button.token, ...action.response })
      return nfmReply({ name: 'flow', body: 'Sent', response_json })
    }
    case 'address': {
      buttonOfKind(cardIn(world, message), 'address')
      const values = { name: actor.customer.name, phone_number: `+${actor.customer.waId}`, ...action.values }
      const response_json = JSON.stringify({ values })
      return nfmReply({ name: 'address_message', body: Object.values(values).join('\n'), response_json })
    }
    case 'contact-info':
      buttonOfKind(cardIn(world, message), 'contact-info')
      return { type: 'contacts', contacts: [ownContact(actor)] }
    case 'call-permission': {
      buttonOfKind(cardIn(world, message), 'call-permission')
      const { response, permanent } = action
      const accepted = {
        is_permanent: permanent,
        expiration_timestamp: Math.floor((world.now() + CALLS_ALLOWED_MS) / 1000),
      }
      const call_permission_reply = {
        response,
        ...(response === 'accept' && accepted),
        response_source: 'user_action',
      }
      return { type: 'interactive', interactive: { type: 'call_permission_reply', call_permission_reply } }
    }
  }
}

const nfmReply = (nfm_reply: { name: string; body: string; response_json: string }): InboundContent => ({
  type: 'interactive',
  interactive: { type: 'nfm_reply', nfm_reply },
})

function cardIn(world: World, message: StoredMessage): Card {
  const card = message.direction === 'outbound' ? cardOf(world, message) : null
  if (!card) throw new ActionError('That message has nothing to tap on.')
  mustBeThere(message)
  return card
}

function mustBeThere(message: StoredMessage): void {
  if (message.deletedAt !== null) throw new ActionError('That message has been deleted.')
  const { delivered, read } = message.statusAt
  if (message.direction === 'outbound' && delivered === undefined && read === undefined) {
    throw new ActionError(`That message has not arrived: it is ${message.status}.`)
  }
}

function mustBeOwn(world: World, message: StoredMessage, withinMs: number, verb: string): void {
  if (message.direction !== 'inbound') throw new ActionError(`Only one’s own messages can be ${verb}.`)
  if (message.deletedAt !== null) throw new ActionError('That message has been deleted.')
  if (world.now() - message.at > withinMs)
    throw new ActionError(`It is too late: that message can no longer be ${verb}.`)
}

/** The message as it is now: text, or a caption. */
function edited(world: World, message: StoredMessage, text: string): Record<string, unknown> {
  mustBeOwn(world, message, EDIT_WITHIN_MS, 'edited')
  const { type, payload } = message
  const context = 'context' in payload ? { context: payload.context } : {}
  if (type === 'text') return { ...context, type, text: { body: text } }
  if (type !== 'image' && type !== 'video' && type !== 'document') {
    throw new ActionError('Only text and captions can be edited.')
  }
  return { ...context, type, [type]: { ...recordIn(payload[type]), caption: text } }
}

/** By position, by id or payload, or by what is written on it. */
function tapped(card: Card, { button: wanted, card: at }: ActionOf<'tap'>): InboundContent {
  const from = at === undefined ? card : card.cards[at]
  if (!from) throw new ActionError(`There is no card ${at} in that message.`)
  const button =
    typeof wanted === 'number'
      ? from.buttons[wanted]
      : (from.buttons.find((one) => one.kind === 'reply' && one.id === wanted) ??
        from.buttons.find((one) => one.title === wanted))
  if (!button) throw new ActionError(`That message has no button ${wanted}.`)
  if (button.kind !== 'reply') throw new ActionError(`“${button.title}” does not answer the business.`)
  const { id, title } = button
  if (button.answersAs === 'button') return { type: 'button', button: { payload: id, text: title } }
  return { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title } } }
}

function picked({ sections }: Card, { rowId }: ActionOf<'pick'>): InboundContent {
  const row = sections.flatMap(({ rows }) => rows).find(({ id }) => id === rowId)
  if (!row) throw new ActionError(`That list has no row ${rowId}.`)
  const { id, title, description } = row
  const list_reply = { id, title, ...(description !== '' && { description }) }
  return { type: 'interactive', interactive: { type: 'list_reply', list_reply } }
}

function buttonOfKind<Kind extends Button['kind']>(card: Card, kind: Kind): Extract<Button, { kind: Kind }> {
  const isKind = (button: Button): button is Extract<Button, { kind: Kind }> => button.kind === kind
  const button = card.buttons.find(isKind)
  if (!button) throw new ActionError('That message does not ask for this.')
  return button
}

/** The customer's own number, shared on request: a contact with a vCard, and where it came from. */
const ownContact = ({ customer }: Actor): Record<string, unknown> => ({
  name: { formatted_name: customer.name, first_name: customer.name.split(' ')[0] ?? customer.name },
  phones: [{ phone: `+${customer.phone.replace(/\D/g, '')}`, wa_id: customer.waId, type: 'CELL' }],
  vcard: [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${customer.name}`,
    `TEL;type=CELL;waid=${customer.waId}:+${customer.waId}`,
    'END:VCARD',
  ].join('\n'),
  origin: 'request_contact_info',
})
