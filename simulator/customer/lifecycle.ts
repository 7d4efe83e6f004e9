import { strikes } from '../core/chaos'
import type { Failure } from '../core/pending'
import { type StoredMessage, threadKey } from '../core/state'
import { threadOf } from '../core/threads'
import type { World } from '../core/world'
import { detailsOf, titleOf } from '../graph/errors'
import { inspectMedia } from '../graph/message-validation/media'
import { deliver } from '../webhooks/deliver'
import { statusChange, type WebhookStatus } from '../webhooks/status-payloads'
import { conversationOf } from './pricing'
import { bothEnds } from './receive'

type Step = { world: World; message: StoredMessage; status: WebhookStatus }

const RANK: Record<StoredMessage['status'], number> = {
  accepted: 0,
  failed: 1,
  sent: 2,
  delivered: 3,
  read: 4,
  played: 5,
  deleted: 6,
}

/**
 * An accepted message goes its way: sent, then as far as the customer lets it; its fate may end it before anybody sees
 * it. @returns resolved when the business was told the first status
 */
export function startLifecycle(world: World, message: StoredMessage): Promise<void> {
  const { sent } = world.state.settings.statusDelaysMs
  const failure = world.track(reasonToFail(world, message))
  return new Promise((told) => {
    world.schedule(world.now() + sent, async () => {
      const failed = await failure
      // Gone meanwhile: a reset, or a deleted number.
      if (!isThere(world, message)) return told()
      message.fate = null
      const reported = failed ? fail(world, { message, ...failed }) : reportSent(world, message)
      reported.then(told, told)
    })
  })
}

/** Kept with the message as soon as it is known; until then a restart asks again. */
async function reasonToFail(world: World, message: StoredMessage): Promise<Failure | null> {
  const { fate } = message
  if (!fate) return null
  if ('failure' in fate) return fate.failure
  // After a restart the bytes are read only once the world is there.
  await Promise.resolve()
  const failure = await inspectMedia(world, fate.media)
  message.fate = { failure }
  return failure
}

/** `failed`, with the reason. After `delivered` nothing fails any more. */
export function fail(world: World, { message, code, details }: Failure & { message: StoredMessage }): Promise<void> {
  if (RANK[message.status] >= RANK.delivered) return Promise.resolve()
  message.error = { code, title: titleOf(code), details: details ?? detailsOf(code) }
  return report({ world, message, status: 'failed' })
}

function reportSent(world: World, message: StoredMessage): Promise<void> {
  const told = report({ world, message, status: 'sent' })
  // Of a reaction Meta says no more than that.
  if (message.type !== 'reaction') continueLifecycle(world, message)
  return told
}

const isThere = ({ state }: World, { id, numberId, customerId }: StoredMessage): boolean =>
  id in state.messages && numberId in state.numbers && customerId in state.customers

/** The next step, if the customer is there for it. */
function continueLifecycle(world: World, message: StoredMessage): void {
  const { statusDelaysMs } = world.state.settings
  const next = nextStatus(world, message)
  if (!next) return
  world.schedule(world.now() + statusDelaysMs[next], () => {
    // Things may have changed meanwhile: gone offline, opened the chat, deleted.
    if (!isThere(world, message) || nextStatus(world, message) !== next) return
    advance({ world, message, status: next })
    continueLifecycle(world, message)
  })
}

function nextStatus(world: World, message: StoredMessage): 'delivered' | 'read' | 'played' | null {
  const customer = world.state.customers[message.customerId]
  if (!customer || message.direction !== 'outbound' || message.deletedAt !== null) return null
  if (message.status === 'sent') return customer.isOnline ? 'delivered' : null
  if (message.status === 'delivered') return customer.isOnline && customer.readsMessages ? 'read' : null
  if (message.status === 'read') return customer.readsMessages && isVoice(message) ? 'played' : null
  return null
}

const isVoice = ({ type, payload }: StoredMessage): boolean => {
  const audio = type === 'audio' ? payload.audio : undefined
  return typeof audio === 'object' && audio !== null && 'voice' in audio && audio.voice === true
}

function advance({ world, message, status }: Step & { status: 'delivered' | 'read' | 'played' }): void {
  const number = world.state.numbers[message.numberId]
  // A skipped `delivered` is followed by `read`, so it only happens to who reads.
  const willRead = world.state.customers[message.customerId]?.readsMessages === true
  if (status === 'delivered' && willRead && number && strikes(number.chaos, 'skipDelivered')) {
    setStatus({ world, message, status })
    return
  }
  void report({ world, message, status })
}

function setStatus({ world, message, status }: Step): void {
  message.status = status
  message.statusAt[status] = world.now()
  if (status === 'read') message.readAt = world.now()
}

/** The customer's phone is on again: what waited arrives, in order. */
export function comeOnline(world: World, customerId: string): void {
  const customer = world.state.customers[customerId]
  if (!customer) return
  customer.isOnline = true
  continueThreads(world, customerId)
}

function continueThreads(world: World, customerId: string): void {
  for (const numberId of Object.keys(world.state.numbers)) {
    for (const message of unfinished(world, { numberId, customerId })) continueLifecycle(world, message)
  }
}

/** The customer reads from now on: what lies there unread too. */
export function startReading(world: World, customerId: string): void {
  const customer = world.state.customers[customerId]
  if (!customer) return
  customer.readsMessages = true
  continueThreads(world, customerId)
}

/** The customer looks at the chat: everything that arrived is read. */
export function openChat(world: World, thread: { numberId: string; customerId: string }): void {
  if (!world.state.customers[thread.customerId]?.isOnline) return
  for (const message of unfinished(world, thread)) {
    if (message.status === 'sent') advance({ world, message, status: 'delivered' })
    if (message.status === 'delivered') advance({ world, message, status: 'read' })
  }
}

/** The customer listens to a voice note. */
export function playVoice(world: World, messageId: string): void {
  const message = world.state.messages[messageId]
  if (!message || message.status === 'failed' || message.status === 'accepted' || message.status === 'played') return
  if (isVoice(message)) advance({ world, message, status: 'played' })
}

/** Outbound messages of a thread on their way, oldest first. Found from the end: before a read one all were read. */
function unfinished(world: World, ids: { numberId: string; customerId: string }): StoredMessage[] {
  const found: StoredMessage[] = []
  const messageIds = world.state.threads[threadKey(ids.numberId, ids.customerId)]?.messageIds ?? []
  for (let at = messageIds.length - 1; at >= 0; at--) {
    const message = world.state.messages[messageIds[at] ?? '']
    if (message?.direction !== 'outbound') continue
    if (message.status === 'read' || message.status === 'played') break
    if (message.status === 'sent' || message.status === 'delivered') found.push(message)
  }
  return found.reverse()
}

/** Sets the status and tells the business. `pricing` comes with `sent` and once more with the first of the others. */
function report({ world, message, status }: Step): Promise<void> {
  const withPricing =
    status === 'sent' || status === 'delivered' || (status === 'read' && message.statusAt.delivered === undefined)
  setStatus({ world, message, status })
  const { number, customer } = bothEnds(world, message)
  const conversation = conversationOf({ thread: threadOf(world, message), message, status })
  const at = message.statusAt[status] ?? world.now()
  return deliver(world, statusChange(world, { number, customer, message, status, at, withPricing, conversation }))
}

/** After a restart: what was on its way goes on. */
export function resumeLifecycles(world: World): void {
  for (const message of Object.values(world.state.messages)) {
    if (message.direction !== 'outbound') continue
    if (message.status === 'accepted') void startLifecycle(world, message)
    else continueLifecycle(world, message)
  }
}
