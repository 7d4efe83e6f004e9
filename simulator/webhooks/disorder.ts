import { type Chaos, delayOf, strikes } from '../core/chaos'
import type { HeldUpdate } from '../core/pending'
import type { World } from '../core/world'
import type { Change } from './envelope'
import { outboxOf } from './outbox'
import { createTurns } from './turns'

/** Held back at least this long for the update that should overtake. */
const HOLD_MS = 200
/** A batch that doesn't fill goes out after this. */
const BATCH_MS = 40
/** Delayed updates that follow so closely count as one moment: who overtakes whom is left to their delays alone. */
const MOMENT_MS = 250
/** Meta's own bound of one delivery. */
const MOST_UPDATES = 1000

type Lane = { held: HeldUpdate[]; batch: HeldUpdate[]; momentAt: number; turns: ReturnType<typeof createTurns> }

const isStatus = ({ value }: Change) => Array.isArray(value.statuses)
const isMessage = ({ value }: Change) => Array.isArray(value.messages) || Array.isArray(value.message_echoes)

/** Whether the order in which updates arrive is decided here. Others go out side by side. */
const isOrdered = ({ delayMs, reorder, statusBeforeMessage }: Chaos) =>
  delayMs[1] > 0 || reorder > 0 || statusBeforeMessage > 0

/**
 * Duplicates, drops, delays, reorders and batches updates before they reach the outbox, as the number's chaos says. What
 * is held back is state until the outbox has it: a restart loses nothing.
 */
function createDisorder(world: World) {
  const outbox = outboxOf(world)
  const lanes = new Map<string, Lane>()
  /** Who waits for the first attempt, by update. */
  const waiting = new Map<string, () => void>()

  const laneOf = ({ numberId = '' }: Change): Lane => {
    const known = lanes.get(numberId)
    if (known) return known
    const lane: Lane = { held: [], batch: [], momentAt: Number.NEGATIVE_INFINITY, turns: createTurns(world) }
    lanes.set(numberId, lane)
    return lane
  }
  const chaosOf = ({ numberId = '' }: Change): Chaos | undefined => world.state.numbers[numberId]?.chaos

  /** Given up by a reset, or gone on already. */
  const isHere = ({ id }: HeldUpdate) => id in world.state.held
  const keep = (held: HeldUpdate, until: HeldUpdate['until'], dueAt: number): void => {
    Object.assign(held, { until, dueAt })
    world.state.held[held.id] = held
  }

  const post = async (updates: HeldUpdate[]): Promise<void> => {
    const here = updates.filter(isHere)
    for (const { id } of here) delete world.state.held[id]
    const copies = Math.max(...here.map((one) => one.copies))
    try {
      await outbox.post({ changes: here.map(({ change }) => change), copies })
    } finally {
      for (const { id } of here) {
        waiting.get(id)?.()
        waiting.delete(id)
      }
    }
  }
  const dispatch = (updates: HeldUpdate[]): void => {
    const [first] = updates
    if (!first) return
    const chaos = chaosOf(first.change)
    const lane = laneOf(first.change)
    const { turns } = lane
    for (const held of updates) keep(held, 'turn', world.now())
    if (turns.isBusy() || (chaos && isOrdered(chaos))) turns.take(() => post(updates))
    else void post(updates)
    // Whoever waited for one of these to go first follows, in another delivery.
    const isStatusGone = updates.some(({ change }) => isStatus(change))
    const following = lane.held.filter(({ until }) => until === 'any' || isStatusGone)
    lane.held = lane.held.filter((one) => !following.includes(one))
    for (const one of following) pass(one)
  }

  const pass = (held: HeldUpdate): void => {
    const lane = laneOf(held.change)
    const most = Math.min(chaosOf(held.change)?.batch ?? 1, MOST_UPDATES)
    if (most <= 1) {
      dispatch([held])
      return
    }
    keep(held, 'batch', world.now() + BATCH_MS)
    lane.batch.push(held)
    if (lane.batch.length >= most) dispatch(lane.batch.splice(0))
    else if (lane.batch.length === 1) world.schedule(held.dueAt, () => dispatch(lane.batch.splice(0)))
  }

  const waitToBeOvertaken = (held: HeldUpdate): void => {
    const lane = laneOf(held.change)
    lane.held.push(held)
    world.schedule(held.dueAt, () => {
      if (!lane.held.includes(held)) return
      lane.held = lane.held.filter((other) => other !== held)
      pass(held)
    })
  }
  /** Longer than a status takes, or it would never be the first. */
  const holdMs = () => {
    const { sent, delivered } = world.state.settings.statusDelaysMs
    return HOLD_MS + 2 * (sent + delivered)
  }

  /** The delay is over. */
  const goOn = (held: HeldUpdate): void => {
    const { held: others } = laneOf(held.change)
    if (held.next === 'turn' || (held.next === 'any' && others.length > 0)) {
      pass(held)
    } else {
      keep(held, held.next, world.now() + (held.next === 'status' ? holdMs() : HOLD_MS))
      waitToBeOvertaken(held)
    }
  }

  const wait = (held: HeldUpdate): void => world.schedule(held.dueAt, () => goOn(held))

  /** All decisions at once, so that they depend on the order of updates and on nothing else. */
  const plan = (change: Change, chaos: Chaos): { held: HeldUpdate; delay: number } => {
    const copies = strikes(chaos, 'duplicate') ? 2 : 1
    const delay = delayOf(chaos)
    const isOvertaken = strikes(chaos, 'reorder')
    const waitsForStatus = isMessage(change) && strikes(chaos, 'statusBeforeMessage')
    const next = waitsForStatus ? 'status' : isOvertaken ? 'any' : 'turn'
    const id = `held_${++world.state.counter}`
    return { held: { id, change, copies, dueAt: world.now(), until: 'due', next }, delay }
  }

  return {
    admit: (change: Change): Promise<void> => {
      const chaos = chaosOf(change)
      if (!chaos) return outbox.post({ changes: [change], copies: 1 })
      if (strikes(chaos, 'drop')) {
        outbox.drop(change)
        return Promise.resolve()
      }
      const { held, delay } = plan(change, chaos)
      return new Promise((done) => {
        waiting.set(held.id, done)
        if (chaos.delayMs[1] <= 0) {
          goOn(held)
          return
        }
        const lane = laneOf(change)
        const moment = Math.min(MOMENT_MS, chaos.delayMs[1])
        if (world.now() - lane.momentAt > moment) lane.momentAt = world.now()
        keep(held, 'due', lane.momentAt + moment + delay)
        wait(held)
      })
    },
    /** Before a reset: nobody waits for what is forgotten. */
    abandon: (): void => {
      lanes.clear()
      for (const done of waiting.values()) done()
      waiting.clear()
    },
    /** After a restart: what was held back goes on waiting, in its order. */
    resume: (): void => {
      for (const held of Object.values(world.state.held)) {
        if (held.until === 'due') wait(held)
        else if (held.until === 'any' || held.until === 'status') waitToBeOvertaken(held)
        else world.schedule(held.dueAt, () => dispatch([held]))
      }
    },
  }
}

/** Not state: it is made again from what is held. */
const disorders = new WeakMap<World, ReturnType<typeof createDisorder>>()
export function disorderOf(world: World): ReturnType<typeof createDisorder> {
  const known = disorders.get(world)
  if (known) return known
  const disorder = createDisorder(world)
  disorders.set(world, disorder)
  return disorder
}
