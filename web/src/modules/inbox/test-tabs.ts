import type { OutboxTabs, TabWord } from './outbox-tabs'

let opened = 0

/** The tabs of one browser, for tests: a tab is gone when it is closed, or stopped. */
export function browserTabs() {
  const alive = new Map<string, (word: TabWord) => void>()
  const waiting = new Map<string, (() => void)[]>()
  const lookers = new Map<string, () => void>()
  function close(id: string): void {
    alive.delete(id)
    lookers.delete(id)
    // The first of those who wait has what it left.
    waiting.get(id)?.shift()?.()
  }
  return {
    close,
    freeze: (id: string) => void alive.set(id, () => {}),
    open: (): OutboxTabs => {
      opened += 1
      const id = `tab-${opened}`
      alive.set(id, () => {})
      return {
        id,
        inherit: (other, run) => {
          if (!alive.has(other)) return run()
          waiting.set(other, [...(waiting.get(other) ?? []), run])
        },
        say: (word) => {
          for (const [other, hear] of alive) if (other !== id) hear(word)
        },
        onWord: (hear) => void alive.set(id, hear),
        onStored: (look) => void lookers.set(id, look),
        stop: () => close(id),
      }
    },
    /** What browsers tell of the storage to every tab but the one that wrote. */
    tellStored: () => {
      for (const look of lookers.values()) look()
    },
  }
}
