import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import { mediaUrl } from '../../shared/media-url'
import { announceInboxEvents, inboxEventsRow } from '../../tenancy/inbox-events'
import { describeMetaError } from '../../whatsapp/graph.errors'
import type { Conversation } from '../conversations/conversations.schemas'
import type { Message } from '../messages/messages.schemas'
import { publishChange } from '../realtime/realtime.usecases'
import { toConversation, toMessage } from './inbox.models'
import {
  type ConversationParts,
  type ConversationRow,
  listConversationsOfChange,
  type MessageParts,
  type NewMessageRow,
  readChanges,
  readConversationParts,
  readMessageParts,
  readMessagePartsOf,
  readPartsOf,
  runChange,
  selectChange,
  stampConversations,
} from './inbox.repository'

export type InboxChange = {
  /** What changes, in order. They may read the change that is being taken. */
  statements: Statement[]
  /** Conversations that look different afterwards. Every one gets the batch's change number. */
  conversationIds: readonly string[]
  /** Of those, which `statements` give the number themselves: a write less. */
  stampedIds?: readonly string[]
  /** Messages that are new or look different. Ids that turn out not to exist are left out. */
  messageIds?: readonly string[]
  /** Messages that `statements` insert exactly as they are here. They need no reading back, and are not in `messageIds`. */
  freshMessages?: readonly NewMessageRow[]
  /** False: what reactions, edits and deletions among them are about is in `messageIds`, or there are none. */
  withTargets?: boolean
  /**
   * Conversations that lose a message. A frame says what there is, and nothing of what is gone: theirs leaves a gap, and
   * whoever looks on asks for the thread again.
   */
  torn?: readonly string[]
  /** For subscribers, in the same transaction. */
  events?: InboxEvent[]
  /** Who had it before, for conversations whose assignee changes: somebody may lose sight of it. */
  previousAssignees?: ReadonlyMap<string, string | null>
  /** Who else is told once it is committed, at the same time as those who look on. Must not fail. */
  tell?: () => Promise<void>
}
export type CommittedChange = {
  seq: number
  conversations: Conversation[]
  messages: Message[]
  /** What each of `statements` gave. */
  results: unknown[]
}

/**
 * The one way anything in the inbox changes: one transaction with the change, its number, the stamp on the conversations
 * and the domain events; then everyone who looks on is told. A crash in between loses nothing: the events wait in the
 * outbox, and clients ask for the changes after the last number they saw.
 */
export async function commitInboxChange(ctx: OrganizationContext, change: InboxChange): Promise<CommittedChange> {
  const { statements, conversationIds, messageIds = [], freshMessages = [], events = [], previousAssignees } = change
  const { withTargets = true } = change
  const outbox = events.length > 0 ? inboxEventsRow(ctx, events) : undefined
  const unstamped = conversationIds.filter((id) => !change.stampedIds?.includes(id))
  const done = await runChange(
    ctx,
    [
      ...statements,
      ...(unstamped.length > 0 ? [stampConversations(ctx, unstamped)] : []),
      ...(outbox ? [outbox.statement] : []),
    ],
    { conversationIds, messageIds, freshMessages, withTargets },
  )
  const { seq } = done
  const committed: CommittedChange = {
    seq,
    conversations: assembleConversations(done.conversationParts),
    messages: assembleMessages(ctx, done.messageParts),
    results: done.results.slice(0, statements.length),
  }
  await Promise.all([
    publishChange(ctx, {
      from: seq - 1,
      to: seq,
      conversations: committed.conversations,
      messages: committed.messages,
      previousAssignees: Object.fromEntries(previousAssignees ?? []),
      previousSeqs: Object.fromEntries(
        done.stamps.map(({ id, changeSeq }) => [id, change.torn?.includes(id) ? seq : changeSeq]),
      ),
    }),
    outbox && announceInboxEvents(ctx, [outbox.row]),
    change.tell?.(),
  ])
  return committed
}

function assembleConversations([rows, people, lastMessages, links, allTags]: ConversationParts): Conversation[] {
  const contactById = new Map(people.map((row) => [row.id, row]))
  const messageById = new Map(lastMessages.map((row) => [row.id, row]))
  const tagById = new Map(allTags.map((row) => [row.id, row]))
  return rows.flatMap((conversation) => {
    const contact = contactById.get(conversation.personId)
    if (!contact) return []
    const tags = links
      .filter(({ contactId }) => contactId === contact.id)
      .flatMap(({ tagId }) => tagById.get(tagId) ?? [])
      .map(({ id, name, tint }) => ({ id, name, tint }))
    const lastMessage = messageById.get(conversation.lastMessageId ?? '') ?? null
    return [toConversation({ conversation, contact, lastMessage, tags })]
  })
}

