// A process of its own: node bench/load.mjs URL CONNECTIONS SECONDS [TOKEN] → { p50, p99, rate, refused } as JSON, in ms.
import { createRequire } from 'node:module'
import { quantile } from './numbers.mjs'

// It brings no types.
const autocannon = createRequire(import.meta.url)('autocannon')
const [url = '', connections, duration, token] = process.argv.slice(2)
/** @type {number[]} */
const times = []
let refused = 0
const run = autocannon({
  url,
  connections: Number(connections),
  duration: Number(duration),
  ...(token && { headers: { authorization: `Bearer ${token}` } }),
})
// Its own percentiles are whole milliseconds.
run.on(
  'response',
  (
    /** @type {unknown} */ _client,
    /** @type {number} */ status,
    /** @type {number} */ _bytes,
    /** @type {number} */ milliseconds,
  ) => {
    if (status === 200) times.push(milliseconds)
    else refused += 1
  },
)
const { duration: took } = await run
process.stdout.write(
  JSON.stringify({ p50: quantile(times, 0.5), p99: quantile(times, 0.99), rate: times.length / took, refused }),
)
