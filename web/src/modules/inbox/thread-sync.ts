import type { Message } from '@worker/modules/messages/messages.schemas'

export type ThreadFrame = { from: number; to: number; messages: readonly Message[] }
/** A row of the inbox, as it has just changed. */
type Row = { id: string; changeSeq: number }

export type ThreadSyncPorts = {
  /** Asks for what is on the screen, and puts it there. */
  refresh: () => Promise<void>
  /** Its first answer, or a newer one, is on its way without us. */
  isLoading: () => boolean
  apply: (messages: readonly Message[]) => void
  /** Whose messages the thread shows: after a merge, those of another conversation, which has no socket here. */
  isOfThread: (conversationId: string) => boolean
  setTimer: (run: () => void, ms: number) => () => void
}

/** How long a thread's frame may come after the inbox's. */
const GRACE_MS = 1000
/** After a question that failed; twice as long after each one that fails as well. */
const TRY_AGAIN_MS = 5000
const TRY_AGAIN_AT_MOST_MS = 80_000

/**
 * Keeps an open thread complete: frames form a chain, and where a link is missing the thread is asked for again
 * (docs/architecture.md, "What a client does", 5 to 7). Numbers are those of the conversation's changes.
 */
export function createThreadSync(conversationId: string, ports: ThreadSyncPorts) {
  /** The last change that is on the screen; undefined before the first answer. */
  let seq: number | undefined
  /** The newest change that somebody has told of. */
  let toldOf = 0
  /** Frames that come while the thread is asked for: the answer may be older than they are. */
  let aside: ThreadFrame[] | undefined
  let isWanted = false
  let cancelTimer: (() => void) | undefined
  let isConnected = false
  let isStopped = false
  let failures = 0

  const hasHoles = (): boolean => seq === undefined || seq < toldOf

  /** The connection is there (again). @param to the newest change when it was opened */
  function connected(to: number): void {
    toldOf = Math.max(toldOf, to)
    isConnected = true
    look()
  }

  /** What was loaded is on the screen, or could not be had. @param at the last change that is sure to be in it */
  function loaded(at: number | undefined): void {
    if (at !== undefined) seq = Math.max(seq ?? 0, at)
    look()
  }

  function look(): void {
    if ((isConnected || toldOf > 0) && hasHoles() && !ports.isLoading()) void refetch()
  }

  function onFrame(frame: ThreadFrame): void {
    if (aside) {
      aside.push(frame)
      return
    }
    toldOf = Math.max(toldOf, frame.to)
    if (seq !== undefined && frame.to <= seq) return
    // What is on its way may hold it, or lack it and take its place: that is seen when it is here.
    if (ports.isLoading()) {
      ports.apply(frame.messages)
      return
    }
    if (seq === undefined || frame.from > seq) {
      void refetch()
      return
    }
    ports.apply(frame.messages)
    seq = frame.to
  }

  /** What the inbox heard: a thread that has not heard it soon after has lost a frame. */
  function onRows(rows: readonly Row[]): void {
    for (const { id, changeSeq } of rows) {
      if (id === conversationId) toldOf = Math.max(toldOf, changeSeq)
      else if (ports.isOfThread(id)) void refetch()
    }
    if (hasHoles()) later(GRACE_MS)
  }

  function later(ms: number): void {
    if (isStopped) return
    cancelTimer ??= ports.setTimer(() => {
      cancelTimer = undefined
      // What is on its way is looked at when it is here.
      if (hasHoles() && !ports.isLoading()) void refetch()
    }, ms)
  }

  /** One at a time; what is asked for meanwhile makes it run once more. */
  async function refetch(): Promise<void> {
    isWanted = true
    if (aside) return
    while (isWanted && !isStopped) {
      isWanted = false
      const isAtLeast = toldOf
      aside = []
      const isDone = await ports.refresh().then(
        () => true,
        () => false,
      )
      const frames: ThreadFrame[] = aside
      aside = undefined
      if (isDone) {
        failures = 0
        seq = Math.max(seq ?? 0, isAtLeast)
        for (const frame of frames) onFrame(frame)
        continue
      }
      // What came is shown all the same; the hole stays, and is asked for again.
      for (const frame of frames) ports.apply(frame.messages)
      toldOf = Math.max(toldOf, ...frames.map(({ to }) => to))
      later(Math.min(TRY_AGAIN_AT_MOST_MS, TRY_AGAIN_MS * 2 ** failures++))
      return
    }
  }

  return {
    connected,
    loaded,
    onFrame,
    onRows,
    seq: () => seq,
    stop: () => {
      isStopped = true
      cancelTimer?.()
    },
  }
}
