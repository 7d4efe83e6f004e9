import { randomInt } from 'node:crypto'
import type { Settings } from './core/settings'
import type { State } from './core/state'
import { createTimers } from './core/timers'
import { createWorld, emptyState, type World } from './core/world'
import { resumeLifecycles } from './customer/lifecycle'
import { createGraphApp } from './graph/graph-app'
import { disorderOf } from './webhooks/disorder'
import { outboxOf } from './webhooks/outbox'

type Options = {
  seed?: number
  /** Outgoing HTTP: webhooks and `link` media. */
  fetch?: typeof fetch
  /** Continues where an earlier one stopped. */
  state?: State
  /** What a kept state may have changed, and a reset goes back to. */
  defaults?: Partial<Settings>
  /** Whatever the kept state says; a reset keeps them. */
  settings?: Partial<Settings>
}

/** A part of the simulator beside the Graph API: takes the requests whose path begins so. */
export type Part = { prefix: string; fetch: (request: Request) => Response | Promise<Response> }

export type Simulator = {
  /** Graph API, media host and control API as one function. Rejects with `ConnectionClosed` when chaos says so. */
  fetch: (request: Request) => Promise<Response>
  /** The same, called as `fetch` is. */
  request: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  world: World
  mount: (part: Part) => void
  /** Resolves when nothing runs and nothing is due within `horizonMs`. Retries of a dead webhook lie beyond it. */
  whenQuiet: (horizonMs?: number) => Promise<void>
  /** Time travel, forwards; runs what became due. */
  moveClock: (milliseconds: number) => void
  /** Everything begins anew, with new ids; with a seed it repeats exactly what that seed gave before. */
  reset: (seed?: number) => void
  close: () => void
}

const QUIET_HORIZON_MS = 400

export function createSimulator(options: Options = {}): Simulator {
  const { seed = 1, fetch: send = fetch, state: given, defaults, settings } = options
  const fresh = emptyState(seed)
  const settingsOver = (kept?: Settings): Settings =>
    structuredClone({ ...fresh.settings, ...defaults, ...kept, ...settings })
  // A state from disk may be older than some setting.
  const state: State = { ...fresh, ...given, settings: settingsOver(given?.settings) }
  const timers = createTimers(() => Date.now() + state.clockOffsetMs)
  const world = createWorld({ state, fetch: send, timers })
  const graph = createGraphApp(world)
  const parts: Part[] = []
  outboxOf(world).resume()
  disorderOf(world).resume()
  resumeLifecycles(world)

  const handle = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const part = parts.find(({ prefix }) => pathname.startsWith(prefix))
    return part ? part.fetch(request) : graph.fetch(request)
  }

  return {
    fetch: handle,
    request: (input, init) => handle(new Request(input, init)),
    world,
    mount: (part) => {
      parts.push(part)
    },
    whenQuiet: (horizonMs = QUIET_HORIZON_MS) => timers.whenQuiet(horizonMs),
    moveClock: (milliseconds) => {
      state.clockOffsetMs += milliseconds
      timers.settle()
    },
    reset: (newSeed) => {
      outboxOf(world).abandon()
      disorderOf(world).abandon()
      timers.clear()
      world.bytes.clear()
      const { mediaOrigin } = state.settings
      // Who dedupes by id must not take the new world for the old one.
      const begin =
        newSeed === undefined
          ? { seed: (state.seed ^ randomInt(2 ** 32)) | 0, counter: state.counter }
          : { seed: newSeed }
      Object.assign(state, emptyState(seed), begin, { settings: { ...settingsOver(), mediaOrigin } })
    },
    close: timers.close,
  }
}
