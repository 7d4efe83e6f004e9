/**
 * D1 answers a thousand queries an invocation. What is done here is counted generously, before it is done, and there is room
 * left: for who was faster, and decides again.
 */
export const QUERIES = {
  most: 800,
  /** An organization's part of a batch, with everything around it: a first message takes 22. */
  organization: 30,
  /** A transaction more: of a part so large that it is several, or of one that is taken apart. */
  part: 25,
  /** What has statements of its own in such a transaction. */
  ownStatements: 2,
  /** Something about a number, a template or the account. */
  account: 8,
}

/** What all deliveries of one invocation share. */
export function startRun<Item extends { id: string }>() {
  let spent = 0
  const postponed = new Map<string, Item>()
  return {
    spend(queries: number): void {
      spent += queries
    },
    /** Whether so much may be begun. The first may always, however much it is: it would be no less the next time. */
    mayTake(queries: number): boolean {
      if (spent > 0 && spent + queries > QUERIES.most) return false
      spent += queries
      return true
    },
    /** It goes back to the queue as it is. Safe to repeat, whatever of it was done. */
    postpone: (item: Item): void => void postponed.set(item.id, item),
    isPostponed: ({ id }: Pick<Item, 'id'>): boolean => postponed.has(id),
    postponed: () => [...postponed.values()],
  }
}
export type InboundRun<Item extends { id: string }> = ReturnType<typeof startRun<Item>>
/** What of it concerns whoever asks the database. */
export type Budget = Pick<InboundRun<never>, 'spend' | 'mayTake'>
