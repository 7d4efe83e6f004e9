import type { CallEvent, HandoverEvent } from '../../whatsapp/webhook-events'

type Call = CallEvent['content']

const stages = [/connect/i, /ringing/i, /accepted|rejected/i, /terminate|completed|failed/i]
const stageOf = ({ event, status }: Call): number => stages.findLastIndex((stage) => stage.test(`${event} ${status}`))

/** What is known of a call after both: the later stage and its duration, in whatever order they are told. */
export function mergeCalls(one: Call, other: Call): Call {
  const [earlier, later] = stageOf(one) > stageOf(other) ? [other, one] : [one, other]
  return {
    ...later,
    status: later.status ?? earlier.status,
    durationSeconds: later.durationSeconds ?? earlier.durationSeconds,
  }
}

/** A call that somebody took: from then on both may write. */
export const isAccepted = ({ event, status }: Call): boolean => /accepted/i.test(`${event} ${status}`)

const DAY = 86_400_000

/**
 * What a handover is known by: Meta gives it no id. One that does not say when it happened is the same as another of that
 * day to the same owner: Meta repeats deliveries, and each comes at a time of its own.
 */
export const handoverId = ({ at, toldAt, person, event, owner }: HandoverEvent): string | null =>
  person && `handover:${event}:${toldAt || `${owner}:${Math.floor(at / DAY)}`}:${person.userId ?? person.waId}`
