import type { Pending } from './outbox'

type OutboxStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/**
 * Where the tabs of one person keep what is not sent yet, in one queue: an entry for each message, so that no tab writes over
 * what another one has put there.
 */
export function outboxStore(storage: OutboxStorage, key: string) {
  const prefix = `${key}.`
  /** What the storage didn't take: it is sent all the same, it would only not survive a reload. */
  const unstored = new Map<string, Pending>()
  /** As they were read last: what is the same stays the same object. */
  const known = new Map<string, { text: string; item: Pending }>()

  function read(name: string): Pending[] {
    const text = storage.getItem(name)
    if (text === null) return []
    const before = known.get(name)
    if (before?.text === text) return [before.item]
    const item = JSON.parse(text) as Pending
    known.set(name, { text, item })
    return [item]
  }
  function stored(): Pending[] {
    try {
      const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')
      return names.filter((name) => name.startsWith(prefix)).flatMap(read)
    } catch {
      return []
    }
  }
  /** In the order in which they were written, whatever tab it was in. */
  const all = (): Pending[] =>
    inOrder([...stored().filter(({ clientId }) => !unstored.has(clientId)), ...unstored.values()])
  return {
    all,
    find: (clientId: string): Pending | undefined => all().find((item) => item.clientId === clientId),
    /** @returns whether it survives a reload */
    put: (item: Pending): boolean => {
      const name = prefix + item.clientId
      const text = JSON.stringify(item)
      try {
        storage.setItem(name, text)
        known.set(name, { text, item })
        unstored.delete(item.clientId)
        return true
      } catch {
        unstored.set(item.clientId, item)
        return false
      }
    },
    remove: (clientId: string): void => {
      unstored.delete(clientId)
      known.delete(prefix + clientId)
      try {
        storage.removeItem(prefix + clientId)
      } catch {
        // A forbidden storage holds nothing either.
      }
    },
  }
}

const inOrder = (items: readonly Pending[]): Pending[] =>
  items.toSorted((one, other) => one.createdAt - other.createdAt || (one.clientId < other.clientId ? -1 : 1))
