import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { createSignal } from 'solid-js'
import { outboxStore } from './outbox-store'
import type { OutboxTabs } from './outbox-tabs'

/** Something typed here that the server may not have yet. Survives a reload; sent in order, one at a time a conversation. */
export type Pending = {
  clientId: string
  conversationId: string
  message: Omit<NewMessage, 'clientId'>
  /** Milliseconds since 1970. Later than of what was written before it, in whatever tab. */
  createdAt: number
  /** `waiting`: for the network or its turn; `refused`: `problem` says why, and the person decides. One that waits has a
   * `problem` when the server keeps failing: it is tried on. */
  state: 'waiting' | 'sending' | 'refused'
  problem: { code: string; text: string } | null
  /** The tab that sends it. */
  tab?: string
  /** Milliseconds since 1970: until then it can be taken back, and does not leave. */
  heldUntil?: number
  /** "Send and close": the conversation is closed when this is sent, unless the customer has written since. */
  closeAfter?: { seenInboundAt: string | null }
  /** It has left at least once and nobody knows what became of it: the server may have it. */
  wasTried?: boolean
  /** How often it didn't work; and how often in a row because our server failed. */
  tries?: number
  faults?: number
  /** Milliseconds since 1970: when it is tried again. While it is on its way, when it is given up for lost. */
  notBefore?: number
}

