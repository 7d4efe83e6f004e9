import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { createSignal } from 'solid-js'
import { inOrder, outboxStore, restored } from './outbox-store'
import type { OutboxTabs, TabWord } from './outbox-tabs'

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
  /** "Send and close": the conversation is closed when this is sent, unless the customer has written since. */
  closeAfter?: { seenInboundAt: string | null }
  /** It has left at least once and nobody knows what became of it: the server may have it. */
  wasTried?: boolean
}

export type OutboxPorts = {
  /** Resolves when the server has it. Throws what `classify` judges. */
  send: (pending: Pending) => Promise<void>
  /** Closes the conversation of one that is sent and wants it. Throws what is worth another try. */
  close?: (pending: Pending) => Promise<void>
  classify: (error: unknown) => { isTransient: boolean; isServerFault?: boolean; code: string; text: string }
  isOnline: () => boolean
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>
  key: string
  tabs: OutboxTabs
  setTimer: (run: () => void, ms: number) => void
  now: () => number
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000
/** So long another tab has to give back what it holds. */
const ANSWER_MS = 3000
/** So often in a row our server fails before the person is told. */
const FAULTS_UNTIL_TOLD = 3

export function createOutbox(ports: OutboxPorts) {
  const { tabs } = ports
  const stored = outboxStore(ports.storage, ports.key)
  /** Sent from here, and from nowhere else. */
  const [own, setOwn] = createSignal<readonly Pending[]>(restored(stored.read(tabs.id)))
  /** Held by other tabs: shown here, sent there. */
  const [others, setOthers] = createSignal<readonly Pending[]>([])
  const busy = new Set<string>()
  const failures = new Map<string, number>()
  const faults = new Map<string, number>()
  let isStopped = false

  const items = (): readonly Pending[] => (others().length === 0 ? own() : inOrder([...others(), ...own()]))
  const find = (clientId: string) => own().find((item) => item.clientId === clientId)

  function store(next: readonly Pending[]): void {
    setOwn(next)
    if (!isStopped) stored.write(tabs.id, next)
  }
  function look(): void {
    const elsewhere = stored.tabs().filter((tab) => tab !== tabs.id)
    setOthers(elsewhere.flatMap(stored.read).filter(({ clientId }) => !find(clientId)))
    for (const tab of elsewhere) tabs.inherit(tab, () => adopt(tab))
  }
  /** That tab is gone: what it held is ours. */
  function adopt(tab: string): void {
    if (isStopped) return
    const left = restored(stored.read(tab)).filter(({ clientId }) => !find(clientId))
    store(inOrder([...own(), ...left]))
    stored.write(tab, [])
    look()
    drainAll()
  }
  const change = (clientId: string, changes: Partial<Pending>) =>
    store(own().map((item) => (item.clientId === clientId ? { ...item, ...changes } : item)))
  const replace = (next: Pending) => store(own().map((item) => (item.clientId === next.clientId ? next : item)))
  const remove = (clientId: string) => store(own().filter((item) => item.clientId !== clientId))

  /** @param holdMs how long it can be taken back before it leaves; what comes after it waits too */
  function add(
    conversationId: string,
    message: Pending['message'],
    clientId: string,
    holdMs = 0,
    wish: Pick<Pending, 'closeAfter'> = {},
  ): Pending {
    const pending: Pending = {
      clientId,
      conversationId,
      message,
      createdAt: ports.now(),
      state: 'waiting',
      problem: null,
      ...wish,
      ...(holdMs > 0 ? { heldUntil: ports.now() + holdMs } : {}),
    }
    store([...own(), pending])
    void drain(conversationId)
    return pending
  }

  const isMeant = (item: Pending, conversationId: string | undefined) =>
    isHeld(item) && (conversationId === undefined || item.conversationId === conversationId)
  function releaseOwn(conversationId: string | undefined): boolean {
    const held = own().filter((item) => isMeant(item, conversationId))
    if (held.length === 0) return false
    store(own().map((item) => (held.includes(item) ? withoutHold(item) : item)))
    for (const id of new Set(held.map((item) => item.conversationId))) void drain(id)
    return true
  }
  /**
   * Lets go of what is held, in one conversation, also by other tabs; or of all that is held here: this tab goes out of sight.
   * @returns whether there was anything
   */
  function release(conversationId?: string): boolean {
    const isElsewhere = conversationId !== undefined && others().some((item) => isMeant(item, conversationId))
    if (isElsewhere) tabs.say({ type: 'release', conversationId })
    return releaseOwn(conversationId) || isElsewhere
  }

  /** Sends what waits in a conversation, oldest first. One that was refused lets the next ones go: it waits for a person. */
  async function drain(conversationId: string): Promise<void> {
    if (isStopped || busy.has(conversationId) || !ports.isOnline()) return
    const next = own().find((item) => item.conversationId === conversationId && item.state === 'waiting')
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
      // What was refused waits in it for its person, and what came after opens it again.
      const isAlone = own().every((item) => item.conversationId !== conversationId || item.clientId === next.clientId)
      if (next.closeAfter && isAlone) await ports.close?.(next)
      failures.delete(conversationId)
      faults.delete(next.clientId)
      remove(next.clientId)
    } catch (error) {
      const { isTransient, isServerFault = false, code, text } = ports.classify(error)
      const inARow = isServerFault ? (faults.get(next.clientId) ?? 0) + 1 : 0
      faults.set(next.clientId, inARow)
      if (!isTransient) {
        // The server has said that it doesn't have it.
        const { closeAfter: _, ...refused } = next
        replace({ ...refused, state: 'refused', problem: { code, text }, wasTried: false })
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

  const drainAll = () => {
    for (const id of new Set(own().map(({ conversationId }) => conversationId))) void drain(id)
  }
  function retry(clientId: string): void {
    const item = find(clientId)
    if (!item) {
      tabs.say({ type: 'retry', clientId })
      return
    }
    if (item.state === 'refused') change(clientId, { state: 'waiting', problem: null })
    else if (item.state !== 'waiting' || !item.problem) return
    void drain(item.conversationId)
  }
  function discardOwn(clientId: string): Pending | undefined {
    const item = find(clientId)
    if (!item || mayHaveArrived(item)) return undefined
    remove(clientId)
    return item
  }

  const answers = new Map<string, (pending: Pending | undefined) => void>()
  const answer = (clientId: string, pending: Pending | undefined) => {
    answers.get(clientId)?.(pending)
    answers.delete(clientId)
  }
  tabs.onWord((word: TabWord) => {
    if (word.type === 'discarded') return answer(word.clientId, word.pending ?? undefined)
    if (word.type === 'release') return void releaseOwn(word.conversationId)
    if (!find(word.clientId)) return
    if (word.type === 'retry') retry(word.clientId)
    else tabs.say({ ...word, type: 'discarded', pending: discardOwn(word.clientId) ?? null })
  })
  tabs.onStored(look)
  look()

  return {
    /** Of all tabs. */
    items,
    add,
    release,
    /** A person tries one again that was refused, or doesn't wait for the next try. */
    retry,
    /**
     * Takes one back, from the tab that holds it. @returns it, unless it is on its way or may have arrived: sent anew, it
     * would arrive twice
     */
    discard: async (clientId: string): Promise<Pending | undefined> => {
      if (find(clientId) || !others().some((item) => item.clientId === clientId)) return discardOwn(clientId)
      return new Promise((resolve) => {
        answers.set(clientId, resolve)
        tabs.say({ type: 'discard', clientId })
        ports.setTimer(() => answer(clientId, undefined), ANSWER_MS)
      })
    },
    /** Somebody else is signed in, or the same person anew: what is stored belongs to the next outbox, which sends it. */
    stop: () => {
      isStopped = true
      tabs.stop()
    },
    /** After the network is back, and once at the start. */
    drainAll,
  }
}
export type Outbox = ReturnType<typeof createOutbox>

/** Waits for nothing but its person, who can still take it back. */
export const isHeld = (item: Pending): boolean =>
  item.state === 'waiting' && item.heldUntil !== undefined && !mayHaveArrived(item)
/** Nothing that may be with the customer is taken back. */
export const mayHaveArrived = ({ state, wasTried }: Pending): boolean => state === 'sending' || wasTried === true
const withoutHold = ({ heldUntil: _, ...item }: Pending): Pending => item
