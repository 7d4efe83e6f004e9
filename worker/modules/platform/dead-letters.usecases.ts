import { DAY, toIso } from '../../shared/clock'
import type { SystemContext } from '../../shared/context'
import { PLATFORM_DELIVERIES } from '../../shared/names'
import { findOwnerOfDelivery } from '../ingestion/delivery-owner.usecases'
import { type Envelope, findQueue, objectOf, readDeadLetter } from './dead-letters.models'
import {
  type DeadLetterRow,
  deleteDeadLetter,
  deleteLettersBefore,
  findDeadLetter,
  insertDeadLetter,
  listNamedObjects,
  markReplayed,
} from './dead-letters.repository'
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
  const { envelope, reason, ...read } = readDeadLetter(message.body)
  const organizationId = read.organizationId ?? (await findOwner(system, envelope))
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

/** Not to know whose it is must not keep it from being stored. */
async function findOwner(system: SystemContext, { queue, payload }: Envelope): Promise<string | null> {
  if (queue !== 'inbound') return null
  try {
    return await findOwnerOfDelivery(system, payload)
  } catch (error) {
    system.log.warn('nobody could say whose a dead letter is', { error })
    return null
  }
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

/** Meta repeats a delivery for a week; whoever has not looked at a letter in a quarter does not want it. */
const KEPT_FOR = 90 * DAY
/** A replay that fails is tried for hours, and becomes another letter. Until then it needs its object. */
const REPLAYED_WITHIN = DAY
/** As many as the bucket lists, and deletes, at a time. */
const PAGE = 1000
/** Of one run of the job: the next one goes on. */
const MAX_PAGES = 20

/**
 * Deletes a letter with its object in the bucket, unless another letter points at that as well, or it has been sent again
 * within the day: then the daily job removes it in its time.
 * @throws `platform.dead_letter_not_found`
 */
export async function removeDeadLetter(
  system: SystemContext,
  { id, operatorId }: { id: string; operatorId: string },
): Promise<void> {
  const letter = await findDeadLetter(system, id)
  if (!letter || !(await deleteDeadLetter(system, id))) throw deadLetterNotFound()
  system.log.warn('dead letter deleted by the operator', { deadLetterId: id, queue: letter.queue, operatorId })
  const key = objectOf(letter)
  const isOnItsWay = letter.replayedAt !== null && system.clock.now() - letter.replayedAt < REPLAYED_WITHIN
  if (key?.startsWith(PLATFORM_DELIVERIES) && !isOnItsWay) await deleteUnnamed(system, [key])
}

/**
 * For the daily cron: letters go after 90 days, replayed or not, and so do the bodies in the bucket that no letter points
 * at any more. @returns how many of each
 */
export async function deleteOldDeadLetters(system: SystemContext): Promise<{ letters: number; objects: number }> {
  const now = system.clock.now()
  // By whole days, as the objects are kept: one is never younger than its letter.
  const before = now - KEPT_FOR - ((now - KEPT_FOR) % DAY)
  const letters = await deleteLettersBefore(system, { before, replayedSince: now - REPLAYED_WITHIN })
  const end = `${PLATFORM_DELIVERIES}${new Date(before).toISOString().slice(0, 10)}`
  let objects = 0
  let startAfter = PLATFORM_DELIVERIES
  for (let page = 0; page < MAX_PAGES; page++) {
    const listed = await system.env.BUCKET.list({ prefix: PLATFORM_DELIVERIES, startAfter, limit: PAGE })
    const old = listed.objects.map(({ key }) => key).filter((key) => key < end)
    objects += await deleteUnnamed(system, old)
    startAfter = old.at(-1) ?? startAfter
    if (!listed.truncated || old.length < listed.objects.length) break
  }
  return { letters, objects }
}

async function deleteUnnamed(system: SystemContext, keys: string[]): Promise<number> {
  if (keys.length === 0) return 0
  const named = await listNamedObjects(system, keys)
  const unnamed = keys.filter((key) => !named.has(key))
  if (unnamed.length > 0) await system.env.BUCKET.delete(unnamed)
  return unnamed.length
}
