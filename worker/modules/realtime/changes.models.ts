import type { Conversation } from '../conversations/conversations.schemas'
import type { Message } from '../messages/messages.schemas'
import type { SocketMember } from './members.models'

/** One committed batch: its number, and what it touched as it is now. */
export type PublishedChange = {
  from: number
  to: number
  conversations: Conversation[]
  messages: Message[]
  /** Conversation → who had it before, where that changed. */
  previousAssignees: Record<string, string | null>
  /**
   * Conversation → the change that touched it before; new ones are not in it. So that a thread's frames form a chain. The
   * change itself: nothing comes before it that one could have seen, and the thread must be asked for.
   */
  previousSeqs: Record<string, number>
}

/**
 * One committed batch as it travels to the hub. Everything is text already: it is made once, in the Worker that has
 * committed, and not in the one object that a whole organization shares.
 */
export type Bundle = {
  from: number
  to: number
  conversations: {
    id: string
    assigneeId: string | null
    /** Only where the assignee has changed. */
    previousAssigneeId?: string | null
    /** The change that touched this conversation before. 0: none. */
    previousSeq: number
    text: string
  }[]
  messages: { id: string; conversationId: string; text: string }[]
}

export const toBundle = (change: PublishedChange): Bundle => ({
  from: change.from,
  to: change.to,
  conversations: change.conversations.map((conversation) => {
    const { id, assigneeId } = conversation
    const previous = change.previousAssignees[id]
    return {
      id,
      assigneeId,
      ...(previous === undefined ? {} : { previousAssigneeId: previous }),
      previousSeq: change.previousSeqs[id] ?? 0,
      text: JSON.stringify(conversation),
    }
  }),
  messages: change.messages.map((message) => ({
    id: message.id,
    conversationId: message.conversationId,
    text: JSON.stringify(message),
  })),
})

/** Bundles that follow each other without a hole. One frame. */
export type Run = [Bundle, ...Bundle[]]

const HOLD_MS = 100
export const LONGEST_WINDOW_MS = 100
/** A frame to one socket takes about 0.1 ms. */
const WINDOW_MS_PER_SOCKET = 0.15
/** Over how long the rate of changes is averaged. */
const RATE_SPAN_MS = 250

/** How long after a frame to so many sockets the next one waits at least, in ms: about as long as the frame itself takes. */
export const shortestWindow = (sockets: number): number => Math.min(LONGEST_WINDOW_MS, sockets * WINDOW_MS_PER_SOCKET)

/**
 * Puts changes in order and into as few frames as need be. The first goes at once; the next ones are gathered until a window
 * since the last frame is over. The window is short while frames go out faster than changes come, and grows to 100 ms when
 * they do not: an agent sees a message as it comes, and a thousand a second do not drown fifty agents. A change that comes
 * before its predecessor is held a moment for it. It sets no timer: `take` says when to ask again.
 */
export class Gatherer {
  /** Up to here everything was handed out. Unknown after waking up: whatever comes first is taken as the next. */
  #reach: number | undefined
  #waiting: Arrived[] = []
  #quietUntil = 0
  /** Changes a millisecond. */
  #rate = 0
  #measuredAt = 0

  get reach(): number | undefined {
    return this.#reach
  }

  add(bundle: Bundle, now: number): void {
    this.#waiting.push({ bundle, at: now })
  }

