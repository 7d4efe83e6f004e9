import { delayOf, strikes } from '../core/chaos'
import type { PhoneNumber } from '../core/state'
import type { World } from '../core/world'
import type { Change } from './envelope'
import { outboxOf } from './outbox'

/** Held back at most this long for the update that should overtake. */
const HOLD_MS = 200
/** A batch that doesn't fill goes out after this. */
const BATCH_MS = 40
/** Meta's own bound of one delivery. */
const MOST_UPDATES = 1000

type Planned = { change: Change; copies: number; done: () => void }
type Held = Planned & { until: 'any' | 'status' }
type Lane = { held: Held[]; batch: Planned[] }

const isStatus = ({ value }: Change) => Array.isArray(value.statuses)
const isMessage = ({ value }: Change) => Array.isArray(value.messages) || Array.isArray(value.message_echoes)

/** Duplicates, drops, delays, reorders and batches updates before they reach the outbox, as the number's chaos says. */
function createDisorder(world: World) {
  const outbox = outboxOf(world)
  const lanes = new Map<string, Lane>()

  const laneOf = (numberId: string): Lane => {
    const known = lanes.get(numberId)
    if (known) return known
    const lane: Lane = { held: [], batch: [] }
    lanes.set(numberId, lane)
    return lane
  }

  const post = (planned: Planned[]): void => {
    const [first] = planned
    if (!first) return
    const copies = Math.max(...planned.map((one) => one.copies))
    const posted = outbox.post({ changes: planned.map(({ change }) => change), copies })
    const tell = () => {
      for (const { done } of planned) done()
    }
    posted.then(tell, tell)
  }

  const pass = (number: PhoneNumber, planned: Planned): void => {
    const lane = laneOf(number.id)
    if (number.chaos.batch <= 1) {
      post([planned])
    } else {
      lane.batch.push(planned)
      if (lane.batch.length >= Math.min(number.chaos.batch, MOST_UPDATES)) post(lane.batch.splice(0))
      else if (lane.batch.length === 1) world.schedule(world.now() + BATCH_MS, () => post(lane.batch.splice(0)))
    }
    // Whoever waited for this one to go first follows it.
    const following = lane.held.filter(({ until }) => until === 'any' || isStatus(planned.change))
    lane.held = lane.held.filter((held) => !following.includes(held))
    for (const held of following) pass(number, held)
  }

  const hold = (number: PhoneNumber, held: Held): void => {
    laneOf(number.id).held.push(held)
    world.schedule(world.now() + HOLD_MS, () => {
      const lane = laneOf(number.id)
      if (!lane.held.includes(held)) return
      lane.held = lane.held.filter((other) => other !== held)
      pass(number, held)
    })
  }

  return {
    admit: (change: Change): Promise<void> => {
      const number = change.numberId === undefined ? undefined : world.state.numbers[change.numberId]
      if (!number) return outbox.post({ changes: [change], copies: 1 })
      const { chaos } = number
      if (strikes(chaos, 'drop')) {
        outbox.drop(change)
        return Promise.resolve()
      }
      return new Promise((done) => {
        const planned: Planned = { change, copies: strikes(chaos, 'duplicate') ? 2 : 1, done }
        const go = () => {
          const lane = laneOf(number.id)
          if (lane.held.length === 0 && strikes(chaos, 'reorder')) hold(number, { ...planned, until: 'any' })
          else if (isMessage(change) && strikes(chaos, 'statusBeforeMessage')) {
            hold(number, { ...planned, until: 'status' })
          } else pass(number, planned)
        }
        const delay = delayOf(chaos)
        if (delay > 0) world.schedule(world.now() + delay, go)
        else go()
      })
    },
  }
}

/** Not state: what is held for milliseconds needs no restart. */
const disorders = new WeakMap<World, ReturnType<typeof createDisorder>>()
export function disorderOf(world: World): ReturnType<typeof createDisorder> {
  const known = disorders.get(world)
  if (known) return known
  const disorder = createDisorder(world)
  disorders.set(world, disorder)
  return disorder
}
