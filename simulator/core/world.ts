import { createHash } from 'node:crypto'
import { nextRandom } from './random'
import { defaultSettings } from './settings'
import type { LogEvent, State } from './state'
import type { Timers } from './timers'

const MAX_EVENTS = 5000
/** Cut in slices: moving five thousand entries for each new one would cost more than the event. */
const EVENTS_SLACK = 500

/** What every part of the simulator gets: the state, and the few things that are not state. */
export type World = {
  state: State
  /** Bytes of media, by id. */
  bytes: Map<string, Uint8Array>
  /** Outgoing HTTP: webhooks, and `link` media. In-process tests put the Worker here. */
  fetch: typeof fetch
  /** Milliseconds since 1970 on the simulator's clock. */
  now(): number
  /** In [0, 1), from the world's seed. */
  random(): number
  /** A number of this many digits, as a string: ids of Meta's objects. */
  digits(length: number): string
  /** The id of a message. */
  wamid(waId: string): string
  log(event: Omit<LogEvent, 'id' | 'at'>): LogEvent
  /** Called after each logged event: the phone page listens, the disk is written. */
  listeners: Set<(event: LogEvent) => void>
  /** Runs when due, on the simulator's clock; a moved clock runs what became due. */
  schedule(dueAt: number, work: () => void | Promise<void>): void
  /** Work in progress that `whenQuiet` has to wait for. */
  track<Result>(work: Promise<Result>): Promise<Result>
}

export const emptyState = (seed: number): State => ({
  clockOffsetMs: 0,
  seed,
  counter: 0,
  settings: defaultSettings(),
  apps: {},
  tokens: {},
  codes: {},
  portfolios: {},
  accounts: {},
  numbers: {},
  customers: {},
  threads: {},
  messages: {},
  templates: {},
  media: {},
  uploads: {},
  qrCodes: {},
  held: {},
  deliveries: [],
  events: [],
})

export function createWorld({
  state,
  fetch: send,
  timers,
}: {
  state: State
  fetch: typeof fetch
  timers: Pick<Timers, 'schedule' | 'track'>
}): World {
  const random = () => {
    const [value, next] = nextRandom(state.seed)
    state.seed = next
    return value
  }
  const now = () => Date.now() + state.clockOffsetMs
  const world: World = {
    state,
    bytes: new Map(),
    fetch: send,
    now,
    random,
    digits: (length) => {
      state.counter++
      const tail = String(state.counter).padStart(6, '0')
      return `1${Array.from({ length: length - 7 }, () => Math.floor(random() * 10)).join('')}${tail}`
    },
    // Meta's ids are base64 of a small protobuf that holds the number and 20 random hex characters.
    wamid: (waId) => {
      state.counter++
      const unique = createHash('sha1').update(`${state.counter}:${random()}`).digest('hex').slice(0, 20).toUpperCase()
      const bytes = Buffer.concat([
        Buffer.from([0x1d, waId.length]),
        Buffer.from(waId),
        Buffer.from([0x15, 2, 0, 0x12, 0x18, 20]),
        Buffer.from(unique),
        Buffer.from([0]),
      ])
      return `wamid.${bytes.toString('base64')}`
    },
    log: (event) => {
      state.counter++
      const logged: LogEvent = { ...event, id: `ev_${state.counter}`, at: now() }
      state.events.push(logged)
      if (state.events.length > MAX_EVENTS + EVENTS_SLACK) state.events.splice(0, state.events.length - MAX_EVENTS)
      for (const listener of world.listeners) listener(logged)
      return logged
    },
    listeners: new Set(),
    schedule: timers.schedule,
    track: timers.track,
  }
  return world
}
