import { type StoredMessage, type Thread, threadKey } from './state'
import type { World } from './world'

/** What is between a number and a customer, made when first asked for. */
export function threadOf(world: World, { numberId, customerId }: { numberId: string; customerId: string }): Thread {
  const key = threadKey(numberId, customerId)
  const known = world.state.threads[key]
  if (known) return known
  const thread: Thread = {
    numberId,
    customerId,
    messageIds: [],
    lastInboundAt: null,
    freeEntryOfferUntil: null,
    freeEntryUntil: null,
    typingUntil: null,
  }
  world.state.threads[key] = thread
  return thread
}

const DAY = 24 * 3600_000

/** The customer service window: 24 hours from what the customer wrote last. */
export const isWindowOpen = (world: World, thread: Thread): boolean =>
  thread.lastInboundAt !== null && world.now() - thread.lastInboundAt < DAY

/** What is said about a message rather than being one: kept, but no bubble of the thread. */
const ASIDES = new Set(['reaction', 'edit', 'revoke', 'system', 'request_welcome'])

type NewMessage = Pick<StoredMessage, 'id' | 'numberId' | 'customerId' | 'direction' | 'type' | 'payload'>

export function storeMessage(world: World, values: NewMessage & Partial<StoredMessage>): StoredMessage {
  const message: StoredMessage = {
    at: world.now(),
    status: values.direction === 'inbound' ? 'delivered' : 'accepted',
    statusAt: {},
    error: null,
    readAt: null,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    callbackData: null,
    category: null,
    templateId: null,
    pricing: null,
    ...values,
  }
  world.state.messages[message.id] = message
  if (!ASIDES.has(message.type)) threadOf(world, message).messageIds.push(message.id)
  return message
}