function assembleMessages(ctx: OrganizationContext, [rows, reactions, files, answered]: MessageParts): Message[] {
  const mediaById = new Map(files.map((row) => [row.id, row]))
  const now = ctx.clock.now()
  return rows.map((row) => {
    const file = row.mediaId === null ? null : (mediaById.get(row.mediaId) ?? null)
    return toMessage(row, {
      media: file,
      mediaUrl: file && mediaUrl(ctx.config, ctx.organizationId, file.id, now),
      reactions: reactions.filter(
        ({ targetWamid, phoneNumberId }) => targetWamid === row.wamid && phoneNumberId === row.phoneNumberId,
      ),
      replyToId:
        answered.find(({ wamid, phoneNumberId }) => wamid === row.replyToWamid && phoneNumberId === row.phoneNumberId)
          ?.id ?? null,
      describeError: describeMetaError,
    })
  })
}

/** Conversations as the API shows them, in the order of `ids`. Ids that do not exist are left out. */
export async function loadConversations(ctx: OrganizationContext, ids: readonly string[]): Promise<Conversation[]> {
  if (ids.length === 0) return []
  const loaded = assembleConversations(await readConversationParts(ctx, ids))
  const byId = new Map(loaded.map((conversation) => [conversation.id, conversation]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** As `loadConversations`, for whoever has the rows already. */
export const showConversations = async (ctx: OrganizationContext, rows: ConversationRow[]): Promise<Conversation[]> =>
  rows.length === 0 ? [] : assembleConversations(await readPartsOf(ctx, rows))

/** As `loadMessages`, for whoever has the rows already. */
export const showMessages = async (ctx: OrganizationContext, rows: MessageParts[0]): Promise<Message[]> =>
  rows.length === 0 ? [] : assembleMessages(ctx, await readMessagePartsOf(ctx, rows))

/** Messages as the API shows them, in the order of `ids`. */
export async function loadMessages(ctx: OrganizationContext, ids: readonly string[]): Promise<Message[]> {
  if (ids.length === 0) return []
  const loaded = assembleMessages(ctx, await readMessageParts(ctx, ids))
  const byId = new Map(loaded.map((message) => [message.id, message]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Whether the actor may see a conversation with this assignee. */
export const isVisible = (ctx: OrganizationContext, assigneeId: string | null): boolean =>
  ctx.visibility === 'all' || assigneeId === null || assigneeId === ctx.actor.id

const CHANGES_PAGE = 200

/** The organization's newest change number: where somebody starts who has seen nothing yet. */
export const currentChange = async (ctx: OrganizationContext): Promise<number> =>
  (await selectChange(ctx))[0]?.value ?? 0

/**
 * What changed after `since`, for one who was away. Pages end between changes: a change whose second half came with the
 * next page would be lost, because that one starts after its number.
 */
export async function listChanges(ctx: OrganizationContext, since: number) {
  const { latest, changed } = await readChanges(ctx, since, CHANGES_PAGE + 1)
  const firstBehind = changed[CHANGES_PAGE]?.changeSeq
  const fitting = changed.filter(({ changeSeq }) => firstBehind === undefined || changeSeq < firstBehind)
  const page =
    firstBehind !== undefined && fitting.length === 0 ? await listConversationsOfChange(ctx, firstBehind) : fitting
  const loaded = await loadConversations(
    ctx,
    page.filter(({ assigneeId }) => isVisible(ctx, assigneeId)).map(({ id }) => id),
  )
  // Looked at again: somebody may have been assigned since the list was read.
  const conversations = loaded.filter(({ assigneeId }) => isVisible(ctx, assigneeId))
  const seen = new Set(conversations.map(({ id }) => id))
  return {
    from: since,
    to: firstBehind === undefined ? Math.max(since, latest) : (page.at(-1)?.changeSeq ?? firstBehind),
    conversations,
    removed: page.map(({ id }) => id).filter((id) => !seen.has(id)),
    hasMore: firstBehind !== undefined,
  }
}
