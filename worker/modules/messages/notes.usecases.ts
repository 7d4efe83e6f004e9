import type { OrganizationContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import type { MessageContent } from '../../whatsapp/message-content.schemas'
import { requireConversation } from '../conversations/conversations.usecases'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { cannotEdit, mentionUnknown } from './messages.errors'
import { occurredAfter, storedClientId } from './messages.models'
import {
  changeMessage,
  findByClientId,
  listActiveMembers,
  type MessageRow,
  type NewMessageRow,
  showAsNewest,
} from './messages.repository'
import type { Message } from './messages.schemas'
import { requireSame, storeMessage } from './store-message.usecases'

type NoteContent = Extract<MessageContent, { type: 'note' }>
export type NewNote = { conversationId: string; content: NoteContent; clientId?: string | undefined }

/** Only the team sees it; nothing is sent. @throws `messages.mention_unknown` */
export async function addNote(
  ctx: OrganizationContext,
  { conversationId, content, clientId }: NewNote,
): Promise<Message> {
  const conversation = await requireConversation(ctx, conversationId)
  const note = { ...content, mentions: await requireMembers(ctx, content.mentions) }
  const stored = clientId === undefined ? null : storedClientId(ctx.actor, clientId)
  const earlier = stored === null ? undefined : await findByClientId(ctx, stored)
  if (earlier) return requireSame(ctx, earlier, { conversationId, content: note })
  const now = ctx.clock.now()
  const row: NewMessageRow = {
    id: createId('msg', now),
    conversationId,
    phoneNumberId: conversation.phoneNumberId,
    direction: 'internal',
    type: 'note',
    content: note,
    text: note.body,
    author: { ...ctx.actor },
    clientId: stored,
    occurredAt: occurredAfter(now, conversation.lastMessageAt),
    // No parser has read it.
    parserVersion: 0,
    createdAt: now,
  }
  return storeMessage(ctx, row, {
    statements: [showAsNewest(ctx, row, { seen: 0 })],
    isStamped: true,
    events: [
      {
        type: 'note.created',
        version: 1,
        at: now,
        data: { messageId: row.id, conversationId, mentions: note.mentions },
      },
    ],
  })
}

/** @throws `messages.cannot_edit` unless it is the actor's own note, `messages.mention_unknown` */
export async function editNote(
  ctx: OrganizationContext,
  row: MessageRow,
  { body, mentions }: { body: string; mentions: readonly string[] },
): Promise<void> {
  if (row.type !== 'note' || row.author?.type !== ctx.actor.type || row.author.id !== ctx.actor.id) throw cannotEdit()
  const content: NoteContent = { type: 'note', body, mentions: await requireMembers(ctx, mentions) }
  await commitInboxChange(ctx, {
    statements: [changeMessage(ctx, row.id, { content, text: body, editedAt: ctx.clock.now() })],
    conversationIds: [row.conversationId],
    messageIds: [row.id],
    events: [
      {
        type: 'message.edited',
        version: 1,
        at: ctx.clock.now(),
        data: { messageId: row.id, conversationId: row.conversationId },
      },
    ],
  })
}

async function requireMembers(ctx: OrganizationContext, userIds: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(userIds)]
  if (wanted.length === 0) return []
  const members = await listActiveMembers(ctx, wanted)
  const unknown = wanted.filter((id) => !members.includes(id))
  if (unknown.length > 0) throw mentionUnknown({ details: { userIds: unknown } })
  return wanted
}
