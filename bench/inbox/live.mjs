import { setTimeout as delay } from 'node:timers/promises'
import { millis, quantile } from '../numbers.mjs'
import { startBareWebhook } from './bare.mjs'
import { socketOf, storedCount } from './inbound.mjs'
import { listen, prepareSender } from './senders.mjs'
import { APP_SECRET, someNumber, startSystem } from './system.mjs'

const RATE = 100
const SECONDS = 30
const COUNT = RATE * SECONDS
const CUSTOMERS = 2000

/**
 * From when a delivery was due to the frame on an agent's socket. Beside it the least that any product can do in this runtime:
 * the same HMAC and queue, one row a delivery, one object that says it to the same number of sockets.
 * @returns {Promise<import('../run.mjs').Row[]>}
 */
export async function measureLive() {
  const rows = []
  for (const agents of [1, 50]) rows.push(...(await liveBare(agents)), ...(await live(agents)))
  return rows
}

/** @param {number} agents */
async function live(agents) {
  const system = await startSystem()
  try {
    const plan = { numbers: [await system.connect(someNumber())], secret: APP_SECRET, customers: CUSTOMERS }
    const url = `${system.url}/api/webhook`
    // Everybody has written before: the customers of half a minute are not all new.
    const order = { url, connections: 8, rate: 200 }
    await (await prepareSender({ ...order, plan: { ...plan, count: CUSTOMERS, run: 'warm' } })).go()
    await storedCount(system, CUSTOMERS, 60)
    const seen = await sendAndListen({ url, socket: socketOf(system.url), tokens: await system.agents(agents), plan })
    return rowsOf(`${RATE} a second, ${nameOf(agents)}`, seen, agents === 1 ? '≤ 12 ms, ≤ 50 ms' : 'p50 ≤ 15 ms')
  } finally {
    await system.close()
  }
}

/** @param {number} agents */
async function liveBare(agents) {
  const bare = await startBareWebhook()
  try {
    const plan = { numbers: [{ id: 'num', ...someNumber() }], secret: APP_SECRET, customers: CUSTOMERS }
    const tokens = Array.from({ length: agents }, () => 'nobody')
    const socket = `${bare.url.replace('http', 'ws')}/socket`
    const seen = await sendAndListen({ url: `${bare.url}/queue`, socket, tokens, plan })
    return rowsOf(`the bare Worker, ${nameOf(agents)}`, seen).slice(0, 1)
  } finally {
    await bare.close()
  }
}

const nameOf = (/** @type {number} */ agents) => `${agents} ${agents === 1 ? 'agent' : 'agents'}`

/** @param {{ url: string, socket: string, tokens: string[], plan: Omit<import('./deliveries.mjs').Plan, 'count' | 'run'> }} of */
async function sendAndListen({ url, socket, tokens, plan }) {
  const listener = await listen({ url: socket, tokens, count: COUNT })
  const live = { ...plan, count: COUNT, run: 'live' }
  const sender = await prepareSender({ url, plan: live, connections: 32, rate: RATE, withTimes: true })
  const report = await sender.go()
  let heard = await listener.report()
  for (let attempt = 0; attempt < 100 && heard.seenAt.some((times) => times.includes(0)); attempt++) {
    await delay(200)
    heard = await listener.report()
  }
  listener.end()
  return { report, heard }
}

/** @param {string} label @param {Awaited<ReturnType<typeof sendAndListen>>} seen @param {string} [target] */
function rowsOf(label, { report, heard }, target = '') {
  const first = []
  const last = []
  let never = 0
  for (const [index, dueAt] of (report.dueAt ?? []).entries()) {
    const times = heard.seenAt.map((socket) => socket[index] ?? 0)
    if (times.includes(0)) never++
    else {
      first.push(Math.min(...times) - dueAt)
      last.push(Math.max(...times) - dueAt)
    }
  }
  const p = (/** @type {number[]} */ values) => `${millis(quantile(values, 0.5))}, ${millis(quantile(values, 0.99))}`
  const isOne = heard.seenAt.length === 1
  return [
    {
      what: `${label}: from POST to the frame of the ${isOne ? 'agent' : 'last one served'}: p50, p99`,
      target,
      measured: p(last),
    },
    ...(isOne ? [] : [{ what: `${label}: the first one served`, measured: p(first) }]),
    { what: `${label}: the answer to the POST: p50, p99`, measured: `${millis(report.p50)}, ${millis(report.p99)}` },
    {
      what: `${label}: never seen by somebody; frames on a socket`,
      measured: `${never} of ${COUNT}; ${heard.frames[0]}`,
    },
  ]
}
