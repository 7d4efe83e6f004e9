import { digitsOf } from '../core/phone-numbers'
import type { Customer, PhoneNumber, StoredMessage } from '../core/state'
import { storeMessage } from '../core/threads'
import type { World } from '../core/world'
import { deliver } from './deliver'
import { type Between, contactOf, identityOf, metadataOf, seconds } from './identity'
import { about } from './message-payloads'

type Content = { type: string; [key: string]: unknown }

/** The owner writes from the phone app: kept as an outbound message, and told to the API side as an echo. */
export function sendEcho(world: World, { content, ...between }: Between & { content: Content }): StoredMessage {
  const { number, customer } = between
  const message = storeMessage(world, {
    id: world.wamid(customer.waId),
    numberId: number.id,
    customerId: customer.id,
    direction: 'outbound',
    type: content.type,
    payload: content,
    status: 'sent',
  })
  const { waId, userId } = identityOf(world, between)
  const echo = {
    from: digitsOf(number.displayPhoneNumber),
    ...(waId !== undefined && { to: waId }),
    ...(userId !== undefined && { to_user_id: userId }),
    id: message.id,
    timestamp: seconds(message.at),
    ...content,
  }
  void deliver(world, {
    ...about(between),
    field: 'smb_message_echoes',
    value: { ...metadataOf(number), contacts: [contactOf(world, between)], message_echoes: [echo] },
    summary: `echo ${content.type} to ${customer.name}`,
  })
  return message
}

type ContactSync = { number: PhoneNumber; customers: Customer[]; action: 'add' | 'remove' }

/** The address book of the phone app; edits come as `add`. */
export function sendContactSync(world: World, { number, customers, action }: ContactSync): Promise<void> {
  const stateSync = customers.map((customer) => {
    const { waId, userId } = identityOf(world, { number, customer })
    const contact = {
      ...(action === 'add' && { full_name: customer.name, first_name: customer.name.split(' ')[0] }),
      ...(waId !== undefined && { phone_number: waId }),
      ...(userId !== undefined && { user_id: userId }),
    }
    return { type: 'contact', contact, action, metadata: { timestamp: seconds(world.now()) } }
  })
  return deliver(world, {
    ...ofNumber(number),
    field: 'smb_app_state_sync',
    value: { ...metadataOf(number), state_sync: stateSync },
    summary: `${action} ${customers.length} contacts`,
  })
}

export type HistoryMessage = {
  from: 'business' | 'customer'
  at: number
  content: Content
  status?: 'DELIVERED' | 'ERROR' | 'PENDING' | 'PLAYED' | 'READ' | 'SENT'
  id?: string
}
type HistoryChunk = {
  number: PhoneNumber
  /** 0: the last day, 1: up to 90 days, 2: up to 180. */
  phase: 0 | 1 | 2
  chunkOrder: number
  /** Percent; 100 is the last chunk of all. */
  progress: number
  threads: { customer: Customer; messages: HistoryMessage[] }[]
}

/** One chunk of the phone app's history. Messages aren't kept here: they were before the simulator's time. */
export function sendHistory(world: World, chunk: HistoryChunk): Promise<void> {
  const { number, phase, chunkOrder, progress } = chunk
  const business = digitsOf(number.displayPhoneNumber)
  const threads = chunk.threads.map(({ customer, messages }) => {
    const { waId, userId } = identityOf(world, { number, customer })
    return {
      ...(waId !== undefined && { id: waId }),
      ...(userId !== undefined && {
        context: {
          ...(waId !== undefined && { wa_id: waId }),
          user_id: userId,
          ...(customer.username !== null && { username: customer.username }),
        },
      }),
      messages: messages.map(({ from, at, content, status, id }) => ({
        ...(from === 'business' ? { from: business } : fromCustomer({ waId, userId })),
        id: id ?? world.wamid(customer.waId),
        timestamp: seconds(at),
        ...content,
        history_context: { status: status ?? 'READ' },
      })),
    }
  })
  return deliver(world, {
    ...ofNumber(number),
    field: 'history',
    value: {
      ...metadataOf(number),
      history: [{ metadata: { phase, chunk_order: chunkOrder, progress }, threads }],
    },
    summary: `history, phase ${phase}, ${progress} %`,
  })
}

const fromCustomer = ({ waId, userId }: { waId: string | undefined; userId: string | undefined }) => ({
  ...(waId !== undefined && { from: waId }),
  ...(userId !== undefined && { from_user_id: userId }),
})

/** What was a `media_placeholder`, with its media: only of the last 14 days. */
export function sendHistoryMedia(
  world: World,
  { number, customer, message }: Between & { message: HistoryMessage & { id: string } },
): Promise<void> {
  const from = message.from === 'business' ? digitsOf(number.displayPhoneNumber) : customer.waId
  const sent = { from, id: message.id, timestamp: seconds(message.at), ...message.content }
  return deliver(world, {
    ...about({ number, customer }),
    field: 'history',
    value: { ...metadataOf(number), contacts: [contactOf(world, { number, customer })], messages: [sent] },
    summary: `history media, ${message.content.type}`,
  })
}

/** The owner doesn't share the history. */
export function declineHistory(world: World, number: PhoneNumber): Promise<void> {
  const title = 'History sync is turned off by the business from the WhatsApp Business App'
  const error = {
    code: 2593109,
    title,
    message: title,
    error_data: { details: 'History sharing is turned off by the business' },
  }
  return deliver(world, {
    ...ofNumber(number),
    field: 'history',
    value: { ...metadataOf(number), history: [{ errors: [error] }] },
    summary: 'history declined',
  })
}

const ofNumber = (number: PhoneNumber) => ({ accountId: number.accountId, numberId: number.id })
