import type { OutboxTabs } from './outbox-tabs'

let opened = 0

/** The tabs of one browser, for tests: a tab is gone when it is closed, or stopped. */
export function browserTabs() {
  const alive = new Set<string>()
  const waiting = new Map<string, (() => void)[]>()
  const lookers = new Map<string, () => void>()
  function close(id: string): void {
    alive.delete(id)
    lookers.delete(id)
    // The first of those who wait has what it left.
    waiting.get(id)?.shift()?.()
  }
  function tellStored(writer?: string): void {
    for (const [id, look] of lookers) if (id !== writer) look()
  }
  return {
    close,
    /** It hears nothing any more, and is still there. */
    freeze: (id: string) => void lookers.delete(id),
    open: (): OutboxTabs => {
      opened += 1
      const id = `tab-${opened}`
      alive.add(id)
      return {
        id,
        inherit: (other, run) => {
          if (!alive.has(other)) return run()
          waiting.set(other, [...(waiting.get(other) ?? []), run])
        },
        onStored: (look) => void lookers.set(id, look),
        announce: () => tellStored(id),
        stop: () => close(id),
      }
    },
    /** What browsers tell of the storage to every tab but the one that wrote. */
    tellStored,
  }
}
