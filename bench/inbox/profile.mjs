// node bench/inbox/profile.mjs [inbound | outbound] [SECONDS]: where the time goes, by function, for every isolate of the
// runtime: ours and those that Miniflare plays D1, R2, queues and objects with. For whoever makes it faster.

import { freePort } from '../../e2e/harness.ts'
import { prepareOutbound, sendAll } from './outbound.mjs'
import { runtimeMillis } from './processor.mjs'
import { profile, timesOf } from './profiler.mjs'
import { prepareSender } from './senders.mjs'
import { APP_SECRET, someNumber, startSystem } from './system.mjs'

const CONNECTIONS = 32
const [direction = 'inbound', seconds = '10'] = process.argv.slice(2)
const inspectorPort = await freePort()
const { work, close } = direction === 'outbound' ? await outbound() : await inbound()
let sent = 0
const before = runtimeMillis()
const startedAt = performance.now()
const profiles = await profile(inspectorPort, async () => {
  sent = await work()
})
const spent = runtimeMillis() - before
console.log(`${sent} sent, ${((spent * 1000) / sent).toFixed(0)} µs of processor each; workerd was busy for`)
console.log(
  `${((spent / (performance.now() - startedAt)) * 100).toFixed(0)} % of the time (one thread runs everything)`,
)
for (const { name, profile: one } of profiles) {
  const { busy, times } = timesOf(one)
  if (busy < 100) continue
  console.log(`\n${name}: ${((busy * 1000) / sent).toFixed(0)} µs a message; µs in itself, with what it calls`)
  const top = (/** @type {'self' | 'total'} */ by, /** @type {number} */ count) =>
    [...times].sort((a, b) => b[1][by] - a[1][by]).slice(0, count)
  for (const [what, { self, total }] of new Map([...top('self', 25), ...top('total', 45)]))
    console.log(
      `  ${((self * 1000) / sent).toFixed(1).padStart(7)} ${((total * 1000) / sent).toFixed(1).padStart(7)}  ${what}`,
    )
}
await close()
process.exit()

/** Deliveries of one message each, as fast as they go. */
async function inbound() {
  const system = await startSystem({ inspectorPort })
  const number = await system.connect(someNumber())
  const plan = { numbers: [number], secret: APP_SECRET, customers: 1000 }
  const url = `${system.url}/api/webhook`
  const warm = { ...plan, count: 1000, run: 'warm' }
  await (await prepareSender({ url, plan: warm, connections: 8, rate: null })).go()
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const live = { ...plan, count: 50_000, run: 'profile' }
  const order = { url, plan: live, connections: CONNECTIONS, rate: null, seconds: Number(seconds) }
  const sender = await prepareSender(order)
  const work = async () => {
    const report = await sender.go()
    await new Promise((resolve) => setTimeout(resolve, 2000))
    return report.sent
  }
  return { work, close: system.close }
}

/** What waits in many conversations, with nobody who listens to statuses. */
async function outbound() {
  const { system, simulator, conversations, close } = await prepareOutbound({ inspectorPort })
  const work = async () => {
    const rows = await sendAll(system, simulator, conversations, { run: 'p', how: 'profiled' })
    for (const { what, measured } of rows) console.log(`${what}: ${measured}`)
    return Number(/\d+/.exec(rows[0]?.what ?? '')?.[0])
  }
  return { work, close }
}
