import type { Customer, PhoneNumber, StoredMessage } from '../core/state'
import { storeMessage, threadOf } from '../core/threads'
import type { World } from '../core/world'
import { deliver } from '../webhooks/deliver'
import { sendStandby } from '../webhooks/handover-fields'
import { type InboundContent, messageChange, type Surroundings } from '../webhooks/message-payloads'

const DAY = 24 * 3600_000

export type Inbound = { numberId: string; customerId: string; content: InboundContent; id?: string } & Surroundings

/** Both ends of a thread. @throws Error for ids that nobody has */
export function bothEnds(
  { state }: World,
  { numberId, customerId }: { numberId: string; customerId: string },
): { number: PhoneNumber; customer: Customer } {
  const number = state.numbers[numberId]
  const customer = state.customers[customerId]
  if (!number || !customer) throw new Error(`no such ${number ? 'customer' : 'number'}`)
  return { number, customer }
}

/** Whether the business has blocked them: then it hears nothing. */
export const isBlocked = (number: PhoneNumber, customer: Customer): boolean =>
  number.blocked.some((user) => user === customer.waId || Object.values(customer.userIds).includes(user))

/**
 * A customer's message, of any type: kept, its effect on older messages applied, the window opened, the business told.
 * What a blocked customer writes is kept on the phone only.
 */
export function receive(world: World, { numberId, customerId, content, id, ...around }: Inbound): StoredMessage {
  const between = bothEnds(world, { numberId, customerId })
  const { number, customer } = between
  const message = { ...between, id: id ?? world.wamid(customer.waId), at: world.now(), content, ...around }
  const change = messageChange(world, message)
  const stored = storeMessage(world, {
    id: message.id,
    numberId,
    customerId,
    direction: 'inbound',
    type: content.type,
    payload: firstOf(change.value.messages),
    at: message.at,
  })
  applyToOlder(world, content)
  const thread = threadOf(world, { numberId, customerId })
  if (content.type !== 'system' && content.type !== 'revoke') thread.lastInboundAt = message.at
  if (around.referral) thread.freeEntryOfferUntil = message.at + DAY
  if (!isBlocked(number, customer)) void (thread.isWithAgent ? sendStandby(world, message) : deliver(world, change))
  return stored
}

function firstOf(messages: unknown): Record<string, unknown> {
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined
  return typeof first === 'object' && first !== null ? { ...first } : {}
}

function applyToOlder(world: World, content: InboundContent): void {
  const { messages } = world.state
  if (content.type === 'reaction') {
    const target = messages[content.reaction.message_id]
    if (target) setReaction(target, { from: 'customer', emoji: content.reaction.emoji ?? '' })
  } else if (content.type === 'edit') {
    const target = messages[content.edit.original_message_id]
    if (!target) return
    target.payload = { ...target.payload, ...content.edit.message }
    target.editedAt = world.now()
  } else if (content.type === 'revoke') {
    const target = messages[content.revoke.original_message_id]
    if (target) target.deletedAt = world.now()
  }
}

/** One reaction a side; an empty emoji takes it away. */
export function setReaction(
  target: StoredMessage,
  { from, emoji }: { from: 'customer' | 'business'; emoji: string },
): void {
  target.reactions = target.reactions.filter((reaction) => reaction.from !== from)
  if (emoji !== '') target.reactions.push({ from, emoji, messageId: target.id })
}
