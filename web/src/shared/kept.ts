/** What the storage didn't take: only this page has it. */
const unstored = new Map<string, unknown>()

/** A thing that somebody began and that survives a reload on this device; where the storage is full or forbidden, the page keeps it. */
export function kept<Value>(key: string) {
  return {
    read: (): Value | undefined => {
      if (unstored.has(key)) return unstored.get(key) as Value | undefined
      try {
        return (JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined) as Value | undefined
      } catch {
        return undefined
      }
    },
    /** Nothing at all is not kept. */
    write: (value: Value | undefined): void => {
      try {
        if (value === undefined) localStorage.removeItem(key)
        else localStorage.setItem(key, JSON.stringify(value))
        unstored.delete(key)
      } catch {
        unstored.set(key, value)
      }
    },
  }
}
