import type { PhoneNumber } from '../core/state'
import { threadOf } from '../core/threads'
import type { World } from '../core/world'
import { graphError, parameterRequired } from './errors'

/** The typing indicator disappears by itself. */
const TYPING_MS = 25_000

type Call = { number: PhoneNumber; body: Record<string, unknown> }

/** `status: read`, with or without a typing indicator: this message and all before it. */
export function markAsRead(world: World, { number, body }: Call): { success: true } {
  if (body.messaging_product !== 'whatsapp') throw parameterRequired('messaging_product')
  if (typeof body.message_id !== 'string') throw parameterRequired('message_id')
  const message = world.state.messages[body.message_id]
  if (message?.direction !== 'inbound' || message.numberId !== number.id) {
    throw graphError(131009, { details: 'message_id is not a message that this number has received.' })
  }
  const thread = threadOf(world, message)
  if (body.typing_indicator !== undefined) {
    const { typing_indicator: typing } = body
    const isText = typeof typing === 'object' && typing !== null && 'type' in typing && typing.type === 'text'
    if (!isText) throw graphError(131009, { details: "typing_indicator['type'] must be text." })
    thread.typingUntil = world.now() + TYPING_MS
  }
  message.readAt ??= world.now()
  // Backwards, up to what was read before.
  for (let at = thread.messageIds.length - 1; at >= 0; at--) {
    const earlier = world.state.messages[thread.messageIds[at] ?? '']
    if (earlier?.direction !== 'inbound' || earlier.at > message.at || earlier === message) continue
    if (earlier.readAt !== null) break
    earlier.readAt = world.now()
  }
  return { success: true }
}
