import { toIso } from '../../shared/clock'
import type { SystemContext } from '../../shared/context'
import { findQueue, readDeadLetter } from './dead-letters.models'
import { type DeadLetterRow, findDeadLetter, insertDeadLetter, markReplayed } from './dead-letters.repository'
import type { DeadLetter } from './dead-letters.schemas'
import { deadLetterNotFound, unknownQueue } from './platform.errors'

export const toDeadLetter = (row: DeadLetterRow): DeadLetter => ({
  id: row.id,
  queue: row.queue,
  organizationId: row.organizationId,
  reason: row.reason,
  replayedAt: toIso(row.replayedAt),
  createdAt: toIso(row.createdAt),
})

/** Keeps a message that no consumer could handle. Its id is the queue's own, so that a redelivery is the same letter. */
export async function storeDeadLetter(system: SystemContext, message: Pick<Message, 'id' | 'body'>): Promise<void> {
  const { envelope, organizationId, reason } = readDeadLetter(message.body)
  const id = `dead_${message.id.toLowerCase()}`
  await insertDeadLetter(system, {
    id,
    queue: envelope.queue,
    organizationId,
    message: envelope,
    reason,
    createdAt: system.clock.now(),
  })
  system.log.error('dead letter stored', { deadLetterId: id, queue: envelope.queue, organizationId, reason })
}

/**
 * Sends the message to its queue again. Consumers are safe to repeat, so an operator who is unsure may.
 * @throws `platform.dead_letter_not_found`, `platform.unknown_queue`
 */
export async function replayDeadLetter(system: SystemContext, id: string): Promise<DeadLetter> {
  const letter = await findDeadLetter(system, id)
  if (!letter) throw deadLetterNotFound()
  const queue = findQueue(system.env, letter.queue)
  if (!queue)
    throw unknownQueue({ message: `No queue named “${letter.queue}” is bound, so the message cannot be sent again.` })
  await queue.send(letter.message)
  const now = system.clock.now()
  await markReplayed(system, id, now)
  return toDeadLetter({ ...letter, replayedAt: now })
}
