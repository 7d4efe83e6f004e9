// A process of its own that sends signed deliveries over sockets kept open, and does as little else as it can: the machine
// is shared with what is measured. Told what to do by its parent, answers with a report. Times are process.hrtime's.
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { quantile } from '../numbers.mjs'
import { bodyOf, sign } from './deliveries.mjs'

/**
 * @typedef {object} Order
 * @property {string} url
 * @property {import('./deliveries.mjs').Plan} plan
 * @property {number} connections
 * @property {number | null} rate deliveries a second, each at its time whatever the answers do (open loop); null as fast as they come
 * @property {number} [seconds] stop then, whatever is left
 * @property {boolean} [withTimes] when each delivery was due
 */
/**
 * @typedef {object} Report
 * @property {number} sent
 * @property {number} rate answered 200, a second
 * @property {number} p50 of the answer, in ms; open loop: from when it was due
 * @property {number} p99
 * @property {number} max
 * @property {Record<string, number>} refused status → how often
 * @property {number} startedAt ms on the machine's monotonic clock
 * @property {number} endedAt
 * @property {number[]} [dueAt] of each delivery
 */

const clock = () => Number(process.hrtime.bigint()) / 1e6

/** @param {URL} url @param {string} body @param {string} signature */
const requestOf = (url, body, signature) =>
  Buffer.from(
    `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n` +
      `x-hub-signature-256: ${signature}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )

/** One connection: a request, its answer, the next request. @param {URL} url */
async function open(url) {
  const socket = connect(Number(url.port), url.hostname)
  socket.setNoDelay(true)
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  /** @type {(status: number) => void} */
  let answered = () => {}
  let received = ''
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1')
    const head = received.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = /\r\ncontent-length: *(\d+)/i.exec(received)?.[1]
    const isWhole = length ? received.length >= head + 4 + Number(length) : received.endsWith('0\r\n\r\n')
    if (!isWhole) return
    const status = Number(received.slice(9, 12))
    received = ''
    answered(status)
  })
  socket.on('error', () => answered(0))
  socket.on('close', () => answered(0))
  return {
    /** @param {Buffer} request @returns {Promise<number>} the status; 0 for a broken connection */
    post: (request) =>
      new Promise((resolve) => {
        answered = resolve
        // A write to a socket that is closed already says nothing.
        if (socket.destroyed || socket.readyState !== 'open') resolve(0)
        else socket.write(request)
      }),
    end: () => socket.destroy(),
  }
}

/** @param {Order} order @returns {Promise<Report>} */
async function run({ url: address, plan, connections, rate, seconds, withTimes = false }) {
  const url = new URL(address)
  const requests = Array.from({ length: plan.count }, (_, at) => {
    const body = bodyOf(plan, at)
    return requestOf(url, body, sign(plan.secret, body))
  })
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(url)))
  const latencies = /** @type {number[]} */ ([])
  const dueAt = /** @type {number[]} */ ([])
  /** @type {Record<string, number>} */
  const refused = {}
  process.send?.('ready')
  await new Promise((resolve) => process.once('message', resolve))
  const startedAt = clock()
  const stopAt = startedAt + (seconds ?? Number.POSITIVE_INFINITY) * 1000
  let next = 0
  let sent = 0
  const note = (/** @type {number} */ status, /** @type {number} */ since) => {
    if (status === 200) latencies.push(clock() - since)
    else refused[status] = (refused[status] ?? 0) + 1
  }
  /** @param {Awaited<ReturnType<typeof open>>} socket */
  const flatOut = async (socket) => {
    while (next < requests.length && clock() < stopAt) {
      const request = requests[next++]
      if (!request) return
      sent++
      const since = clock()
      note(await socket.post(request), since)
    }
  }
  /** @param {number} pace deliveries a second */
  const openLoop = async (pace) => {
    const idle = [...sockets]
    /** @type {number[]} */
    const waiting = []
    let left = 0
    const dispatch = () => {
      while (idle.length > 0 && waiting.length > 0) {
        const at = waiting.shift() ?? 0
        // Each in its turn: workerd closes a connection that is idle for five seconds.
        const socket = idle.shift()
        const request = requests[at]
        if (!socket || !request) return
        sent++
        left++
        void socket.post(request).then((status) => {
          note(status, dueAt[at] ?? 0)
          left--
          idle.push(socket)
          dispatch()
        })
      }
    }
    while (next < requests.length && clock() < stopAt) {
      const due = startedAt + (next * 1000) / pace
      const early = due - clock()
      if (early > 0.2) {
        await delay(Math.max(0, Math.floor(early)))
        continue
      }
      dueAt[next] = due
      waiting.push(next++)
      dispatch()
    }
    while (left > 0 || waiting.length > 0) await delay(1)
  }
  if (rate === null) await Promise.all(sockets.map(flatOut))
  else await openLoop(rate)
  const endedAt = clock()
  for (const socket of sockets) socket.end()
  return {
    sent,
    rate: latencies.length / ((endedAt - startedAt) / 1000),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    max: quantile(latencies, 1),
    refused,
    startedAt,
    endedAt,
    ...(withTimes && { dueAt }),
  }
}

process.once('message', async (order) => {
  const report = await run(/** @type {Order} */ (order))
  process.send?.(report, () => process.exit())
})
