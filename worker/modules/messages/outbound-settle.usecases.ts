import type { OrganizationContext } from '../../shared/context'
import { isConflict, type Statement } from '../../shared/db/statements'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import { createId } from '../../shared/ids'
import { outboundContentSchema } from '../../whatsapp/outbound-content.schemas'
import type { Conversation } from '../conversations/conversations.schemas'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { type Newest, placeBehind, refusalErrors, refusalOf, type Thread } from './messages.models'
import { changeMessage, type MessageRow, showAsNewest } from './messages.repository'
import { LEASE, OFFER_AFTER, SAFETY_NET, waitingUntil } from './outbound.models'
import {
  type Accepted,
  acceptStatements,
  claimStatements,
  doubtStatements,
  failStatements,
  failUnlessOverdue,
  type HeldRow,
  learnStatements,
  offerStatement,
  releaseStatements,
  selectWaiting,
  type Waiting,
} from './outbound.repository'
import type { Called, Claimed } from './outbound-call.usecases'
import { learnedStatuses } from './parked.models'
import { applyParkedStatements, failUnlessParked, type Parked, readParked } from './parked.repository'
import { createdEvent, openingOf } from './send.usecases'

/** What a token holds, and how the conversations are that were written in the same transaction. */
export type Held = {
  token: string
  until: number
  messages: HeldRow[]
  conversations: Conversation[]
  /** Of the conversations that are left to others: where something waits. */
  left: Waiting[]
}
/** What follows on a settlement. */
export type Next = {
  /** Conversations whose next message is claimed in the same transaction. */
  claim: PreparedClaim
  /** Those that are left to others. */
  leave: readonly string[]
}

const WAITS_MS = [50, 250]
/** Where something would be lost: within the lease, so that what was done is still ours to write. */
export const PATIENTLY_MS = [50, 250, 1000, 3000, 5000]
type Persistence = { waits?: readonly number[]; onFailure?: () => void }
/** Tries again what may be repeated, when the database did not answer. */
export async function persist<T>(
  ctx: OrganizationContext,
  work: () => Promise<T>,
  { waits = WAITS_MS, onFailure }: Persistence = {},
): Promise<T> {
  for (const wait of waits) {
    try {
      return await work()
    } catch (error) {
      if (isConflict(error)) throw error
      onFailure?.()
      ctx.log.warn('the database did not answer, trying again', { error })
      await scheduler.wait(wait)
    }
  }
  return work()
}

export type PreparedClaim = ReturnType<typeof prepareClaim>
/** A new token, and the statements with which it claims the next message of each conversation. */
export function prepareClaim(ctx: OrganizationContext, conversationIds: readonly string[]) {
  const now = ctx.clock.now()
  const claim = { conversationIds, token: createId('clm', now), now, until: now + LEASE }
  return { ...claim, ...claimStatements(ctx, claim) }
}

type Change = {
  statements: Statement[]
  shown: Pick<MessageRow, 'id' | 'conversationId' | 'targetWamid'>[]
  events: InboxEvent[]
  next: Next
}
async function commit(
  ctx: OrganizationContext,
  { statements, shown, events, next }: Change,
  persistence?: Persistence,
): Promise<Held> {
  const { claim } = next
  const claims = claim.conversationIds.length === 0 ? [] : [...claim.claims, claim.held]
  const looks = next.leave.length === 0 ? [] : [selectWaiting(ctx, next.leave)]
  const all = [...statements, ...looks, ...claims] as [Statement, ...Statement[]]
  const run = async (): Promise<{ results: unknown[]; conversations: Conversation[] }> =>
    shown.length === 0
      ? { results: await ctx.db.batch(all), conversations: [] }
      : commitInboxChange(ctx, {
          statements: all,
          conversationIds: [...new Set(shown.map(({ conversationId }) => conversationId))],
          messageIds: shown.map(({ id }) => id),
          withTargets: shown.some(({ targetWamid }) => targetWamid !== null),
          events,
        })
  const { token, until } = claim
  if (all.length === 0) return { token, until, messages: [], conversations: [], left: [] }
  const { results, conversations } = await persist(ctx, run, persistence)
  return {
    ...{ token, until, conversations },
    messages: claims.length === 0 ? [] : (results.at(-1) as HeldRow[]),
    left: looks.length === 0 ? [] : (results[statements.length] as Waiting[]),
  }
}

