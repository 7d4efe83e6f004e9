import type { Send } from './http-sender'

export type Prepared = { body: Buffer; signature: string; updates: number }
export type Report = {
  deliveries: number
  /** Answered 200. */
  acknowledged: number
  updates: number
  /** Other answers and broken connections: what they were → how often. */
  errors: Record<string, number>
  seconds: number
  deliveriesPerSecond: number
  updatesPerSecond: number
  /** From the first byte sent to the last byte of the answer. */
  latencyMs: { p50: number; p95: number; p99: number; max: number }
  /** How far behind its plan the sender was at worst: with a rate, more than a few ms means that the target is too slow. */
  behindMs: number
}

type Options = {
  prepared: Prepared[]
  send: Send
  /** Deliveries a second; null as fast as the answers come. */
  rate: number | null
  concurrency: number
}

/** Sends them in order, at most so many at a time, each at its time when there is a rate. */
export async function runLoad({ prepared, send, rate, concurrency }: Options): Promise<Report> {
  const latencies = new Float64Array(prepared.length)
  const errors: Record<string, number> = {}
  let next = 0
  let acknowledged = 0
  let behindMs = 0
  const startedAt = performance.now()

  const sender = async () => {
    for (let at = next++; at < prepared.length; at = next++) {
      const delivery = prepared[at]
      if (!delivery) return
      if (rate !== null) {
        const early = startedAt + (at * 1000) / rate - performance.now()
        if (early > 1) await new Promise((resolve) => setTimeout(resolve, early))
        else behindMs = Math.max(behindMs, -early)
      }
      const sentAt = performance.now()
      let outcome: string | null
      try {
        const status = await send(delivery)
        outcome = status === 200 ? null : `status ${status}`
      } catch (error) {
        outcome = error instanceof Error ? error.message || error.name : String(error)
      }
      latencies[at] = performance.now() - sentAt
      if (outcome === null) acknowledged++
      else errors[outcome] = (errors[outcome] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, prepared.length) }, sender))

  const seconds = (performance.now() - startedAt) / 1000
  const updates = prepared.reduce((sum, one) => sum + one.updates, 0)
  latencies.sort()
  const percentile = (share: number) =>
    round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0)
  return {
    deliveries: prepared.length,
    acknowledged,
    updates,
    errors,
    seconds: round(seconds),
    deliveriesPerSecond: Math.round(prepared.length / seconds),
    updatesPerSecond: Math.round(updates / seconds),
    latencyMs: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99), max: percentile(1) },
    behindMs: round(behindMs),
  }
}

const round = (value: number) => Math.round(value * 100) / 100
