import { setTimeout as delay } from 'node:timers/promises'
import { millis } from '../numbers.mjs'
import { runtimeMillis } from './processor.mjs'
import { listen, prepareSender } from './senders.mjs'
import { APP_SECRET, someNumber, startSystem } from './system.mjs'

const SUSTAINED_RATES = [1500, 2500]
const SUSTAINED_SECONDS = 60
const CUSTOMERS = 2000
const DRAIN_SECONDS = 120

const clock = () => Number(process.hrtime.bigint()) / 1e6

/**
 * A minute of deliveries at a rate, each at its time: stored, and seen on a socket.
 * @returns {Promise<import('../run.mjs').Row[]>}
 */
export async function measureInbound() {
  const rates = process.env.BENCH_RATES?.split(',').map(Number) ?? SUSTAINED_RATES
  const rows = []
  for (const rate of rates) rows.push(...(await sustain(rate)))
  return rows
}

/** @param {number} rate */
async function sustain(rate) {
  const system = await startSystem()
  try {
    const number = await system.connect(someNumber())
    const count = rate * SUSTAINED_SECONDS
    const plan = { numbers: [number], secret: APP_SECRET, customers: CUSTOMERS, perDelivery: 1 }
    const url = `${system.url}/api/webhook`
    const [token] = await system.agents(1)
    const listener = await listen({ url: socketOf(system.url), tokens: [token ?? ''], count })
    // Everybody has written before: the customers of a minute are not all new.
    const warm = await prepareSender({
      url,
      plan: { ...plan, count: CUSTOMERS, run: 'warm' },
      connections: 16,
      rate: null,
    })
    await warm.go()
    await storedCount(system, CUSTOMERS, 60)
    const sender = await prepareSender({ url, plan: { ...plan, count, run: 'sustained' }, connections: 128, rate })
    const before = runtimeMillis()
    const report = await sender.go()
    const atEnd = await messagesIn(system)
    const drained = await storedCount(system, CUSTOMERS + report.sent, DRAIN_SECONDS)
    const processor = ((runtimeMillis() - before) * 1000) / report.sent
    const [sequence] = await system.query('SELECT value FROM change_sequences')
    const heard = await untilHeard(listener, Number(sequence?.value))
    listener.end()
    const seconds = (report.endedAt - report.startedAt) / 1000
    const missed = await missedBy(system, heard)
    const label = `${rate} a second for ${SUSTAINED_SECONDS} s`
    return [
      {
        what: `${label}: acknowledged a second`,
        target: rate === SUSTAINED_RATES[0] ? '≥ 1,500' : '',
        measured: `${(report.sent / seconds).toFixed(0)} over ${seconds.toFixed(1)} s`,
      },
      {
        what: `${label}: answer, from when it was due: p50, p99`,
        measured: `${millis(report.p50)}, ${millis(report.p99)}`,
      },
      {
        what: `${label}: stored when the last was sent; all stored after`,
        target: '≤ 5 s',
        measured: `${atEnd - CUSTOMERS} of ${report.sent}; ${drained === null ? `never: ${await messagesIn(system)}` : `${((drained - report.endedAt) / 1000).toFixed(1)} s`}`,
      },
      {
        what: `${label}: last change on the socket after; conversations whose newest message it missed; gaps`,
        measured: `${(((heard.lastAt[0] ?? 0) - report.endedAt) / 1000).toFixed(1)} s; ${missed}; ${heard.gaps[0]}`,
      },
      {
        what: `${label}: frames, and their size in all`,
        measured: `${heard.frames[0]}, ${(heard.bytes / 1e6).toFixed(0)} MB`,
      },
      { what: `${label}: processor time of workerd a message`, measured: `${processor.toFixed(0)} µs` },
    ]
  } finally {
    await system.close()
  }
}

export const socketOf = (/** @type {string} */ url) => `${url.replace('http', 'ws')}/api/inbox/socket`

/** @param {import('./system.mjs').System} system */
async function messagesIn(system) {
  const [row] = await system.query("SELECT count(*) AS count FROM messages WHERE direction = 'inbound'")
  return Number(row?.count)
}

/** @param {import('./system.mjs').System} system @param {number} wanted @param {number} seconds @returns {Promise<number | null>} when */
export async function storedCount(system, wanted, seconds) {
  const until = clock() + seconds * 1000
  for (;;) {
    if ((await messagesIn(system)) >= wanted) return clock()
    if (clock() > until) return null
    await delay(100)
  }
}

/** @param {Awaited<ReturnType<typeof listen>>} listener @param {number} sequence */
async function untilHeard(listener, sequence) {
  for (let attempt = 0; attempt < 50; attempt++) {
    const heard = await listener.report()
    if ((heard.to[0] ?? 0) >= sequence) return heard
    await delay(100)
  }
  return listener.report()
}

/** Each conversation's newest message was in some frame. @param {import('./system.mjs').System} system @param {import('./listeners.mjs').Heard} heard */
async function missedBy(system, heard) {
  const newest = await system.query(
    'SELECT m.text FROM conversations c JOIN messages m ON m.organization_id = c.organization_id AND m.id = c.last_message_id',
  )
  return newest.filter(({ text }) => {
    const index = /m(\d{7})m/.exec(String(text))?.[1]
    return index === undefined || !heard.seenAt[0]?.[Number(index)]
  }).length
}