  /**
   * @param window the shortest, in ms
   * @returns runs: frames, in ascending order of their numbers, always; late: what comes after its gap was shown
   */
  take(now: number, window: number): { runs: Run[]; late: Run[]; wakeInMs: number | undefined } {
    if (this.#waiting.length === 0) return { runs: [], late: [], wakeInMs: undefined }
    const quiet = this.#quietUntil - now
    // A clock that was put back must not silence the organization.
    if (quiet > 0 && quiet <= LONGEST_WINDOW_MS) return { runs: [], late: [], wakeInMs: quiet }
    for (const arrived of this.#waiting) arrived.at = Math.min(arrived.at, now)
    const stretches = toStretches(this.#waiting)
    const ready = stretches.splice(0, this.#countReady(stretches, now))
    this.#waiting = stretches.flatMap(({ arrived }) => arrived)
    const [runs, late]: [Run[], Run[]] = [[], []]
    for (const { end, arrived } of ready) {
      const run = arrived.map(({ bundle }) => bundle) as Run
      if (this.#reach !== undefined && end <= this.#reach) late.push(run)
      else {
        runs.push(run)
        this.#reach = end
      }
    }
    if (runs.length > 0) this.#quietUntil = now + this.#window(window, now, runs.flat().length)
    const held = stretches.map(({ since }) => since + HOLD_MS - now)
    return { runs, late, wakeInMs: held.length === 0 ? undefined : Math.min(...held) }
  }

  /**
   * How many, from the first: those that continue what was handed out, and those before one that has waited long enough.
   * What is missing before that one was committed earlier, so it would have come by now.
   */
  #countReady(stretches: Stretch[], now: number): number {
    let reach = this.#reach ?? stretches[0]?.from ?? 0
    let count = 0
    for (const [at, { from, end, since }] of stretches.entries()) {
      if (since + HOLD_MS > now && (from > reach || count < at)) continue
      count = at + 1
      reach = Math.max(reach, end)
    }
    return count
  }

  #window(shortest: number, now: number, count: number): number {
    const passed = Math.max(1, now - this.#measuredAt)
    this.#measuredAt = now
    this.#rate += (1 - Math.exp(-passed / RATE_SPAN_MS)) * (count / passed - this.#rate)
    const load = this.#rate * shortest
    return Math.min(LONGEST_WINDOW_MS, shortest * Math.max(1, load * load))
  }
}

type Arrived = { bundle: Bundle; at: number }
type Stretch = { from: number; end: number; since: number; arrived: Arrived[] }

/** What follows each other without a hole, oldest first. */
function toStretches(waiting: Arrived[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const one of [...waiting].sort((a, b) => a.bundle.from - b.bundle.from)) {
    const { from, to } = one.bundle
    const last = stretches.at(-1)
    if (!last || from > last.end) stretches.push({ from, end: to, since: one.at, arrived: [one] })
    else {
      last.arrived.push(one)
      last.end = Math.max(last.end, to)
      last.since = Math.min(last.since, one.at)
    }
  }
  return stretches
}

const endOf = (run: Run): number => Math.max(...run.map(({ to }) => to))

type Row = { id: string; assigneeId: string | null; text: string; previousAssignees: (string | null)[] }

/** Makes the texts of one run's frames for inbox sockets, each distinct one once. */
export function inboxFrames(run: Run): (member: Pick<SocketMember, 'userId' | 'visibility'>) => string {
  const rows = new Map<string, Row>()
  for (const { conversations } of run)
    for (const { id, assigneeId, text, previousAssigneeId } of conversations) {
      const previousAssignees = rows.get(id)?.previousAssignees ?? []
      if (previousAssigneeId !== undefined) previousAssignees.push(previousAssigneeId)
      rows.set(id, { id, assigneeId, text, previousAssignees })
    }
  const all = [...rows.values()]
  const head = `{"type":"inbox.changed","from":${run[0].from},"to":${endOf(run)},"conversations":[`
  const write = (conversations: Row[], removed: string[]): string =>
    `${head}${conversations.map(({ text }) => text).join(',')}],"removed":${JSON.stringify(removed)}}`
  const forAll = write(all, [])
  const textOf = new Map<string, string>()
  const textWith = new Map<string, string>()
  return ({ userId, visibility }) => {
    if (visibility === 'all') return forAll
    const known = textOf.get(userId)
    if (known !== undefined) return known
    const isMine = (assigneeId: string | null): boolean => assigneeId === null || assigneeId === userId
    const visible = all.filter(({ assigneeId }) => isMine(assigneeId))
    const removed = all
      .filter((row) => !isMine(row.assigneeId) && row.previousAssignees.some(isMine))
      .map(({ id }) => id)
    // Most of those who see only their own have nothing of their own in it: they share a text.
    const key = JSON.stringify([visible.map(({ id }) => id), removed])
    const text = textWith.get(key) ?? write(visible, removed)
    textWith.set(key, text)
    textOf.set(userId, text)
    return text
  }
}

/** What a room passes on to its sockets: the text, and who may have it. */
export type ThreadFrame = { assigneeId: string | null; text: string }
type Segment = { from: number; to: number; assigneeId: string | null; text: string; messages: Map<string, string> }

/**
 * The frames for the rooms of these conversations, in order. Each conversation's changes form a chain of their own; links
 * that follow each other become one frame, with the newest state of everything in it.
 */
export function threadFrames(runs: Run[], isOpen: (conversationId: string) => boolean): Map<string, ThreadFrame[]> {
  const segments = new Map<string, Segment[]>()
  for (const { to, conversations, messages } of runs.flat().sort((a, b) => a.to - b.to))
    for (const { id, assigneeId, previousSeq: from, text } of conversations) {
      if (!isOpen(id)) continue
      const chain = segments.get(id) ?? []
      segments.set(id, chain)
      const changed = messages.filter(({ conversationId }) => conversationId === id)
      const last = chain.at(-1)
      if (last?.to === from) {
        Object.assign(last, { to, assigneeId, text })
        for (const message of changed) last.messages.set(message.id, message.text)
      } else {
        const texts = new Map(changed.map((message) => [message.id, message.text]))
        chain.push({ from, to, assigneeId, text, messages: texts })
      }
    }
  return new Map([...segments].map(([id, chain]) => [id, chain.map(toThreadFrame)]))
}

const toThreadFrame = ({ from, to, assigneeId, text, messages }: Segment): ThreadFrame => ({
  assigneeId,
  text: `{"type":"conversation.changed","from":${from},"to":${to},"conversation":${text},"messages":[${[...messages.values()].join(',')}]}`,
})
