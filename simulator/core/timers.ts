type Due = { dueAt: number; work: () => void | Promise<void> }

/**
 * Work for later on the simulator's clock. `settle` runs what is due; a real timer calls it, and so does whoever moves
 * the clock. `pending` counts work that is running or due within the given time, for "wait until quiet".
 */
export function createTimers(now: () => number) {
  let queue: Due[] = []
  let running = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  const arm = () => {
    clearTimeout(timer)
    const next = queue[0]
    // setTimeout takes 2^31 ms at most; a later due time arms again.
    if (next && !isClosed) timer = setTimeout(settle, Math.min(Math.max(0, next.dueAt - now()), 2 ** 31 - 1))
    timer?.unref?.()
  }
  const run = async ({ work }: Due) => {
    running++
    try {
      await work()
    } finally {
      running--
    }
  }
  function settle(): void {
    const due = queue.filter(({ dueAt }) => dueAt <= now())
    queue = queue.filter(({ dueAt }) => dueAt > now())
    // Failures belong to the work: each part logs its own.
    for (const one of due) void run(one)
    arm()
  }

  return {
    schedule: (dueAt: number, work: Due['work']): void => {
      queue.push({ dueAt, work })
      queue.sort((a, b) => a.dueAt - b.dueAt)
      arm()
    },
    settle,
    pending: (withinMs: number): number => running + queue.filter(({ dueAt }) => dueAt <= now() + withinMs).length,
    close: (): void => {
      isClosed = true
      clearTimeout(timer)
      queue = []
    },
  }
}
