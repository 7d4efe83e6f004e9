import type { OrganizationContext, SystemContext } from '../../shared/context'
import { AppError } from '../../shared/errors'
import { createId } from '../../shared/ids'
import type { OutboxRow } from '../../shared/outbox'
import { dueQueue, toDueMessages } from '../../tenancy/due'
import { announceInboxEvents, inboxEventsIfChanged } from '../../tenancy/inbox-events'
import { isAllowed, memberRoleSchema } from '../../tenancy/permissions.schemas'
import { wholeSecond } from '../inbox/inbox.models'
import { commitInboxChange, isVisible, loadConversations } from '../inbox/inbox.usecases'
import { findActiveMember } from '../team/team.usecases'
import { changeStatements, listDueSnoozes } from './conversation-changes.repository'
import {
  conversationBusy,
  conversationClosed,
  conversationNotFound,
  invalidAssignee,
  messageArrived,
  snoozeInPast,
} from './conversations.errors'
import {
  authorOf,
  type ConversationPlan,
  episodeActor,
  eventsOf,
  planAssignment,
  planSnooze,
  planStatus,
  planWaking,
} from './conversations.models'
import { type ConversationRow, findConversations } from './conversations.repository'
import type { Conversation } from './conversations.schemas'

/** What became of each id: the conversation as it is now, or why nothing was done. */
export type ChangeResult = { id: string; conversation: Conversation } | { id: string; error: AppError }
type Planner = (seen: ConversationRow) => ConversationPlan | AppError | null

const MAX_ATTEMPTS = 5

/** @throws what kept it from happening */
export function requireChanged(results: ChangeResult[]): Conversation {
  const [result] = results
  if (!result) throw conversationNotFound()
  if ('error' in result) throw result.error
  return result.conversation
}

/**
 * @param assigneeId null takes them back from whoever has them
 * @throws `conversations.invalid_assignee`
 */
export async function assignConversations(
  system: SystemContext,
  ctx: OrganizationContext,
  { ids, assigneeId }: { ids: readonly string[]; assigneeId: string | null },
): Promise<ChangeResult[]> {
  const assignee = assigneeId === null ? null : await requireAssignee(system, ctx, assigneeId)
  return changeConversations(ctx, ids, (seen) => planAssignment(seen, assignee))
}

async function requireAssignee(system: SystemContext, ctx: OrganizationContext, userId: string) {
  const member = await findActiveMember(system, ctx, userId)
  if (!member || !isAllowed(memberRoleSchema.parse(member.role), 'messages:send')) throw invalidAssignee()
  return member
}

/** What somebody writes while their conversation is being closed leaves it open: closing it would take the message as read. */
export function setStatus(
  ctx: OrganizationContext,
  { ids, status }: { ids: readonly string[]; status: 'open' | 'pending' | 'closed' },
): Promise<ChangeResult[]> {
  const unreadAtFirst = new Map<string, number>()
  return changeConversations(ctx, ids, (seen) => {
    const before = unreadAtFirst.get(seen.id) ?? seen.unreadCount
    unreadAtFirst.set(seen.id, before)
    return status === 'closed' && seen.unreadCount > before ? messageArrived() : planStatus(seen, status)
  })
}

/** @param until null ends the snooze @throws `conversations.snooze_in_past` */
export async function snoozeConversations(
  ctx: OrganizationContext,
  { ids, until }: { ids: readonly string[]; until: number | null },
): Promise<ChangeResult[]> {
  if (until !== null && until <= ctx.clock.now()) throw snoozeInPast()
  return changeConversations(ctx, ids, (seen) =>
    until !== null && seen.status === 'closed' ? conversationClosed() : planSnooze(seen, until),
  )
}

/** Brings back those whose time is over; the others stay. Safe to repeat. */
export async function wakeConversations(ctx: OrganizationContext, ids: readonly string[]): Promise<void> {
  const now = ctx.clock.now()
  await changeConversations(ctx, ids, (seen) => planWaking(seen, now))
}

