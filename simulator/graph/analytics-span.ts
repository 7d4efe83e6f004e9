import { graphError, parameterRequired } from './errors'
import { wholeNumberOf } from './parameters'

export type Granularity = 'HALF_HOUR' | 'DAY' | 'MONTH'
/** Milliseconds; the end is outside. */
export type Bucket = { start: number; end: number }
export type Span = Bucket & { granularity: Granularity }

const HALF_HOUR = 30 * 60_000
const DAY = 24 * 3600_000
const LENGTH: Record<Granularity, number> = { HALF_HOUR, DAY, MONTH: 28 * DAY }
const MAX_BUCKETS = 20_000

/** `start`, `end` and `granularity` as an analytics field takes them. @throws 100 */
export function readSpan(asked: Record<string, unknown>, granularities: Record<string, Granularity>): Span {
  const start = wholeNumberOf(asked.start)
  const end = wholeNumberOf(asked.end)
  if (start === undefined) throw parameterRequired('start')
  if (end === undefined) throw parameterRequired('end')
  if (start >= end) throw graphError(100, { message: 'Param start must be before end.' })
  if (asked.granularity === undefined) throw parameterRequired('granularity')
  const granularity = granularities[String(asked.granularity).toUpperCase()]
  if (!granularity) {
    throw graphError(100, { message: `Param granularity must be one of {${Object.keys(granularities).join(', ')}}` })
  }
  if (((end - start) * 1000) / LENGTH[granularity] > MAX_BUCKETS)
    throw graphError(100, { message: 'The span is too long for this granularity.' })
  return { start: start * 1000, end: end * 1000, granularity }
}

/** The parts of a span, from whole half hours, days and months (UTC) on. */
export function bucketsOf({ start, end, granularity }: Span): Bucket[] {
  const buckets: Bucket[] = []
  for (let from = startOf(start, granularity); from < end; from = nextOf(from, granularity)) {
    buckets.push({ start: from, end: nextOf(from, granularity) })
  }
  return buckets
}

function startOf(at: number, granularity: Granularity): number {
  if (granularity === 'HALF_HOUR') return at - (at % HALF_HOUR)
  if (granularity === 'DAY') return at - (at % DAY)
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

function nextOf(at: number, granularity: Granularity): number {
  if (granularity === 'HALF_HOUR') return at + HALF_HOUR
  if (granularity === 'DAY') return at + DAY
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}
