import type { OrganizationContext } from '../../shared/context'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import { createId } from '../../shared/ids'
import { announceInboxEvents, inboxEventsIfChanged } from '../../tenancy/inbox-events'
import { wholeSecond } from '../inbox/inbox.models'
import { commitInboxChange, isVisible } from '../inbox/inbox.usecases'
import { conversationNotFound } from './conversations.errors'
import { episodeActor } from './conversations.models'
import {
  type ConversationRow,
  countConversations,
  findConversation,
  findConversationsOf,
  insertConversation,
  insertEpisodeIfChanged,
} from './conversations.repository'

export type { ConversationRow } from './conversations.repository'

/** A conversation that the actor may see. @throws `conversations.not_found` when there is none, or it is not theirs */
export async function requireConversation(ctx: OrganizationContext, id: string): Promise<ConversationRow> {
  const conversation = await findConversation(ctx, id)
  if (!conversation || !isVisible(ctx, conversation.assigneeId)) throw conversationNotFound()
  return conversation
}

type Start = {
  phoneNumberId: string
  /** After merges, as `findOrCreateContact` gives it. */
  contactId: string
  /** `unlisted`: nobody has acted, so that a broadcast does not fill the inbox. */
  status: 'unlisted' | 'open'
  assigneeId?: string | null
}

/**
 * The person's conversation on a number, made if there is none. One that is there is left as it is, and found whoever it
 * is assigned to: what the actor may see is the caller's question.
 */
export async function findOrCreateConversation(
  ctx: OrganizationContext,
  start: Start,
): Promise<{ conversation: ConversationRow; isNew: boolean }> {
  const present = await findPresent(ctx, start)
  if (present) return { conversation: present, isNew: false }
  const now = ctx.clock.now()
  const { status, ...ids } = start
  const id = createId('con', now)
  const by = episodeActor(ctx.actor)
  const opened: InboxEvent = {
    type: 'conversation.opened',
    version: 1,
    at: now,
    data: { conversationId: id, contactId: ids.contactId, phoneNumberId: ids.phoneNumberId, by },
  }
  const event = status === 'open' ? inboxEventsIfChanged(ctx, [opened]) : null
  const { results } = await commitInboxChange(ctx, {
    statements: [
      insertConversation(ctx, {
        ...ids,
        id,
        status,
        // Its first message may be of this very second.
        lastMessageAt: wholeSecond(now),
        changeSeq: 0,
        createdAt: now,
      }),
      ...(event
        ? [
            event.statement,
            insertEpisodeIfChanged(ctx, { id: createId('epi', now), conversationId: id, openedBy: by, openedAt: now }),
          ]
        : []),
      countConversations(ctx, ids.contactId),
    ],
    conversationIds: [id],
  })
  const isNew = (results[0] as unknown[]).length > 0
  if (isNew && event) await announceInboxEvents(ctx, [event.row])
  const conversation = await findPresent(ctx, start)
  if (!conversation) throw new Error('A conversation that was just made is not there')
  return { conversation, isNew }
}

/** The person's own conversation on the number, else that of a contact merged into them, whichever was busy last. */
async function findPresent(ctx: OrganizationContext, { contactId, phoneNumberId }: Start) {
  const found = await findConversationsOf(ctx, { contactId, phoneNumberId })
  const own = found.find((row) => row.contactId === contactId)
  return own ?? found.sort((a, b) => b.lastMessageAt - a.lastMessageAt)[0]
}
