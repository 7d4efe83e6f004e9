import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { createSignal } from 'solid-js'

/** Something typed here that the server may not have yet. Survives a reload; sent in order, one at a time a conversation. */
export type Pending = {
  clientId: string
  conversationId: string
  message: Omit<NewMessage, 'clientId'>
  createdAt: number
  /** `waiting`: for the network or its turn; `refused`: `problem` says why, and the person decides. One that waits has a
   * `problem` when the server keeps failing: it is tried on. */
  state: 'waiting' | 'sending' | 'refused'
  problem: { code: string; text: string } | null
  /** Milliseconds since 1970: until then it can be taken back, and does not leave. */
  heldUntil?: number
  /** It has left at least once and nobody knows what became of it: the server may have it. */
  wasTried?: boolean
}

export type OutboxPorts = {
  /** Resolves when the server has it. Throws what `classify` judges. */
  send: (pending: Pending) => Promise<void>
  classify: (error: unknown) => { isTransient: boolean; isServerFault?: boolean; code: string; text: string }
  isOnline: () => boolean
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  key: string
  setTimer: (run: () => void, ms: number) => void
  now: () => number
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000
/** So often in a row our server fails before the person is told. */
const FAULTS_UNTIL_TOLD = 3

export function createOutbox(ports: OutboxPorts) {
  const [items, setItems] = createSignal<readonly Pending[]>(restore(ports))
  const busy = new Set<string>()
  const failures = new Map<string, number>()
  const faults = new Map<string, number>()
  let isStopped = false

  function store(next: readonly Pending[]): void {
    const own = new Set([...items(), ...next].map(({ clientId }) => clientId))
    setItems(next)
    if (isStopped) return
    try {
      // Another tab may have put something there meanwhile.
      const all = [...read(ports).filter(({ clientId }) => !own.has(clientId)), ...next]
      if (all.length === 0) ports.storage.removeItem(ports.key)
      else ports.storage.setItem(ports.key, JSON.stringify(all))
    } catch {
      // A full or forbidden storage: it is sent all the same, it would only not survive a reload.
    }
  }
  const change = (clientId: string, changes: Partial<Pending>) =>
    store(items().map((item) => (item.clientId === clientId ? { ...item, ...changes } : item)))
  const remove = (clientId: string) => store(items().filter((item) => item.clientId !== clientId))
  const waiters = new Map<string, (isSent: boolean) => void>()
  const settle = (clientId: string, isSent: boolean) => {
    waiters.get(clientId)?.(isSent)
    waiters.delete(clientId)
  }

  /** @param holdMs how long it can be taken back before it leaves; what comes after it waits too */
  function add(conversationId: string, message: Pending['message'], clientId: string, holdMs = 0): Pending {
    const pending: Pending = {
      clientId,
      conversationId,
      message,
      createdAt: ports.now(),
      state: 'waiting',
      problem: null,
      ...(holdMs > 0 ? { heldUntil: ports.now() + holdMs } : {}),
    }
    store([...items(), pending])
    void drain(conversationId)
    return pending
  }

  /** Lets go of what is held, in one conversation or in all. @returns whether there was anything */
  function release(conversationId?: string): boolean {
    const held = items().filter(
      (item) => isHeld(item) && (conversationId === undefined || item.conversationId === conversationId),
    )
    if (held.length === 0) return false
    store(items().map((item) => (held.includes(item) ? withoutHold(item) : item)))
    for (const id of new Set(held.map((item) => item.conversationId))) void drain(id)
    return true
  }

  /** Sends what waits in a conversation, oldest first. One that was refused lets the next ones go: it waits for a person. */
  async function drain(conversationId: string): Promise<void> {
    if (isStopped || busy.has(conversationId) || !ports.isOnline()) return
    const next = items().find((item) => item.conversationId === conversationId && item.state === 'waiting')
    if (!next) return
    const holdMs = (next.heldUntil ?? 0) - ports.now()
    if (holdMs > 0) {
      ports.setTimer(() => void drain(conversationId), holdMs)
      return
    }
    busy.add(conversationId)
    change(next.clientId, { state: 'sending', wasTried: true })
    try {
      await ports.send(next)
      failures.delete(conversationId)
      faults.delete(next.clientId)
      remove(next.clientId)
      settle(next.clientId, true)
    } catch (error) {
      const { isTransient, isServerFault = false, code, text } = ports.classify(error)
      const inARow = isServerFault ? (faults.get(next.clientId) ?? 0) + 1 : 0
      faults.set(next.clientId, inARow)
      if (!isTransient) {
        // The server has said that it doesn't have it.
        change(next.clientId, { state: 'refused', problem: { code, text }, wasTried: false })
        settle(next.clientId, false)
      } else {
        // The client id makes a repeat harmless, whether or not the first try arrived.
        change(next.clientId, { state: 'waiting', problem: inARow < FAULTS_UNTIL_TOLD ? null : { code, text } })
        const count = failures.get(conversationId) ?? 0
        failures.set(conversationId, count + 1)
        busy.delete(conversationId)
        ports.setTimer(() => void drain(conversationId), Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** count))
        return
      }
    }
    busy.delete(conversationId)
    await drain(conversationId)
  }

  return {
    items,
    add,
    release,
    /** Resolves when the server has it, or has refused it, or it was taken back. @returns whether it was sent */
    settled: (clientId: string) => new Promise<boolean>((resolve) => waiters.set(clientId, resolve)),
    /** A person tries one again that was refused, or doesn't wait for the next try. */
    retry: (clientId: string) => {
      const item = items().find((one) => one.clientId === clientId)
      if (item?.state === 'refused') change(clientId, { state: 'waiting', problem: null })
      else if (item?.state !== 'waiting' || !item.problem) return
      void drain(item.conversationId)
    },
    /** Takes one back. @returns it, unless it is on its way or may have arrived: sent anew, it would arrive twice */
    discard: (clientId: string): Pending | undefined => {
      const item = items().find((one) => one.clientId === clientId)
      if (!item || mayHaveArrived(item)) return undefined
      remove(clientId)
      settle(clientId, false)
      return item
    },
    /** Somebody else is signed in, or the same person anew: what is stored belongs to the next outbox, which sends it. */
    stop: () => {
      isStopped = true
    },
    /** After the network is back, and once at the start. */
    drainAll: () => {
      for (const id of new Set(items().map(({ conversationId }) => conversationId))) void drain(id)
    },
  }
}
export type Outbox = ReturnType<typeof createOutbox>

/** Waits for nothing but its person, who can still take it back. */
export const isHeld = (item: Pending): boolean =>
  item.state === 'waiting' && item.heldUntil !== undefined && !mayHaveArrived(item)
/** Nothing that may be with the customer is taken back. */
export const mayHaveArrived = ({ state, wasTried }: Pending): boolean => state === 'sending' || wasTried === true
const withoutHold = ({ heldUntil: _, ...item }: Pending): Pending => item

// What was on its way when the page went is tried again: the client id keeps it one message.
const restore = (ports: OutboxPorts): Pending[] =>
  read(ports).map((item) => (item.state === 'sending' ? { ...item, state: 'waiting' as const, wasTried: true } : item))

function read({ storage, key }: Pick<OutboxPorts, 'storage' | 'key'>): Pending[] {
  try {
    return JSON.parse(storage.getItem(key) ?? '[]') as Pending[]
  } catch {
    return []
  }
}
