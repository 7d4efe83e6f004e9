type Work = () => void | Promise<void>
type Due = { dueAt: number; order: number; work: Work }

const isBefore = (a: Due, b: Due) => a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order)

/**
 * Work for later on the simulator's clock, in a binary heap. `settle` runs what is due; a real timer calls it, and so
 * does whoever moves the clock. `track` counts other work in progress, so that `whenQuiet` waits for it too.
 */
export function createTimers(now: () => number) {
  const heap: Due[] = []
  const waiting: { withinMs: number; done: () => void }[] = []
  let order = 0
  let running = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let armedFor: number | null = null
  let isClosed = false

  const swap = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]]
    if (one && other) [heap[a], heap[b]] = [other, one]
  }
  const before = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]]
    return one !== undefined && other !== undefined && isBefore(one, other)
  }
  const push = (due: Due) => {
    let at = heap.push(due) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(at, parent)) break
      swap(at, parent)
      at = parent
    }
  }
  const pop = (): Due | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    heap[0] = last
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      const child = before(left + 1, left) ? left + 1 : left
      if (!before(child, at)) return first
      swap(at, child)
      at = child
    }
  }

  /** Only the branches that are due are looked at. */
  const countDue = (limit: number, at = 0): number => {
    const due = heap[at]
    if (!due || due.dueAt > limit) return 0
    return 1 + countDue(limit, 2 * at + 1) + countDue(limit, 2 * at + 2)
  }
  const pending = (withinMs: number): number => running + countDue(now() + withinMs)

  const tellWaiting = () => {
    for (const one of [...waiting]) {
      if (pending(one.withinMs) > 0) continue
      waiting.splice(waiting.indexOf(one), 1)
      one.done()
    }
  }
  const arm = () => {
    const next = heap[0]
    if (isClosed || !next) return
    if (armedFor !== null && armedFor <= next.dueAt) return
    clearTimeout(timer)
    armedFor = next.dueAt
    // setTimeout takes 2^31 ms at most; a later due time arms again.
    timer = setTimeout(settle, Math.min(Math.max(0, next.dueAt - now()), 2 ** 31 - 1))
    timer.unref?.()
  }
  const ended = () => {
    running--
    if (running === 0 && waiting.length > 0) tellWaiting()
  }
  const track = <Result>(work: Promise<Result>): Promise<Result> => {
    running++
    work.then(ended, ended)
    return work
  }
  const run = (work: Work) => {
    // Failures belong to the work: each part logs its own. This is the last net.
    const done = new Promise<void>((resolve) => resolve(work())).catch((error: unknown) => {
      console.error('simulator: scheduled work failed', error)
    })
    void track(done)
  }
  function settle(): void {
    armedFor = null
    for (let next = heap[0]; next && next.dueAt <= now(); next = heap[0]) {
      pop()
      run(next.work)
    }
    arm()
  }

  return {
    schedule: (dueAt: number, work: Work): void => {
      if (isClosed) return
      push({ dueAt, order: order++, work })
      arm()
    },
    settle,
    track,
    pending,
    /** Resolves when nothing runs and nothing is due within that time. */
    whenQuiet: (withinMs: number): Promise<void> =>
      new Promise((done) => {
        // A turn of the event loop first: what was just asked for has not begun yet.
        setTimeout(() => {
          waiting.push({ withinMs, done })
          tellWaiting()
        }, 0)
      }),
    /** Forgets what was planned: a reset. */
    clear: (): void => {
      heap.length = 0
      tellWaiting()
    },
    close: (): void => {
      isClosed = true
      clearTimeout(timer)
      heap.length = 0
      tellWaiting()
    },
  }
}

export type Timers = ReturnType<typeof createTimers>
