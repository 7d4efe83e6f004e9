/** Lets a number of things happen at the same time, and the others wait for their turn, first come first served. */
export function createSlots(total: number) {
  let free = total
  const waiting: { needed: number; start: () => void }[] = []

  function startNext(): void {
    for (let next = waiting[0]; next && next.needed <= free; next = waiting[0]) {
      waiting.shift()
      free -= next.needed
      next.start()
    }
  }

  return async <T>(work: () => Promise<T>, needed = 1): Promise<T> => {
    await new Promise<void>((start) => {
      waiting.push({ needed, start })
      startNext()
    })
    try {
      return await work()
    } finally {
      free += needed
      startNext()
    }
  }
}
export type Slots = ReturnType<typeof createSlots>
