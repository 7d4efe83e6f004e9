import type { MessageContext } from './message-content.schemas'
import { type ReadContent, readContent } from './webhook-content'
import type { EchoEvent, Person, StatusEvent, WebhookEvent } from './webhook-events'
import { readPayment } from './webhook-payments'
import { type Contacts, personOf, readContacts } from './webhook-people'
import { readSentContent } from './webhook-sent-content'
import {
  asRecord,
  errorAt,
  isTrue,
  type Json,
  keepRaw,
  optional,
  readError,
  recordAt,
  recordsAt,
  textAt,
  timeAt,
} from './webhook-values'

/** The fields about messages: what customers write, what becomes of ours, what others send in our name. */

export const unknown = (reason: string): WebhookEvent => ({ kind: 'unknown', reason })

/** `messages`: messages, statuses and errors of one number. */
export function readMessages(value: Json, { isStandby = false } = {}): WebhookEvent[] {
  const contacts = readContacts(value)
  const messages = recordsAt(value, 'messages')
  const statuses = recordsAt(value, 'statuses')
  return [
    ...messages.flatMap((message) => readMessage(message, { contacts, isOnly: messages.length === 1, isStandby })),
    ...statuses.map((status) => readStatus(status, contacts, statuses.length === 1)),
    ...recordsAt(value, 'errors').map((error): WebhookEvent => ({ kind: 'value_error', error: readError(error) })),
  ]
}

/** `standby`: the same one level deeper, and what the app that owns the conversation has sent. */
export function readStandby(value: Json): WebhookEvent[] {
  const inner = recordAt(value, 'standby') ?? value
  return [...readMessages(inner, { isStandby: true }), ...readEchoes(inner, 'other_app')]
}

type Around = { contacts: Contacts; isOnly: boolean; isStandby?: boolean }

/** Everything of a received message but who it is from. */
export function received(message: Json, { content, media, targetWamid }: ReadContent, isStandby = false) {
  return {
    at: timeAt(message),
    content,
    media,
    // Reactions and edits name their target elsewhere; a context beside it quotes nothing.
    replyToWamid: targetWamid === null ? textAt(recordAt(message, 'context'), 'id') : null,
    targetWamid,
    context: contextOf(message, isStandby),
    error: errorAt(message),
  }
}

function contextOf(message: Json, isStandby: boolean): MessageContext | null {
  const context = recordAt(message, 'context')
  const product = recordAt(context, 'referred_product')
  const referral = recordAt(message, 'referral')
  const found: MessageContext = {
    ...(isTrue(context, 'forwarded') && { forwarded: true }),
    ...(isTrue(context, 'frequently_forwarded') && { frequentlyForwarded: true }),
    ...optional('referral', referral && asRecord(keepRaw(referral))),
    ...(product && {
      referredProduct: {
        catalogId: textAt(product, 'catalog_id') ?? '',
        productRetailerId: textAt(product, 'product_retailer_id') ?? '',
      },
    }),
    ...optional('groupId', textAt(message, 'group_id')),
    ...(isStandby && { standby: true }),
  }
  return Object.keys(found).length > 0 ? found : null
}

const senderOf = (message: Json) => ({
  waId: textAt(message, 'from'),
  userId: textAt(message, 'from_user_id'),
  parentUserId: textAt(message, 'from_parent_user_id'),
})

function readMessage(message: Json, { contacts, isOnly, isStandby = false }: Around): WebhookEvent[] {
  const wamid = textAt(message, 'id')
  if (wamid === null) return [unknown('a message without an id')]
  const person = personOf(contacts, senderOf(message), isOnly)
  if (!person) return [unknown('a message that does not say whom it is from')]
  const read = readContent(message)
  const event: WebhookEvent = { kind: 'message', wamid, person, ...received(message, read, isStandby) }
  return [...identityChange(message, person), event]
}

