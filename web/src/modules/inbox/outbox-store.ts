import type { Pending } from './outbox'

type OutboxStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Where the tabs of one person keep what is not sent yet: a part for each, so that none writes over another's. */
export function outboxStore(storage: OutboxStorage, key: string) {
  const partOf = (tab: string) => `${key}.${tab}`
  function read(tab: string): Pending[] {
    try {
      return JSON.parse(storage.getItem(partOf(tab)) ?? '[]') as Pending[]
    } catch {
      return []
    }
  }
  return {
    read,
    write: (tab: string, items: readonly Pending[]): void => {
      try {
        if (items.length === 0) storage.removeItem(partOf(tab))
        else storage.setItem(partOf(tab), JSON.stringify(items))
      } catch {
        // A full or forbidden storage: it is sent all the same, it would only not survive a reload.
      }
    },
    /** All the tabs that have something here. */
    tabs: (): string[] => {
      try {
        const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')
        return names.filter((name) => name.startsWith(`${key}.`)).map((name) => name.slice(key.length + 1))
      } catch {
        return []
      }
    },
  }
}

/** What was on its way when its page went is tried again: the client id keeps it one message. */
export const restored = (items: readonly Pending[]): Pending[] =>
  items.map((item) => (item.state === 'sending' ? { ...item, state: 'waiting', wasTried: true } : item))
export const inOrder = (items: readonly Pending[]): Pending[] =>
  items.toSorted((one, other) => one.createdAt - other.createdAt)
