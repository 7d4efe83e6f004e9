import { median, millis, spread } from '../numbers.mjs'
import { startBareWebhook } from './bare.mjs'
import { runtimeMillis } from './processor.mjs'
import { send } from './senders.mjs'
import { APP_SECRET, someNumber, startSystem } from './system.mjs'

const ROUNDS = 5
const SECONDS = 5
const CONNECTIONS = 16
/** More than anybody takes within the time. */
const MOST = 40_000
const RATE = 100
const RATE_SECONDS = 20
const CUSTOMERS = 1000

/** @typedef {{ name: string, url: string, number: import('./deliveries.mjs').OurNumber }} Target */

/**
 * The webhook's answer: the product beside a bare Worker that verifies the same HMAC, sends the body to a queue and answers.
 * First without consumers, which in production run elsewhere, then each with its own: one thread does both here.
 * @returns {Promise<import('../run.mjs').Row[]>}
 */
export async function measureWebhook() {
  return [...(await compare(false)), ...(await compare(true))]
}

/** @param {boolean} withConsumers */
async function compare(withConsumers) {
  const product = await startSystem({ withConsumers })
  const bare = await startBareWebhook({ withConsumers })
  try {
    const number = await product.connect(someNumber())
    const targets = [
      { name: 'hmac', url: `${bare.url}/hmac`, number },
      { name: 'queue', url: `${bare.url}/queue`, number },
      { name: 'product', url: `${product.url}/api/webhook`, number },
    ]
    for (const target of targets) await flatOut(target, `warm-${target.name}`, 2)
    /** @type {Record<string, { rate: number, micros: number }[]>} */
    const measured = { hmac: [], queue: [], product: [] }
    // In turns, so that a busy moment of the machine is everybody's.
    for (let round = 0; round < ROUNDS; round++)
      for (const target of targets)
        measured[target.name]?.push(await flatOut(target, `${target.name}-${round}`, SECONDS))
    const steady = []
    for (const target of targets.filter(({ name }) => name !== 'hmac'))
      steady.push({ ...(await atRate(target)), name: target.name })
    const rates = (/** @type {string} */ name) => (measured[name] ?? []).map(({ rate }) => rate)
    const micros = (/** @type {string} */ name) => median((measured[name] ?? []).map((one) => one.micros)).toFixed(0)
    const share = median(rates('product').map((rate, round) => rate / (rates('queue')[round] ?? Number.NaN)))
    const how = withConsumers ? 'each with its consumer' : 'no consumers'
    const whole = (/** @type {number} */ value) => value.toFixed(0)
    const [bareSteady, productSteady] = steady
    return [
      { what: `${how}: bare, HMAC only, a second`, measured: spread(rates('hmac'), whole) },
      { what: `${how}: bare, HMAC and queue, a second`, measured: spread(rates('queue'), whole) },
      { what: `${how}: the product, a second`, measured: spread(rates('product'), whole) },
      {
        what: `${how}: the product's share of bare with queue, round by round`,
        target: withConsumers ? '' : '≥ 80 %',
        measured: `${(share * 100).toFixed(0)} %`,
      },
      {
        what: `${how}: processor time of workerd a delivery: HMAC, HMAC and queue, product`,
        measured: `${micros('hmac')}, ${micros('queue')}, ${micros('product')} µs`,
      },
      {
        what: `${how}: at ${RATE} a second, bare with queue: p50, p99`,
        measured: `${millis(bareSteady?.p50 ?? Number.NaN)}, ${millis(bareSteady?.p99 ?? Number.NaN)}`,
      },
      {
        what: `${how}: at ${RATE} a second, the product: p50, p99`,
        target: withConsumers ? '≤ 3 ms, ≤ 15 ms' : '',
        measured: `${millis(productSteady?.p50 ?? Number.NaN)}, ${millis(productSteady?.p99 ?? Number.NaN)}`,
      },
    ]
  } finally {
    await product.close()
    await bare.close()
  }
}

/** @param {Target} target @param {string} run @param {number} seconds */
async function flatOut({ url, number }, run, seconds) {
  const before = runtimeMillis()
  const plan = { numbers: [number], secret: APP_SECRET, count: MOST, customers: CUSTOMERS, run }
  const { rate, sent } = await send({ url, plan, connections: CONNECTIONS, rate: null, seconds })
  return { rate, micros: ((runtimeMillis() - before) * 1000) / sent }
}

/** @param {Target} target */
function atRate({ name, url, number }) {
  const count = RATE * RATE_SECONDS
  const plan = { numbers: [number], secret: APP_SECRET, count, customers: CUSTOMERS, run: `steady-${name}` }
  return send({ url, plan, connections: 32, rate: RATE })
}
