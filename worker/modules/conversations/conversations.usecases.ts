import type { OrganizationContext } from '../../shared/context'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import { createId } from '../../shared/ids'
import { announceInboxEvents, inboxEventsIfChanged } from '../../tenancy/inbox-events'
import { findOrCreateContact, requireContact } from '../contacts/contacts.usecases'
import { changeTags } from '../contacts/tags.usecases'
import { wholeSecond } from '../inbox/inbox.models'
import { commitInboxChange, isVisible, loadConversations } from '../inbox/inbox.usecases'
import { phoneNumberDisconnected } from '../phone-numbers/phone-numbers.errors'
import { requirePhoneNumber } from '../phone-numbers/phone-numbers.usecases'
import { requireChanged, setStatus } from './conversation-changes.usecases'
import { assignedToColleague, conversationNotFound } from './conversations.errors'
import { episodeActor, isListed } from './conversations.models'
import {
  type ConversationRow,
  countConversations,
  findConversation,
  findConversationsOf,
  insertConversation,
  insertEpisodeIfChanged,
} from './conversations.repository'

import type { Conversation } from './conversations.schemas'

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

type Starting = { phoneNumberId: string; contactId?: string | undefined; phone?: string | undefined }

/**
 * Somebody wants to write to a person from a number of ours: their conversation, in the lists from now on. A new one is
 * the starter's own.
 * @throws `phone_numbers.not_found`, `phone_numbers.disconnected`, `contacts.not_found`, `contacts.invalid_phone`,
 *   `conversations.assigned_to_colleague`
 */
export async function startConversation(
  ctx: OrganizationContext,
  { phoneNumberId, contactId, phone }: Starting,
): Promise<{ conversation: Conversation; isNew: boolean }> {
  const { status } = await requirePhoneNumber(ctx, phoneNumberId)
  if (status === 'disconnected') throw phoneNumberDisconnected()
  const { type, id: actorId } = ctx.actor
  const person =
    phone === undefined
      ? await survivorOf(ctx, contactId ?? '')
      : await findOrCreateContact(ctx, { phone }, type === 'user' ? 'agent' : 'api')
  const { conversation: row, isNew } = await findOrCreateConversation(ctx, {
    ...{ phoneNumberId, contactId: person, status: 'open' },
    assigneeId: type === 'user' ? actorId : null,
  })
  if (!isVisible(ctx, row.assigneeId)) throw assignedToColleague()
  const conversation = isListed(row)
    ? (await loadConversations(ctx, [row.id]))[0]
    : requireChanged(await setStatus(ctx, { ids: [row.id], status: 'open' }))
  if (!conversation) throw conversationNotFound()
  return { conversation, isNew }
}

async function survivorOf(ctx: OrganizationContext, contactId: string): Promise<string> {
  const { id, mergedInto } = await requireContact(ctx, contactId)
  return mergedInto ?? id
}

/** @throws `conversations.not_found`, `contacts.tag_not_found` */
export async function setTags(ctx: OrganizationContext, id: string, tagIds: readonly string[]): Promise<Conversation> {
  const { contactId } = await requireConversation(ctx, id)
  await changeTags(ctx, [contactId], { set: tagIds })
  const [conversation] = await loadConversations(ctx, [id])
  if (!conversation) throw conversationNotFound()
  return conversation
}
