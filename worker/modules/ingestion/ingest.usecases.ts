import type { OrganizationContext } from '../../shared/context'
import { isConflict } from '../../shared/db/statements'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { mediaQueue, withdrawMedia } from '../media/inbound-media.usecases'
import { announceOutbound } from '../messages/outbound-queue.usecases'
import { checkStatements } from './assumptions.repository'
import {
  consentStatements,
  editStatements,
  messageStatements,
  peopleStatements,
  runBatch,
  statusStatements,
  threadStatements,
} from './ingestion.repository'
import { listConversationIdsOf, readKnown } from './known.repository'
import { decide, type Plan } from './plan.usecases'
import { toQuestion } from './question.usecases'
import type { Told } from './told.models'

/** So many events go into one transaction: enough for a full queue batch, and an import does not hold up what is live. */
export const MAX_EVENTS = 500
const MAX_ATTEMPTS = 8

/**
 * Stores what Meta told about an organization: each part in one transaction with everything that follows from it. What is
 * decided rests on what was read just before; where somebody else was faster, the transaction fails and it is decided again.
 * Safe to repeat: the second time nothing is new.
 * @param onRetry called whenever it takes another transaction than it would have
 * @returns what must wait: echoes that may be of messages we are sending at this moment
 */
export async function ingest(ctx: OrganizationContext, told: Told[], { onRetry = () => {} } = {}): Promise<Told[]> {
  const deferred: Told[] = []
  for (let at = 0; at < told.length; at += MAX_EVENTS)
    deferred.push(...(await store(ctx, told.slice(at, at + MAX_EVENTS), onRetry)))
  return deferred
}

async function store(ctx: OrganizationContext, told: Told[], onRetry: () => void): Promise<Told[]> {
  let withErased = false
  for (let attempt = 1; ; attempt++) {
    const question = toQuestion(told, { withLate: attempt > 1, withErased })
    const known = await readKnown(ctx, question)
    if (!withErased && known.erasures.length > 0) {
      withErased = true
      continue
    }
    const plan = decide(ctx, { told, question, known })
    if (plan.isEmpty) return plan.deferred
    try {
      await commit(ctx, plan)
      await follow(ctx, plan)
      return plan.deferred
    } catch (error) {
      if (!isConflict(error) || attempt === MAX_ATTEMPTS) throw error
      onRetry()
      ctx.log.info('somebody else was faster, deciding again', { attempt, error })
    }
  }
}

/** Of messages that were taken back, and of echoes that were ours: our message has a file of its own. */
const withdrawnFiles = ({ edits, statuses }: Plan): string[] => [
  ...edits.revokedFiles,
  ...statuses.absorbed.flatMap(({ mediaId }) => mediaId ?? []),
]

async function commit(ctx: OrganizationContext, plan: Plan): Promise<void> {
  const { people, threads, messages, statuses, changedPeople, events } = plan
  // What was read are the conversations with the numbers that the deliveries are about; the others show the person, too.
  const shown = changedPeople.length > 0 ? await listConversationIdsOf(ctx, changedPeople) : []
  const conversationIds = [...new Set([...plan.conversationIds, ...shown])]
  const statements = [
    ...checkStatements(ctx, plan.assumptions),
    ...peopleStatements(ctx, people),
    ...statusStatements(ctx, statuses),
    ...messageStatements(ctx, messages),
    ...editStatements(ctx, plan.edits),
    ...withdrawMedia(ctx, withdrawnFiles(plan)),
    ...threadStatements(ctx, threads),
    ...consentStatements(ctx, plan.consents),
  ]
  // Parked statuses and an address book are nothing that anybody sees.
  if (conversationIds.length === 0 && events.length === 0) return void (await runBatch(ctx, statements))
  // A reaction is told with the message that it is about: that is found by reading the reaction back.
  const isReaction = ({ type }: { type: string }) => type === 'reaction'
  await commitInboxChange(ctx, {
    statements,
    conversationIds,
    stampedIds: threads.changes.map(({ id }) => id),
    messageIds: [...plan.messageIds, ...messages.shown.filter(isReaction).map(({ id }) => id)],
    freshMessages: messages.shown.filter((message) => !isReaction(message)),
    withTargets: plan.hasTargets,
    torn: statuses.absorbed.map(({ conversationId }) => conversationId),
    events,
  })
}

/** What the rows say themselves is due, a little sooner: sweeps find what a crash leaves behind. */
async function follow(ctx: OrganizationContext, plan: Plan): Promise<void> {
  const { organizationId } = ctx
  const { messages, statuses } = plan
  const files = [
    ...messages.files.map(({ mediaId, url }) => ({ organizationId, mediaId, ...(url !== null && { url }) })),
    ...withdrawnFiles(plan).map((mediaId) => ({ organizationId, mediaId })),
  ]
  const work = [
    ...(files.length > 0 ? [mediaQueue.send(ctx, files)] : []),
    ...(statuses.freed.length > 0 ? [announceOutbound(ctx, [...new Set(statuses.freed)], { lane: 'agent' })] : []),
  ]
  for (const result of await Promise.allSettled(work))
    if (result.status === 'rejected')
      ctx.log.warn('what follows a delivery waits for the sweep', { error: result.reason })
}
