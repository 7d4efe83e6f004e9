import type { Conversation } from '@worker/modules/conversations/conversations.schemas'

/** What changed, and between which numbers of the change sequence. */
export type Changes = { from: number; to: number; conversations: Conversation[]; removed: string[] }
type ChangesPage = Changes & { hasMore: boolean }

export type SyncPorts = {
  fetchChanges: (since: number) => Promise<ChangesPage>
  /** The newest number there is. */
  currentChange: () => Promise<number>
  apply: (changes: Changes) => void
  /** So much was missed that asking for it is slower than loading what is on the screen again. */
  reloadAll: () => void
  setTimer: (run: () => void, ms: number) => () => void
}

/** How long a frame may be late before it counts as lost: the hub gathers for 100 ms. */
const GRACE_MS = 400
const MAX_PAGES = 5

/**
 * Keeps the number of the last change that is on the screen, and closes gaps: a frame whose `from` lies above it means that
 * something was lost. Frames are never trusted to be complete, `GET /api/inbox/changes` is.
 */
export function createSync(ports: SyncPorts) {
  let seq: number | undefined
  let cancelTimer: (() => void) | undefined
  let running: Promise<void> | undefined
  let again = false

  /** The newest change that the screen's data is sure to contain. */
  function start(at: number): void {
    seq = Math.max(seq ?? 0, at)
  }

  function onFrame(changes: Changes): void {
    // Older than what is on the screen: it could bring back a row that is gone.
    if (seq !== undefined && changes.to <= seq) return
    ports.apply(changes)
    if (seq === undefined) return
    if (changes.from <= seq) {
      seq = Math.max(seq, changes.to)
      return
    }
    // The frame is on the screen, but what came before it is not: its number counts only once the gap is closed.
    cancelTimer ??= ports.setTimer(() => {
      cancelTimer = undefined
      catchUp().catch(() => {})
    }, GRACE_MS)
  }

  /** The first number, before anything is read: what is on the screen then holds at least that much. */
  const begin = (): Promise<void> => alone(async () => start(await ports.currentChange()))

  /** Asks for everything after the last number: on a gap, on reconnect, on focus, every 30 s. */
  const catchUp = (): Promise<void> => alone(run)

  function alone(work: () => Promise<void>): Promise<void> {
    if (running) {
      again = true
      return running
    }
    running = work().finally(() => {
      running = undefined
      if (again) {
        again = false
        // Should it fail, it is asked again in 30 s.
        catchUp().catch(() => {})
      }
    })
    return running
  }

  async function run(): Promise<void> {
    // The first number could not be had: what is on the screen may be older than one that is asked for now.
    if (seq === undefined) return await startAnew()
    for (let page = 0; page < MAX_PAGES; page++) {
      const changes = await ports.fetchChanges(seq)
      // Frames may have come further while this was asked.
      if (changes.to > seq || changes.from === seq) ports.apply(changes)
      seq = Math.max(seq, changes.to)
      if (!changes.hasMore) return
    }
    await startAnew()
  }

  async function startAnew(): Promise<void> {
    start(await ports.currentChange())
    ports.reloadAll()
  }

  return { begin, onFrame, catchUp, seq: () => seq, stop: () => cancelTimer?.() }
}
export type Sync = ReturnType<typeof createSync>