export type OutboxPorts = {
  /** Resolves when the server has it. Throws what `classify` judges. */
  send: (pending: Pending) => Promise<void>
  /** Resolves when nothing of it was sent, and nothing ever will be, from whatever tab. Throws why not. */
  takeBack?: (pending: Pending) => Promise<void>
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
/** So long after its time another tab's message is left to that tab: then it is frozen, or asleep. */
const PATIENCE_MS = 10_000
/** So often in a row our server fails before the person is told. */
const FAULTS_UNTIL_TOLD = 3

/**
 * What all tabs of a person have in their queue, and the sending of what was written in this one. What is stored is the truth:
 * any tab may change it. Two that send the same do no harm, as its client id keeps it one message.
 */
export function createOutbox(ports: OutboxPorts) {
  const { tabs } = ports
  const stored = outboxStore(ports.storage, ports.key)
  const [items, setItems] = createSignal<readonly Pending[]>([], { equals: isSame })
  /** Conversations of which something is on its way from here. */
  const busy = new Set<string>()
  /** What the server is being asked to take back. */
  const leaving = new Set<string>()
  const alarms = new Map<string, number>()
  let isStopped = false

  const refresh = () => setItems(stored.all())
  function put(item: Pending): void {
    if (!isStopped) stored.put(item)
    refresh()
  }
  function remove(clientId: string): void {
    if (!isStopped) stored.remove(clientId)
    refresh()
  }
  const ofConversation = (id: string) => stored.all().filter(({ conversationId }) => conversationId === id)
  const isOwn = ({ tab }: Pending) => tab === tabs.id

  function look(): void {
    refresh()
    for (const { tab } of items()) if (tab !== undefined && tab !== tabs.id) tabs.inherit(tab, () => inherit(tab))
  }
  /** That tab is gone: what it held is ours. */
  function inherit(tab: string): void {
    if (isStopped) return
    adopt(tab)
    drainAll()
  }
  /** What was on its way when its page went is tried again: the client id keeps it one message. */
  function adopt(tab: string): void {
    for (const item of stored.all())
      if (item.tab === tab) put({ ...item, tab: tabs.id, state: item.state === 'sending' ? 'waiting' : item.state })
  }

  /**
   * @param holdMs how long it can be taken back before it leaves; what comes after it waits too
   * @param wish what is done when it is sent
   * @returns false when nobody will ever send it: this outbox is stopped, and the storage did not take it for the next one
   */
  function add(
    conversationId: string,
    message: Pending['message'],
    clientId: string,
    holdMs = 0,
    wish: Pick<Pending, 'closeAfter'> = {},
  ): boolean {
    const before = stored.all().at(-1)?.createdAt ?? Number.NEGATIVE_INFINITY
    const pending: Pending = {
      clientId,
      conversationId,
      message,
      createdAt: Math.max(ports.now(), before + 1),
      state: 'waiting',
      problem: null,
      tab: tabs.id,
      ...wish,
      ...(holdMs > 0 ? { heldUntil: ports.now() + holdMs } : {}),
    }
    if (isStopped) return leave(pending)
    put(pending)
    drain(conversationId)
    return true
  }
  /** For the next outbox, or the one that is there already. Of no tab that is open: whoever finds it has it. */
  function leave(pending: Pending): boolean {
    const isKept = stored.put({ ...pending, tab: crypto.randomUUID() })
    if (!isKept) stored.remove(pending.clientId)
    refresh()
    tabs.announce()
    return isKept
  }

  /**
   * Lets go of what is held, in one conversation, also by other tabs; or of all that is held here: this tab goes out of sight.
   * @returns whether there was anything
   */
  function release(conversationId?: string): boolean {
    const of = conversationId === undefined ? stored.all().filter(isOwn) : ofConversation(conversationId)
    const held = of.filter(isHeld)
    for (const { heldUntil: _, ...item } of held) put(item)
    for (const id of new Set(held.map((item) => item.conversationId))) drain(id)
    return held.length > 0
  }

  /**
   * Sends what waits in a conversation, oldest first, each by its tab. One that was refused lets the next ones go: it waits for a
   * person.
   * @param isEager also what is to be tried later: something has changed
   */
  function drain(conversationId: string, isEager = false): void {
    if (isStopped || busy.has(conversationId) || !ports.isOnline()) return
    const next = ofConversation(conversationId).find(({ state }) => state !== 'refused')
    if (!next || leaving.has(next.clientId)) return
    const { createdAt, heldUntil = 0, notBefore = 0 } = next
    const due = isOwn(next)
      ? Math.max(heldUntil, isEager ? 0 : notBefore)
      : Math.max(createdAt, heldUntil, notBefore) + PATIENCE_MS
    if (due > ports.now()) wakeAt(due, conversationId)
    else void send(next)
  }
  function wakeAt(due: number, conversationId: string): void {
    if ((alarms.get(conversationId) ?? Number.POSITIVE_INFINITY) <= due) return
    alarms.set(conversationId, due)
    const ring = () => {
      alarms.delete(conversationId)
      refresh()
      drain(conversationId)
    }
    ports.setTimer(ring, due - ports.now())
  }
  async function send(next: Pending): Promise<void> {
    const { conversationId, clientId } = next
    const lost = ports.now() + LONGEST_WAIT_MS
    const sending: Pending = { ...next, state: 'sending', wasTried: true, tab: tabs.id, notBefore: lost }
    busy.add(conversationId)
    put(sending)
    try {
      await ports.send(sending)
      // What was refused waits in it for its person, and what came after opens it again.
      const isAlone = ofConversation(conversationId).every((item) => item.clientId === clientId)
      if (sending.closeAfter && isAlone) await ports.close?.(sending)
      remove(clientId)
    } catch (error) {
      noteFailure(clientId, error)
    }
    busy.delete(conversationId)
    drain(conversationId)
  }
  function noteFailure(clientId: string, error: unknown): void {
    const item = stored.find(clientId)
    // Taken back meanwhile.
    if (!item) return
    const { isTransient, isServerFault = false, code, text } = ports.classify(error)
    if (isTransient || leaving.has(clientId)) {
      // The client id makes a repeat harmless, whether or not the first try arrived.
      const [tries, faults] = [(item.tries ?? 0) + 1, isServerFault ? (item.faults ?? 0) + 1 : 0]
      const problem = faults < FAULTS_UNTIL_TOLD ? null : { code, text }
      const notBefore = ports.now() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1))
      put({ ...item, state: 'waiting', problem, tries, faults, notBefore })
    } else {
      // The server has said that it doesn't have it. Whether it is closed is its person's decision again.
      const { closeAfter: _, notBefore: __, tries: ___, faults: ____, ...refused } = item
      put({ ...refused, state: 'refused', problem: { code, text }, wasTried: false })
    }
  }

  const drainEach = (isEager = false) => {
    for (const id of new Set(items().map(({ conversationId }) => conversationId))) drain(id, isEager)
  }
  const drainAll = () => drainEach(true)

  function retry(clientId: string): void {
    const item = stored.find(clientId)
    if (!item) return
    if (item.state === 'refused') {
      const { scheduledFor: _, ...atOnce } = item.message
      const message = isOverdue(item, ports.now()) ? atOnce : item.message
      put({ ...item, message, tab: tabs.id, state: 'waiting', problem: null })
    } else if (item.state === 'waiting' && item.problem) put({ ...item, tab: tabs.id })
    else return
    drain(item.conversationId, true)
  }

  async function discard(clientId: string): Promise<Pending | undefined> {
    const item = stored.find(clientId)
    if (!item) return undefined
    const isHereOnly = item.state === 'refused' || (!mayHaveArrived(item) && (isOwn(item) || !ports.isOnline()))
    if (!isHereOnly) {
      if (!ports.takeBack || !ports.isOnline()) return undefined
      leaving.add(clientId)
      try {
        await ports.takeBack(item)
      } catch (error) {
        leaving.delete(clientId)
        drain(item.conversationId)
        throw error
      }
      leaving.delete(clientId)
    }
    remove(clientId)
    drain(item.conversationId)
    return item
  }

  tabs.onStored(() => {
    look()
    drainEach()
  })
  look()

  return {
    /** Of all tabs. */
    items,
    /** Whether it was written in this tab, or is this tab's by now. */
    isOwn,
    add,
    release,
    /** A person tries one again that was refused, or doesn't wait for the next try. */
    retry,
    /**
     * Takes one back, whatever tab it was written in. What may have left by now is asked for at the server: throws when that
     * is too late, or doesn't answer. @returns it, unless it may have arrived and nobody can be asked: sent anew, it would
     * arrive twice
     */
    discard,
    /** Somebody else is signed in, or the same person anew: what is stored, then or later, is for the next outbox to send. */
    stop: () => {
      isStopped = true
      tabs.stop()
    },
    /** After the network is back, and once at the start. */
    drainAll,
  }
}
export type Outbox = ReturnType<typeof createOutbox>

const isSame = (before: readonly Pending[], now: readonly Pending[]): boolean =>
  before.length === now.length && before.every((item, at) => item === now[at])

/** Waits for nothing but its person, who can still take it back. */
export const isHeld = (item: Pending): boolean =>
  item.state === 'waiting' && item.heldUntil !== undefined && !mayHaveArrived(item)
/** Its time has passed: what is left is to send it at once. */
export const isOverdue = ({ message: { scheduledFor } }: Pending, now: number): boolean =>
  scheduledFor !== undefined && Date.parse(scheduledFor) <= now
/** It may be with the customer. */
export const mayHaveArrived = ({ state, wasTried }: Pending): boolean => state === 'sending' || wasTried === true
/** Whether it makes sense to offer that: what leaves this moment is gone before anybody could press. */
export const canTakeBack = (item: Pending, isOnline: boolean): boolean =>
  item.state !== 'refused' && (isHeld(item) || (mayHaveArrived(item) ? isOnline && (item.tries ?? 0) > 0 : !isOnline))