/** Says to each organization which snoozes are over. @returns how many */
export async function sweepSnoozes(system: SystemContext): Promise<number> {
  let count = 0
  for await (const rows of listDueSnoozes(system, system.clock.now())) {
    await dueQueue.send(system, toDueMessages('snoozes', rows))
    count += rows.length
  }
  return count
}

/**
 * Changes conversations by a rule that looks at each as it is; all of them in one transaction. Where somebody else was
 * faster, the rule looks again.
 */
async function changeConversations(
  ctx: OrganizationContext,
  ids: readonly string[],
  plan: Planner,
): Promise<ChangeResult[]> {
  const wanted = [...new Set(ids)]
  const results = new Map<string, ChangeResult>()
  const asTheyAre: string[] = []
  let left = wanted
  for (let attempt = 0; left.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
    const rows = await findConversations(ctx, left)
    const planned = rows
      .filter(({ assigneeId }) => isVisible(ctx, assigneeId))
      .flatMap((seen) => {
        const decided = plan(seen)
        if (decided instanceof AppError) results.set(seen.id, { id: seen.id, error: decided })
        else if (decided === null) asTheyAre.push(seen.id)
        else return [{ seen, plan: decided }]
        return []
      })
    left = planned.length === 0 ? [] : await commit(ctx, planned, results)
  }
  for (const id of left) results.set(id, { id, error: conversationBusy() })
  for (const conversation of await loadConversations(ctx, asTheyAre))
    results.set(conversation.id, { id: conversation.id, conversation })
  return wanted.map((id) => results.get(id) ?? { id, error: conversationNotFound() })
}

type Planned = { seen: ConversationRow; plan: ConversationPlan }

/** @returns the ids of those that were not as they had been seen any more */
async function commit(
  ctx: OrganizationContext,
  planned: Planned[],
  results: Map<string, ChangeResult>,
): Promise<string[]> {
  const changes = planned.map(({ seen, plan }) => prepare(ctx, seen, plan))
  const committed = await commitInboxChange(ctx, {
    statements: changes.flatMap(({ statements }) => statements),
    conversationIds: planned.map(({ seen }) => seen.id),
    messageIds: changes.flatMap(({ messageIds }) => messageIds),
    previousAssignees: new Map(
      planned.flatMap(({ seen, plan }) => (plan.set.assigneeId === undefined ? [] : [[seen.id, seen.assigneeId]])),
    ),
  })
  const happened: OutboxRow[] = []
  const lost: string[] = []
  let at = 0
  for (const [index, { statements, eventRow }] of changes.entries()) {
    const id = planned[index]?.seen.id ?? ''
    const conversation = committed.conversations.find((one) => one.id === id)
    if ((committed.results[at] as unknown[]).length > 0 && conversation) {
      results.set(id, { id, conversation })
      happened.push(eventRow)
    } else lost.push(id)
    at += statements.length
  }
  await announceInboxEvents(ctx, happened)
  return lost
}

function prepare(ctx: OrganizationContext, seen: ConversationRow, plan: ConversationPlan) {
  const now = ctx.clock.now()
  const by = episodeActor(ctx.actor)
  const activities = plan.activities.map(({ event, detail }) => ({
    id: createId('msg', now),
    conversationId: seen.id,
    phoneNumberId: seen.phoneNumberId,
    direction: 'internal' as const,
    type: 'activity',
    content: { type: 'activity' as const, event, detail },
    author: authorOf(ctx.actor),
    occurredAt: wholeSecond(now),
    // No parser has read it.
    parserVersion: 0,
    createdAt: now,
  }))
  const event = inboxEventsIfChanged(ctx, eventsOf(seen, plan, { at: now, by }))
  return {
    statements: changeStatements(ctx, seen, {
      set: plan.set,
      isUnread: plan.isUnread ?? false,
      activities,
      event: event.statement,
      episode: plan.episode && { type: plan.episode, id: createId('epi', now), by, at: now },
    }),
    messageIds: activities.map(({ id }) => id),
    eventRow: event.row,
  }
}
