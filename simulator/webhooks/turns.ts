import type { World } from '../core/world'

/** Nobody waits longer for the answer to what goes before: a slow business gets its updates all the same. */
const ANSWER_MS = 1000

/** One after the other: each begins when the one before was answered, so that they arrive in this order. */
export function createTurns({ track }: Pick<World, 'track'>) {
  const queue: (() => Promise<void>)[] = []
  let isRunning = false

  const run = async (): Promise<void> => {
    isRunning = true
    for (let work = queue.shift(); work; work = queue.shift()) await answered(work())
    isRunning = false
  }
  return {
    take: (work: () => Promise<void>): void => {
      queue.push(work)
      if (!isRunning) void track(run())
    },
    isBusy: () => isRunning,
  }
}

async function answered(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ANSWER_MS)
  })
  try {
    await Promise.race([work, patience])
  } catch {
    // It failed for who posted it; the next one's turn comes all the same.
  } finally {
    clearTimeout(timer)
  }
}
