import type { MessageContent } from '../../whatsapp/message-content.schemas'
import type { NewMessage } from './ingestion.repository'
import type { KnownMessage, LateEvent } from './known.repository'

export type Edit = { id: string; type: string; content: string; text: string | null; at: number }
export type EditTools = {
  textOf(content: MessageContent): string | null
  /** The content of an edit, if it is one that we know. */
  readContent(content: unknown): MessageContent | null
}
/** Which message changes, and in which conversation it is. */
export type Edited = { messageId: string; conversationId: string }

/**
 * What edits and deletions do to their messages, whichever comes first: to one of the same batch, to one that is there, or,
 * kept until then, to one that comes later. The latest edit holds; after a deletion nothing is left to edit.
 */
export function createEdits(late: LateEvent[], tools: EditTools) {
  const waiting = [...late]
  const edits: Edit[] = []
  const revokes: { id: string; at: number }[] = []
  /** Files of deleted messages, here already or only named by this batch. */
  const revokedFiles: string[] = []

  function contentAfter({ content: edit }: Pick<LateEvent, 'content'>, mediaId: string | null): MessageContent | null {
    const content = edit.type === 'edit' ? tools.readContent(edit.content) : null
    return content && withFile(content, mediaId)
  }

  function applyToNew(row: NewMessage, event: Pick<LateEvent, 'type' | 'content' | 'occurredAt'>): void {
    if (row.revokedAt) return
    if (event.type === 'revoke') {
      if (row.mediaId) revokedFiles.push(row.mediaId)
      Object.assign(row, { revokedAt: event.occurredAt, content: { type: 'revoke' }, text: null, mediaId: null })
      return
    }
    const content = contentAfter(event, row.mediaId ?? null)
    if (!content || (row.editedAt ?? 0) > event.occurredAt) return
    Object.assign(row, {
      editedAt: event.occurredAt,
      type: content.type,
      content,
      text: tools.textOf(content),
    })
  }

  /** @returns whether it changes */
  function applyToOld(row: KnownMessage, event: Pick<LateEvent, 'type' | 'content' | 'occurredAt'>): boolean {
    if (row.revokedAt !== null) return false
    if (event.type === 'revoke') {
      row.revokedAt = event.occurredAt
      revokes.push({ id: row.id, at: event.occurredAt })
      if (row.mediaId) revokedFiles.push(row.mediaId)
      return true
    }
    const content = contentAfter(event, row.mediaId)
    if (!content || (row.editedAt ?? 0) > event.occurredAt) return false
    row.editedAt = event.occurredAt
    edits.push({
      id: row.id,
      type: content.type,
      content: JSON.stringify(content),
      text: tools.textOf(content),
      at: event.occurredAt,
    })
    return true
  }

  return {
    /** A new message: what was faster than it. */
    catchUp(row: NewMessage): void {
      const about = waiting
        .filter(({ targetWamid, phoneNumberId }) => targetWamid === row.wamid && phoneNumberId === row.phoneNumberId)
        .sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1))
      for (const event of about) applyToNew(row, event)
    },
    /** An edit or a deletion, and its message where there is one. @returns what changes */
    apply(event: NewMessage, target: { fresh: NewMessage | undefined; old: KnownMessage | undefined }): Edited | null {
      const { fresh, old } = target
      if (fresh) {
        applyToNew(fresh, event)
        return { messageId: fresh.id, conversationId: fresh.conversationId }
      }
      if (old) return applyToOld(old, event) ? { messageId: old.id, conversationId: old.conversationId } : null
      waiting.push({ ...event, targetWamid: event.targetWamid ?? null })
      return null
    },
    edits,
    revokes,
    revokedFiles,
  }
}
export type Edits = ReturnType<typeof createEdits>

/** The same file as before: an edit changes the words beside it. */
const withFile = (content: MessageContent, mediaId: string | null): MessageContent =>
  // The spread of a union is no member of it for the compiler.
  'mediaId' in content ? ({ ...content, mediaId } as MessageContent) : content
