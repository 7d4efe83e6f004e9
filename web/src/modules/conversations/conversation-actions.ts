import type { BulkAction, Conversation } from '@worker/modules/conversations/conversations.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { queryClient } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { conversationKey } from '../inbox/inbox.queries'
import type { InboxLive } from '../inbox/inbox-context'

type Guess = (conversation: Conversation) => Partial<Conversation>

/**
 * Everything that is done with conversations: shown at once, then told to the server; taken back, with the reason, when it
 * refuses.
 */
export function createConversationActions(organizationId: string, live: Pick<InboxLive, 'cache'>) {
  /** @returns the conversations before, for undo; null when the server refused */
  async function run(
    rows: readonly Conversation[],
    action: BulkAction,
    guess: Guess,
  ): Promise<readonly Conversation[] | null> {
    live.cache.applyChanges({ conversations: rows.map((row) => ({ ...row, ...guess(row) })), removed: [] })
    try {
      const { results } = await call(
        api.api.conversations.bulk.$post({ json: { ids: rows.map(({ id }) => id), action } }),
      )
      const failed = results.filter(({ error }) => error !== null)
      live.cache.applyChanges({ conversations: results.flatMap(({ conversation }) => conversation ?? []), removed: [] })
      if (failed.length > 0)
        takeBack(
          rows.filter(({ id }) => failed.some((one) => one.id === id)),
          failed[0]?.error?.message,
        )
      return failed.length === rows.length ? null : rows
    } catch (error) {
      takeBack(rows, errorText(error))
      return null
    }
  }

  function takeBack(rows: readonly Conversation[], reason: string | undefined): void {
    // The guess has the same change number, so what was there before may be put back over it.
    live.cache.applyChanges({ conversations: [...rows], removed: [] })
    showToast({ tone: 'bad', text: reason ?? t('inbox.actions.failed') })
  }

  const offerUndo = (text: string, undo: () => void) =>
    showToast({ text, action: { label: t('inbox.actions.undo'), onSelect: undo, isUndo: true } })
  const assign = async (
    rows: readonly Conversation[],
    assigneeId: string | null,
    name: string | null,
  ): Promise<void> => {
    const before = await run(rows, { type: 'assign', assigneeId }, () => ({ assigneeId }))
    if (!before) return
    offerUndo(name === null ? t('inbox.actions.unassigned') : t('inbox.actions.assigned', { name }), () => {
      for (const row of before)
        void run([row], { type: 'assign', assigneeId: row.assigneeId }, () => ({ assigneeId: row.assigneeId }))
    })
  }
  const setStatus = async (rows: readonly Conversation[], status: 'open' | 'pending' | 'closed'): Promise<void> => {
    const before = await run(rows, { type: 'status', status }, () => ({
      status,
      ...(status === 'closed' ? { snoozedUntil: null } : {}),
    }))
    if (!before) return
    offerUndo(t(`inbox.actions.status.${status}`, before.length), () => {
      for (const row of before)
        if (row.status !== 'unlisted') {
          const back = row.status
          void run([row], { type: 'status', status: back }, () => ({ status: back, snoozedUntil: row.snoozedUntil }))
        }
    })
  }
  const snooze = async (rows: readonly Conversation[], until: string | null): Promise<void> => {
    const before = await run(rows, { type: 'snooze', until }, () => ({ snoozedUntil: until }))
    if (before && until !== null)
      offerUndo(
        t('inbox.actions.snoozed'),
        () => void run(before, { type: 'snooze', until: null }, () => ({ snoozedUntil: null })),
      )
  }
  /** Read as far as the row shows: what arrives at this moment keeps its count. */
  const setRead = (rows: readonly Conversation[], isRead: boolean) => {
    const seen = rows.flatMap(({ id, lastMessage }) => (lastMessage ? [[id, lastMessage.id] as const] : []))
    const upTo = isRead && seen.length > 0 ? { upTo: Object.fromEntries(seen) } : {}
    return run(rows, { type: 'read', isRead, ...upTo }, (row) => ({
      unreadCount: isRead ? 0 : Math.max(1, row.unreadCount),
    }))
  }
  const setTags = (rows: readonly Conversation[], change: { add: Tag[]; remove: string[] }) =>
    run(rows, { type: 'tag', add: change.add.map(({ id }) => id), remove: change.remove }, (row) => ({
      contact: {
        ...row.contact,
        tags: [
          ...row.contact.tags.filter(
            ({ id }) => !change.remove.includes(id) && !change.add.some((tag) => tag.id === id),
          ),
          ...change.add,
        ],
      },
    }))

  return {
    assign,
    setStatus,
    snooze,
    setRead,
    setTags,
    /** As it is on the screen right now. */
    find: (id: string) => queryClient.getQueryData<Conversation>(conversationKey(organizationId, id)),
  }
}
type Tag = Conversation['contact']['tags'][number]
export type ConversationActions = ReturnType<typeof createConversationActions>