/** Claims the next message of each conversation in which none is in flight. */
export const claimNext = (ctx: OrganizationContext, claim: PreparedClaim): Promise<Held> =>
  commit(ctx, { statements: [], shown: [], events: [], next: { claim, leave: [] } }, { waits: PATIENTLY_MS })

const statusEvent = (
  ctx: OrganizationContext,
  { id, conversationId, phoneNumberId }: Pick<MessageRow, 'id' | 'conversationId' | 'phoneNumberId'>,
  status: 'failed' | 'unconfirmed' | ReturnType<typeof learnedStatuses>[number],
): InboxEvent => ({
  type: 'message.status',
  version: 1,
  at: ctx.clock.now(),
  data: { messageId: id, conversationId, phoneNumberId, status },
})

const MOST_LOOKS = 4

/**
 * Writes what became of messages, all of it in one transaction, and claims the next ones. May be repeated. Statuses that
 * were faster are told with it; as there hardly ever are any, they are read only where the transaction met some.
 * @param onFailure the database did not answer; it is asked again
 */
export async function settle(
  ctx: OrganizationContext,
  called: readonly Called[],
  next: Next,
  onFailure?: () => void,
): Promise<Held> {
  const accepted = called.flatMap(({ claimed, outcome }) =>
    outcome.kind === 'accepted'
      ? [{ ...keyOf(claimed), ...outcome, phoneNumberId: claimed.message.phoneNumberId }]
      : [],
  )
  const persistence = { waits: PATIENTLY_MS, ...(onFailure && { onFailure }) }
  for (let look = 0; accepted.length > 0 && look < MOST_LOOKS; look++) {
    try {
      const atFirst = { ours: accepted, parked: [] }
      const known = look === 0 ? atFirst : await persist(ctx, () => readParked(ctx, accepted), persistence)
      const change = settlement(ctx, called, { accepted: known.ours, parked: known.parked, next })
      const statements = [...failUnlessParked(ctx, known.ours, known.parked), ...change.statements]
      return await commit(ctx, { ...change, statements }, persistence)
    } catch (error) {
      if (!isConflict(error)) throw error
    }
  }
  if (accepted.length > 0) ctx.log.warn('statuses that were faster than their messages are applied without being told')
  return commit(ctx, settlement(ctx, called, { accepted, parked: [], next }), persistence)
}

type Known = { accepted: (Accepted & Extract<Called['outcome'], { kind: 'accepted' }>)[]; parked: Parked[]; next: Next }
function settlement(ctx: OrganizationContext, called: readonly Called[], { accepted, parked, next }: Known): Change {
  const now = ctx.clock.now()
  const failed = called.flatMap(({ claimed, outcome }) =>
    outcome.kind === 'failed' ? [{ ...keyOf(claimed), error: outcome.error, at: now }] : [],
  )
  const doubtful = called.flatMap(({ claimed, outcome }) =>
    outcome.kind === 'unconfirmed' ? [{ ...keyOf(claimed), offerAt: now + OFFER_AFTER }] : [],
  )
  const released = called.flatMap(({ claimed, outcome }) => {
    if (outcome.kind !== 'released' && outcome.kind !== 'retry') return []
    const attempts = claimed.message.attempts - (outcome.kind === 'released' ? 1 : 0)
    return [{ ...keyOf(claimed), attempts, dueAt: waitingUntil(now, outcome.waitMs, attempts) }]
  })
  const shown = called.filter(({ outcome }) => ['accepted', 'failed', 'unconfirmed'].includes(outcome.kind))
  return {
    statements: [
      ...acceptStatements(ctx, accepted),
      ...applyParkedStatements(ctx, accepted),
      ...failStatements(ctx, failed),
      ...doubtStatements(ctx, doubtful),
      ...releaseStatements(ctx, released),
      ...learnStatements(
        ctx,
        called.flatMap((one) => learned(one, now)),
      ),
    ],
    shown: shown.map(({ claimed }) => claimed.message),
    events: shown.flatMap(({ claimed: { message }, outcome: { kind } }) => {
      if (kind === 'failed' || kind === 'unconfirmed') return [statusEvent(ctx, message, kind)]
      const faster = parked.find(({ id }) => id === message.id)
      return faster ? learnedStatuses(faster.parked, faster.had).map((one) => statusEvent(ctx, message, one)) : []
    }),
    next,
  }
}

