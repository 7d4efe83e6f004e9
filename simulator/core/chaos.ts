import { nextRandom } from './random'

/** How a number misbehaves. Rates from 0 to 1; each decision comes from the chaos' own seed. */
export type Chaos = {
  seed: number
  /** Decisions made so far: with the seed, where the random stream is. */
  step: number
  duplicate: number
  reorder: number
  drop: number
  delayMs: [number, number]
  /** Updates gathered into one delivery; 1 is off. */
  batch: number
  /** Messages (and echoes) held until a status of the same number went first. */
  statusBeforeMessage: number
  statusBeforeResponse: number
  skipDelivered: number
  /** Send calls answered 500 after having accepted (or not) the message. */
  failWith5xx: number
  /** Of those, how many had been accepted all the same. */
  acceptBeforeFailing: number
  /** Send calls that hang past any timeout, accepted. */
  hang: number
  /** Send calls whose connection is closed without an answer, accepted. */
  closeConnection: number
  throttle: number
  corruptMedia: number
  /** Every token for the number has expired: 190, subcode 463. */
  expireToken: boolean
  /** The next sends fail with these codes, first first: synchronously, or as a `failed` status. */
  nextFailures: { code: number; asStatus: boolean }[]
}

/** A number that behaves. */
export const calmChaos = (seed: number): Chaos => ({
  seed,
  step: 0,
  duplicate: 0,
  reorder: 0,
  drop: 0,
  delayMs: [0, 0],
  batch: 1,
  statusBeforeMessage: 0,
  statusBeforeResponse: 0,
  skipDelivered: 0,
  failWith5xx: 0,
  acceptBeforeFailing: 0,
  hang: 0,
  closeConnection: 0,
  throttle: 0,
  corruptMedia: 0,
  expireToken: false,
  nextFailures: [],
})

/** In [0, 1), from seed and step alone: the same seed and settings repeat a run exactly. */
function nextDecision(chaos: Chaos): number {
  const [value] = nextRandom((chaos.seed + Math.imul(chaos.step, 0x9e3779b9)) | 0)
  chaos.step++
  return value
}

type Rate = { [Key in keyof Chaos]: Chaos[Key] extends number ? Key : never }[keyof Chaos]

/** Whether it happens this time. A rate of 0 takes no step, so that calm numbers stay where they are. */
export const strikes = (chaos: Chaos, rate: Exclude<Rate, 'seed' | 'step' | 'batch'>): boolean =>
  chaos[rate] > 0 && nextDecision(chaos) < chaos[rate]

/** How long to hold an update back, in milliseconds. */
export function delayOf(chaos: Chaos): number {
  const [least, most] = chaos.delayMs
  return most > 0 ? Math.round(least + nextDecision(chaos) * (most - least)) : 0
}
