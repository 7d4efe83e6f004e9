import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Stop } from '../../scripts/shared/run.mjs'
import { buildSimulator } from '../../scripts/shared/simulator.mjs'
import { millis, quantile } from '../numbers.mjs'
import { startSimulator } from '../simulator.mjs'
import { startBareWebhook } from './bare.mjs'
import { APP_SECRET, post, startSystem } from './system.mjs'

const NUMBERS = 6
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 150)
/** In each conversation, one after the other. */
const EACH = 8
/** Of a number with Meta's standard throughput, in any second. */
const LIMIT = 80
const AGENT_MESSAGES = 200
const AGENT_RATE = 10
const BARE_CALLS = 3000

/** @typedef {{ numberId: string, customerId: string, at: number, payload: { text?: { body: string } } }} Received */

/**
 * Everything that waits in many conversations of several numbers, through the simulator in a process of its own: first with
 * nobody who listens to its statuses, because that process makes them in the time it needs for the calls; then with them
 * coming back in. Then an agent's messages one by one.
 * @returns {Promise<import('../run.mjs').Row[]>}
 */
export async function measureOutbound() {
  const { system, simulator, conversations, account, listen, close } = await prepareOutbound()
  try {
    const silent = await sendAll(system, simulator, conversations, { run: 'a', how: 'no statuses' })
    await listen(`${system.url}/api/webhook`)
    const told = await sendAll(system, simulator, conversations, { run: 'b', how: 'three statuses each coming back' })
    const agent = await sendAsAgent(system, simulator, conversations)
    await listen(null)
    // Last: it heeds no rate, and Meta makes whoever did wait.
    const bare = await callBare(system, simulator, account)
    return [...bare, ...silent, ...told, ...agent]
  } finally {
    await close()
  }
}

/**
 * The product beside the simulator, connected by six numbers that everybody has written to. Nobody listens to statuses yet.
 * @param {{ inspectorPort?: number }} [options]
 */
