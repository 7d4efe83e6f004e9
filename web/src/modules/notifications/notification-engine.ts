import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { type Call, callOfMessage, callsOfThread, type Glimpse, isWorthALook, madeAt } from './notification-calls'
import type { Notification, NotificationStore } from './notification-store'

type ChangesPage = { to: number; conversations: Conversation[]; removed: string[]; hasMore: boolean }
export type EnginePorts = {
  store: NotificationStore
  userId: string
  isLeading: () => boolean
  fetchChanges: (since: number) => Promise<ChangesPage>
  currentChange: () => Promise<number>
  /** The newest messages of a conversation, oldest first. */
  fetchThread: (conversationId: string) => Promise<readonly Message[]>
  /** Conversations that are on the screen already: what they looked like before their next change. */
  known: () => readonly Conversation[]
  /** Somebody looks at this conversation right now. */
  isWatched: (conversationId: string) => boolean
  wantsUnassigned: () => boolean
  /** What has just called. What was missed is only listed: it would ring for what is over. */
  announce: (fresh: readonly Notification[]) => void
  now: () => number
}

/** Two clocks, and two frames that overtake each other. */
const SLACK_MS = 60_000
const MOST_LOOKS = 20
const MOST_PAGES = 3

/** Turns changes of the inbox into what calls for one person. */
export function createNotificationEngine(ports: EnginePorts) {
  const { store, userId } = ports
  const glimpses = new Map<string, Glimpse>()
  const remember = ({ id, assigneeId, lastMessage }: Conversation) => glimpses.set(id, { assigneeId, lastMessage })
  for (const conversation of ports.known()) remember(conversation)

  async function take(
    { conversations, removed }: { conversations: readonly Conversation[]; removed: readonly string[] },
    isMissed: boolean,
  ): Promise<void> {
    const before = new Map(conversations.map(({ id }) => [id, glimpses.get(id)]))
    for (const conversation of conversations) remember(conversation)
    for (const id of removed) glimpses.delete(id)
    if (!ports.isLeading()) return
    if (removed.length > 0) store.forget(removed)
    const since = store.until() - SLACK_MS
    const calls: Call[] = []
    for (const conversation of conversations) {
      if (conversation.unreadCount === 0) store.settle(conversation.id)
      const call = callOfMessage(conversation, userId)
      const seen = before.get(conversation.id)
      if (!call || (call.kind === 'unassigned' && !ports.wantsUnassigned())) continue
      // What was missed may be on the screen already.
      const isNew = seen && !isMissed ? seen.lastMessage?.id !== call.id : madeAt(call.id) > since
      if (isNew) calls.push(call)
    }
    // Those that came first are not kept waiting by threads that have to be asked for.
    list(calls, isMissed)
    const isInteresting = (row: Conversation) => isMissed || isWorthALook(row, before.get(row.id), userId)
    for (const conversation of conversations.filter(isInteresting).sort(byInterest).slice(0, MOST_LOOKS)) {
      const messages = await ports.fetchThread(conversation.id).catch(() => [])
      list(callsOfThread(conversation, messages, { userId, since }), isMissed)
    }
    const made = conversations.map(({ lastMessage }) => (lastMessage ? madeAt(lastMessage.id) : 0))
    store.reach(Math.max(0, ...conversations.map(({ changeSeq }) => changeSeq)), Math.max(0, ...made))
  }

  /** My own conversations first, then those where the last word is a note. */
  const byInterest = (a: Conversation, b: Conversation) => interest(b) - interest(a)
  const interest = ({ assigneeId, lastMessage }: Conversation) =>
    assigneeId === userId ? 2 : lastMessage?.type === 'note' ? 1 : 0

  function list(calls: readonly Call[], isMissed: boolean): void {
    const unseen = calls.filter(({ conversationId }) => !ports.isWatched(conversationId))
    const fresh = store.add(unseen)
    if (fresh.length > 0 && !isMissed) ports.announce(fresh)
  }

  /** One after the other: what is known must not change under the work of the one before. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }

  async function catchUp(): Promise<void> {
    let seq = store.seq()
    if (seq === null) {
      // The first time on this device: what came before has been seen elsewhere, or never called.
      store.reach(await ports.currentChange(), ports.now())
      return
    }
    for (let page = 0; page < MOST_PAGES; page++) {
      const changes = await ports.fetchChanges(seq)
      await take(changes, true)
      seq = Math.max(seq, changes.to)
      store.reach(seq, 0)
      if (!changes.hasMore) return
    }
    // So long away that nobody wants to read all of it: the inbox itself tells.
    store.reach(await ports.currentChange(), ports.now())
  }

  return {
    /** From the live connection. */
    onChanged: (conversations: readonly Conversation[], removed: readonly string[]): Promise<void> =>
      inTurn(() => take({ conversations, removed }, false)),
    /** What came while nobody listened: at the start, and when this tab is the one that rings. */
    catchUp: (): Promise<void> => inTurn(catchUp),
  }
}
export type NotificationEngine = ReturnType<typeof createNotificationEngine>
