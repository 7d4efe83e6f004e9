// A process of its own with agents' WebSockets. It notes when each message of the run was first seen on each of them, by the
// token in its text, and what the newest change was. Times are process.hrtime's, as the sender's.
import { TOKEN } from './deliveries.mjs'

/** @typedef {{ url: string, tokens: string[], count: number }} Order `count`: how many messages there will be */
/**
 * @typedef {object} Heard
 * @property {Float64Array[]} seenAt for each socket, for each message: ms on the monotonic clock, 0 for never
 * @property {number[]} frames for each socket
 * @property {number[]} to the newest change on each socket
 * @property {number[]} gaps frames whose `from` was above the last `to`
 * @property {number[]} lastAt when the last change came
 * @property {number} bytes on all sockets
 */

const clock = () => Number(process.hrtime.bigint()) / 1e6

/** @type {Heard} */
const heard = { seenAt: [], frames: [], to: [], gaps: [], lastAt: [], bytes: 0 }

/** @param {string} url @param {string} token @param {number} count @param {number} at */
async function listen(url, token, count, at) {
  const socket = new WebSocket(url, ['wharf', `bearer.${token}`])
  const seenAt = new Float64Array(count)
  heard.seenAt[at] = seenAt
  heard.frames[at] = 0
  heard.to[at] = 0
  heard.gaps[at] = 0
  heard.lastAt[at] = 0
  await new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error(`no socket at ${url}`)))
    socket.addEventListener('close', ({ code }) => reject(new Error(`the socket was closed: ${code}`)))
    socket.addEventListener('message', ({ data }) => {
      resolve(undefined)
      const now = clock()
      const text = String(data)
      const change = /"from":(\d+),"to":(\d+)/.exec(text.slice(0, 200)) ?? /"from":(\d+),"to":(\d+)/.exec(text)
      if (!change) return
      heard.bytes += text.length
      heard.frames[at] = (heard.frames[at] ?? 0) + 1
      heard.lastAt[at] = now
      const last = heard.to[at] ?? 0
      if (last > 0 && Number(change[1]) > last) heard.gaps[at] = (heard.gaps[at] ?? 0) + 1
      heard.to[at] = Math.max(last, Number(change[2]))
      for (const [, index] of text.matchAll(TOKEN)) if (seenAt[Number(index)] === 0) seenAt[Number(index)] = now
    })
  })
}

process.on('message', async (/** @type {Order | 'report'} */ order) => {
  if (order === 'report') {
    process.send?.(heard)
    return
  }
  for (const [at, token] of order.tokens.entries()) await listen(order.url, token, order.count, at)
  process.send?.('ready')
})
process.on('disconnect', () => process.exit())
