import type { BulkAction, Conversation } from '@worker/modules/conversations/conversations.schemas'
import { api, call } from '../../shared/api'
import { isTransient } from '../../shared/api-fetch'
import { errorText } from '../../shared/errors'
import { online } from '../../shared/online'
import { queryClient } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { conversationKey } from '../inbox/inbox.queries'
import type { CacheWriter } from '../inbox/inbox-live'

/** Read as far as the rows show: what arrives at this moment keeps its count. */
export function readAction(rows: readonly Conversation[]): BulkAction {
  const seen = rows.flatMap(({ id, lastMessage }) => (lastMessage ? [[id, lastMessage.id] as const] : []))
  return { type: 'read', isRead: true, ...(seen.length > 0 ? { upTo: Object.fromEntries(seen) } : {}) }
}

const FIRST_WAIT_MS = 2000
const LONGEST_WAIT_MS = 30_000
/** After that it is unread until something new comes. */
const MOST_TRIES = 8

type Place = { organizationId: string; cache: Pick<CacheWriter, 'applyChanges'> }
type Mark = Place & {
  seen: Conversation
  tries: number
  isAsking: boolean
  request: AbortController
  timer?: ReturnType<typeof setTimeout>
}
/** What somebody has looked at and the server may not know yet, by conversation. It survives the pages of the inbox. */
const marks = new Map<string, Mark>()

/**
 * Somebody has looked at the end of a conversation. Shown at once; told to the server until it knows, or a person says
 * otherwise, or it was tried often enough. Without a network nothing is tried.
 */
export function markSeen(seen: Conversation, place: Place): void {
  forgetSeen([seen.id])
  const mark = { ...place, seen, tries: 0, isAsking: true, request: new AbortController() }
  marks.set(seen.id, mark)
  show(mark, { ...seen, unreadCount: 0 })
  void tell(mark)
}

/** A person decides whether these are read: nothing that was seen before has a say in it. */
export function forgetSeen(ids: readonly string[]): void {
  for (const id of ids) {
    const mark = marks.get(id)
    clearTimeout(mark?.timer)
    mark?.request.abort()
    marks.delete(id)
  }
}

/** Whoever comes next on this device has seen none of it. */
export const forgetAllSeen = (): void => forgetSeen([...marks.keys()])

window.addEventListener('online', () => {
  for (const mark of [...marks.values()]) if (!mark.isAsking) void retry(mark)
})

async function tell(mark: Mark): Promise<void> {
  const { seen, request } = mark
  mark.tries += 1
  mark.isAsking = true
  try {
    const { results } = await call(
      api.api.conversations.bulk.$post(
        { json: { ids: [seen.id], action: readAction([seen]) } },
        { init: { signal: request.signal } },
      ),
    )
    if (!isCurrent(mark)) return
    marks.delete(seen.id)
    const [result] = results
    if (result?.conversation) show(mark, result.conversation)
    else if (result?.error?.code === 'conversations.not_found')
      mark.cache.applyChanges({ conversations: [], removed: [seen.id] })
    else takeBack(mark, result?.error?.message)
  } catch (error) {
    mark.isAsking = false
    if (!isCurrent(mark)) return
    if (isTransient(error) && mark.tries < MOST_TRIES) {
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (mark.tries - 1))
      mark.timer = setTimeout(() => void retry(mark), wait)
      return
    }
    marks.delete(seen.id)
    takeBack(mark, isTransient(error) ? undefined : errorText(error))
  }
}

async function retry(mark: Mark): Promise<void> {
  clearTimeout(mark.timer)
  // The network's return starts it again.
  if (!isCurrent(mark) || !online()) return
  const { id } = mark.seen
  const now = rowOf(mark)
  // It is out of sight; or somebody has done something with it, and it is unread without anything new: they may have marked it so.
  const isDecided =
    !now ||
    (now.changeSeq > mark.seen.changeSeq && now.unreadCount > 0 && now.lastMessage?.id === mark.seen.lastMessage?.id)
  if (isDecided) marks.delete(id)
  else await tell(mark)
}

/** Undefined once its person can't see it any more. */
const rowOf = ({ organizationId, seen }: Mark): Conversation | undefined =>
  queryClient.getQueryData<Conversation>(conversationKey(organizationId, seen.id))
const isCurrent = (mark: Mark): boolean => marks.get(mark.seen.id) === mark
const show = ({ cache }: Mark, row: Conversation): void => cache.applyChanges({ conversations: [row], removed: [] })
/** As it was, unless it is known to be otherwise by now. */
function takeBack(mark: Mark, reason: string | undefined): void {
  if (rowOf(mark)) show(mark, mark.seen)
  if (reason !== undefined) showToast({ tone: 'bad', text: reason })
}