const keyOf = ({ message, token }: Claimed) => ({ id: message.id, token })

/** What Meta calls the person, when that is new to us. */
function learned({ claimed: { thread }, outcome }: Called, now: number) {
  if (outcome.kind !== 'accepted' || !thread) return []
  const contactId = thread.contact.id
  return [
    ...(outcome.waId !== null && outcome.waId !== thread.to.waId
      ? [{ kind: 'wa_id' as const, value: outcome.waId, contactId, createdAt: now }]
      : []),
    ...(outcome.userId !== null && outcome.userId !== thread.to.userId
      ? [{ kind: 'bsuid' as const, value: outcome.userId, contactId, createdAt: now }]
      : []),
  ]
}

/**
 * What is due about messages whose lease ran out, whose time has come, or which nobody has confirmed for ten minutes. If
 * somebody else was at one of them meanwhile, nothing is done: the sweep looks again.
 */
export async function settleOverdue(
  ctx: OrganizationContext,
  overdue: readonly MessageRow[],
  threads: ReadonlyMap<string, Thread>,
): Promise<void> {
  const now = ctx.clock.now()
  const offered = overdue.filter(({ sendState }) => sendState === 'unconfirmed')
  const expired = overdue.filter(({ sendState }) => sendState === 'sending')
  const scheduled = takeUp(
    ctx,
    overdue.filter(({ sendState }) => sendState === 'scheduled'),
    threads,
  )
  const changed = [...expired, ...scheduled.map(({ message }) => message)]
  try {
    await commit(ctx, {
      statements: [
        failUnlessOverdue(
          ctx,
          changed.map(({ id }) => id),
          now,
        ),
        ...doubtStatements(
          ctx,
          expired.map(({ id, claimToken }) => ({ id, token: claimToken ?? '', offerAt: now + OFFER_AFTER })),
        ),
        offerStatement(
          ctx,
          offered.map(({ id }) => id),
          now,
        ),
        ...scheduled.flatMap(({ statements }) => statements),
      ],
      shown: [...changed, ...offered],
      events: [
        ...expired.map((message) => statusEvent(ctx, message, 'unconfirmed')),
        ...scheduled.flatMap(({ events }) => events),
      ],
      next: { claim: prepareClaim(ctx, []), leave: [] },
    })
  } catch (error) {
    if (!isConflict(error)) throw error
    ctx.log.info('somebody else has looked after overdue messages')
  }
}

/** Scheduled messages whose time has come, in the order of their times: they may go out, or the agent learns why not. */
function takeUp(ctx: OrganizationContext, due: readonly MessageRow[], threads: ReadonlyMap<string, Thread>) {
  const now = ctx.clock.now()
  const newest = new Map<string, Newest>()
  const opened = new Set<string>()
  const inOrder = due.toSorted((a, b) => (a.scheduledFor ?? 0) - (b.scheduledFor ?? 0) || (a.id < b.id ? -1 : 1))
  return inOrder.map((message) => {
    const { id, conversationId } = message
    const thread = threads.get(conversationId)
    const content = outboundContentSchema.safeParse(message.content)
    const refusal = content.success && thread ? refusalOf(content.data, thread, now) : 'unreachable'
    const occurredAt = placeBehind(newest.get(conversationId) ?? thread?.conversation, id, now)
    newest.set(conversationId, { lastMessageAt: occurredAt, lastMessageId: id })
    // The first that goes out opens it.
    const opening = refusal || !thread || opened.has(conversationId) ? null : openingOf(ctx, message, thread)
    if (opening) opened.add(conversationId)
    const change = refusal
      ? { sendState: 'failed' as const, failedAt: now, error: refusalErrors[refusal], dueAt: null, occurredAt }
      : { sendState: 'queued' as const, dueAt: now + SAFETY_NET, occurredAt }
    const contactId = thread?.conversation.contactId ?? ''
    return {
      message,
      statements: [
        changeMessage(ctx, id, change),
        showAsNewest(ctx, { id, conversationId, occurredAt }, { seen: 0 }),
        ...(opening?.statements ?? []),
      ],
      events: [
        refusal ? statusEvent(ctx, message, 'failed') : createdEvent(ctx, message, contactId),
        ...(opening ? [opening.event] : []),
      ],
    }
  })
}