export async function prepareOutbound(options = {}) {
  await buildSimulator()
  const dataDir = mkdtempSync(join(tmpdir(), 'wharf-bench-'))
  const simulator = await startSimulator(dataDir)
  const variables = { GRAPH_URL: simulator.url, META_APP_ID: '634974688087057' }
  const system = await startSystem({ variables, ...options })
  const close = async () => {
    await system.close()
    simulator.end()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    const business = await simulator.post('/businesses', {
      appId: variables.META_APP_ID,
      appSecret: APP_SECRET,
      callbackUrl: `${system.url}/api/webhook`,
      messagingLimit: 'TIER_UNLIMITED',
      numbers: Array.from({ length: NUMBERS }, () => ({})),
    })
    for (const { id, displayPhoneNumber } of business.phoneNumbers) {
      const { accountId: wabaId, accessToken } = business
      await system.connect({ metaPhoneNumberId: id, wabaId, displayPhoneNumber, accessToken })
    }
    const numberIds = business.phoneNumbers.map((/** @type {{ id: string }} */ { id }) => id)
    for (const numberId of numberIds)
      await simulator.post('/load', {
        count: PEOPLE * 6,
        customers: PEOPLE,
        numberIds: [numberId],
        seed: Number(numberId) % 1e6,
      })
    await delay(2000)
    // In turns: Miniflare gives a queue's consumer one batch at a time, and one of a single number waits for that number.
    const conversations = await system.query(
      `SELECT id, phone_number_id FROM conversations WHERE status = 'open'
       ORDER BY row_number() OVER (PARTITION BY phone_number_id ORDER BY id), phone_number_id`,
    )
    const listen = (/** @type {string | null} */ callbackUrl) =>
      simulator.post(`/apps/${business.appId}`, { callbackUrl }, 'PATCH')
    await listen(null)
    const account = { numberIds, accessToken: business.accessToken }
    return { system, simulator, conversations, account, listen, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * The limit: a bare Worker that makes as many calls, keeps nothing, and heeds no number's rate.
 * @param {import('./system.mjs').System} system @param {Awaited<ReturnType<typeof startSimulator>>} simulator
 * @param {{ numberIds: string[], accessToken: string }} account
 */
async function callBare(system, simulator, { numberIds, accessToken }) {
  const bare = await startBareWebhook()
  try {
    const people = await system.query('SELECT value FROM contact_identities WHERE kind = ?', 'wa_id')
    const order = {
      urls: numberIds.map((id) => `${simulator.url}/v26.0/${id}/messages`),
      token: accessToken,
      to: people.map(({ value }) => String(value)),
      count: BARE_CALLS,
    }
    const startedAt = performance.now()
    await fetch(`${bare.url}/graph`, { method: 'POST', body: JSON.stringify(order) })
    const rate = (BARE_CALLS * 1000) / (performance.now() - startedAt)
    return [
      {
        what: `a bare Worker that only makes ${BARE_CALLS} calls, on six connections: a second`,
        measured: rate.toFixed(0),
      },
    ]
  } finally {
    await bare.close()
  }
}

/**
 * @param {import('./system.mjs').System} system @param {Awaited<ReturnType<typeof startSimulator>>} simulator
 * @param {Record<string, unknown>[]} conversations @param {{ run: string, how: string }} options
 */
export async function sendAll(system, simulator, conversations, { run, how }) {
  const now = Date.now()
  const at = Math.floor(now / 1000) * 1000
  const total = conversations.length * EACH
  const rows = conversations.flatMap(({ id, phone_number_id: number }, place) =>
    Array.from({ length: EACH }, (_, step) => {
      const body = `out ${run} ${String(place).padStart(5, '0')}-${String(step).padStart(3, '0')} your parcel is on its way`
      return [`msg_${String(now)}${String(step).padStart(6, '0')}${String(place).padStart(7, '0')}`, id, number, body]
    }),
  )
  for (let from = 0; from < rows.length; from += 2000)
    await system.query(
      `INSERT INTO messages (organization_id, id, conversation_id, phone_number_id, direction, type, content, text, author, sent_by,
         occurred_at, send_state, due_at, parser_version, created_at)
       SELECT ?, value ->> '$[0]', value ->> '$[1]', value ->> '$[2]', 'outbound', 'text',
         json_object('type', 'text', 'body', value ->> '$[3]'), value ->> '$[3]', json_object('type', 'user', 'id', 'usr_x', 'name', 'Ada'), 'agent',
         ${at}, 'queued', ${now}, 1, ${now} FROM json_each(?)`,
      ...[system.organizationId, JSON.stringify(rows.slice(from, from + 2000))],
    )
  const { total: before } = await simulator.get('/received?limit=1')
  const startedAt = Date.now()
  const queue = /** @type {{ sendBatch(messages: unknown[]): Promise<void> }} */ (
    /** @type {unknown} */ (system.product.env.OUTBOUND)
  )
  const pointers = conversations.map(({ id }) => ({
    body: { queue: 'outbound', payload: { organizationId: system.organizationId, conversationId: id } },
  }))
  for (let from = 0; from < pointers.length; from += 100) await queue.sendBatch(pointers.slice(from, from + 100))
  for (let attempt = 0; attempt < 1200; attempt++) {
    await delay(250)
    const { total: count } = await simulator.get('/received?limit=1')
    if (count - before >= total) break
  }
  const { messages } = /** @type {{ messages: Received[] }} */ (await simulator.get('/received?limit=100000'))
  const ours = messages.filter(({ payload }) => payload.text?.body.startsWith(`out ${run} `))
  const times = ours.map(({ at: sent }) => sent).sort((a, b) => a - b)
  const seconds = ((times.at(-1) ?? 0) - startedAt) / 1000
  const states = await system.query(
    "SELECT coalesce(send_state, 'none') AS state, count(*) AS count FROM messages WHERE direction = 'outbound' GROUP BY 1",
  )
  return [
    {
      what: `${how}: ${total} messages waiting in ${conversations.length} conversations of ${NUMBERS} numbers: a second`,
      target: run === 'a' ? '≥ 300' : '',
      measured: `${(ours.length / seconds).toFixed(0)} over ${seconds.toFixed(1)} s`,
    },
    { what: `${how}: most of one number in any second`, target: `≤ ${LIMIT}`, measured: String(mostInASecond(ours)) },
    {
      what: `${how}: conversations out of order; messages that arrived twice; not at all`,
      target: '0; 0; 0',
      measured: `${outOfOrder(ours)}; ${ours.length - new Set(ours.map(({ payload }) => payload.text?.body)).size}; ${total - ours.length}`,
    },
    {
      what: `${how}: all outbound messages afterwards`,
      measured: states.map(({ state, count }) => `${count} ${state}`).join(', '),
    },
  ]
}

/** @param {Received[]} messages */
function mostInASecond(messages) {
  let most = 0
  for (const number of new Set(messages.map(({ numberId }) => numberId))) {
    const times = messages
      .filter(({ numberId }) => numberId === number)
      .map(({ at }) => at)
      .sort((a, b) => a - b)
    let first = 0
    for (const [last, at] of times.entries()) {
      while ((times[first] ?? 0) <= at - 1000) first++
      most = Math.max(most, last - first + 1)
    }
  }
  return most
}

/** @param {Received[]} messages in the order they were accepted */
function outOfOrder(messages) {
  /** @type {Map<string, string>} */
  const last = new Map()
  const broken = new Set()
  for (const { payload } of messages) {
    const [, place = '', step = ''] = /^out \w (\d+)-(\d+)/.exec(payload.text?.body ?? '') ?? []
    if ((last.get(place) ?? '') > step) broken.add(place)
    last.set(place, step)
  }
  return broken.size
}

/** @param {import('./system.mjs').System} system @param {Awaited<ReturnType<typeof startSimulator>>} simulator @param {Record<string, unknown>[]} conversations */
async function sendAsAgent(system, simulator, conversations) {
  const [token = ''] = await system.agents(1)
  /** @type {Map<string, number>} */
  const postedAt = new Map()
  const answers = /** @type {number[]} */ ([])
  await Promise.all(
    Array.from({ length: AGENT_MESSAGES }, async (_, index) => {
      await delay((index * 1000) / AGENT_RATE)
      const body = `agent ${String(index).padStart(4, '0')} good morning`
      const conversation = conversations[(index * 7) % conversations.length]
      const since = performance.now()
      postedAt.set(body, Date.now())
      await post(
        `${system.url}/api/conversations/${conversation?.id}/messages`,
        { content: { type: 'text', body } },
        token,
      )
      answers.push(performance.now() - since)
    }),
  )
  /** @type {number[]} */
  let times = []
  for (let attempt = 0; attempt < 60 && times.length < AGENT_MESSAGES; attempt++) {
    await delay(500)
    const { messages } = /** @type {{ messages: Received[] }} */ (await simulator.get('/received?limit=100000'))
    times = messages.flatMap(({ at, payload }) => {
      const since = postedAt.get(payload.text?.body ?? '')
      return since === undefined ? [] : [at - since]
    })
  }
  if (times.length !== AGENT_MESSAGES) throw new Stop(`Only ${times.length} of ${AGENT_MESSAGES} arrived.`)
  const p = (/** @type {number[]} */ values) => `${millis(quantile(values, 0.5))}, ${millis(quantile(values, 0.99))}`
  return [
    {
      what: `an agent’s message, ${AGENT_RATE} a second: from POST to the Graph call: p50, p99`,
      target: 'p50 ≤ 40 ms',
      measured: p(times),
    },
    { what: 'the answer to the POST: p50, p99', measured: p(answers) },
  ]
}