/** A customer with a new number or a new user id. The message that tells it still bears the old one. */
function identityChange(message: Json, { waId, userId }: Person): WebhookEvent[] {
  const system = textAt(message, 'type') === 'system' ? recordAt(message, 'system') : null
  const type = textAt(system, 'type')
  if (type !== 'user_changed_number' && type !== 'user_changed_user_id') return []
  const previousUserId = textAt(system, 'previous_user_id')
  const currentUserId = textAt(system, 'user_id')
  const currentWaId =
    textAt(system, 'wa_id') ?? textAt(system, 'new_wa_id') ?? (type === 'user_changed_number' ? null : waId)
  if (currentWaId === null && currentUserId === null) return []
  return [
    {
      kind: 'identity',
      at: timeAt(message),
      previous: { waId, userId: previousUserId ?? (userId === currentUserId ? null : userId) },
      current: { waId: currentWaId, userId: currentUserId },
    },
  ]
}

const STATUSES = ['sent', 'delivered', 'read', 'played', 'failed'] as const
const isStatus = (status: string | null): status is StatusEvent['status'] => STATUSES.some((known) => known === status)

function readStatus(status: Json, contacts: Contacts, isOnly: boolean): WebhookEvent {
  const type = textAt(status, 'type')
  if (type === 'call') return readCallStatus(status, contacts, isOnly)
  if (type === 'payment') return readPayment(status, contacts, isOnly)
  const [wamid, name] = [textAt(status, 'id'), textAt(status, 'status')]
  if (wamid === null || !isStatus(name)) return unknown(`the status ${name} of ${wamid}`)
  return {
    kind: 'status',
    wamid,
    status: name,
    at: timeAt(status),
    person: personOf(contacts, recipientOf(status), isOnly),
    callbackData: textAt(status, 'biz_opaque_callback_data'),
    pricing: recordAt(status, 'pricing'),
    error: errorAt(status),
  }
}

/** In a group the recipient is the group, and the person stands beside it. */
function recipientOf(status: Json) {
  if (textAt(status, 'recipient_type') === 'group')
    return {
      waId: textAt(status, 'recipient_participant_id') ?? textAt(status, 'participant_recipient_id'),
      userId: textAt(status, 'recipient_participant_user_id'),
    }
  return {
    waId: textAt(status, 'recipient_id'),
    userId: textAt(status, 'recipient_user_id'),
    parentUserId:
      textAt(status, 'recipient_parent_user_id') ??
      textAt(status, 'parent_recipient_user_id') ??
      textAt(status, 'parent_user_id'),
  }
}

/** A call of ours, on its way to the person. */
export function readCallStatus(status: Json, contacts: Contacts, isOnly: boolean): WebhookEvent {
  const callId = textAt(status, 'id')
  const person = personOf(contacts, recipientOf(status), isOnly)
  if (callId === null || !person) return unknown('the status of a call without an id or a person')
  const content = {
    ...{ type: 'call' as const, callId, event: 'status', direction: 'outbound' as const },
    ...{ status: textAt(status, 'status'), durationSeconds: null },
  }
  return { kind: 'call', at: timeAt(status), person, content }
}

/** Sent in our name by somebody else: flat from the phone app, with the body of the send from another app. */
export function readEchoes(value: Json, source: EchoEvent['source']): WebhookEvent[] {
  const contacts = readContacts(value)
  const echoes = recordsAt(value, 'message_echoes')
  return echoes.map((echo) => {
    const wamid = textAt(echo, 'id')
    const message = recordAt(echo, 'message') ?? echo
    if (wamid === null) return unknown('an echo without an id')
    const person = personOf(contacts, addresseeOf(message), echoes.length === 1)
    if (!person) return unknown('an echo that does not say whom it is for')
    const rest = received(message, readSentContent(message, recordAt(echo, 'template')))
    // The body of a send has no time of its own.
    return { kind: 'echo', source, wamid, person, ...rest, at: timeAt(echo) || rest.at }
  })
}

/** Whom something of ours is for. */
export const addresseeOf = (message: Json) => ({
  waId: textAt(message, 'to'),
  userId: textAt(message, 'to_user_id') ?? textAt(message, 'recipient'),
  parentUserId: textAt(message, 'to_parent_user_id'),
})
