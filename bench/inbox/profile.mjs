// node bench/inbox/profile.mjs [SECONDS] [CONNECTIONS]: where the time of inbound messages goes, by function, for every
// isolate of the runtime: ours and those that Miniflare plays D1, R2, queues and objects with. For whoever makes it faster.

import { freePort } from '../../e2e/harness.ts'
import { runtimeMillis } from './processor.mjs'
import { profile, timesOf } from './profiler.mjs'
import { prepareSender } from './senders.mjs'
import { APP_SECRET, someNumber, startSystem } from './system.mjs'

const seconds = Number(process.argv[2] ?? 10)
const connections = Number(process.argv[3] ?? 32)
const inspectorPort = await freePort()
const system = await startSystem({ inspectorPort })
const number = await system.connect(someNumber())
const plan = { numbers: [number], secret: APP_SECRET, customers: 1000 }
const url = `${system.url}/api/webhook`
const warm = await prepareSender({ url, plan: { ...plan, count: 1000, run: 'warm' }, connections: 8, rate: null })
await warm.go()
await new Promise((resolve) => setTimeout(resolve, 3000))
const sender = await prepareSender({
  url,
  plan: { ...plan, count: 50_000, run: 'profile' },
  connections,
  rate: null,
  seconds,
})
let sent = 0
const before = runtimeMillis()
const profiles = await profile(inspectorPort, async () => {
  ;({ sent } = await sender.go())
  await new Promise((resolve) => setTimeout(resolve, 2000))
})
console.log(`${sent} sent, ${(((runtimeMillis() - before) * 1000) / sent).toFixed(0)} µs of processor each`)
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
await system.close()
process.exit()
