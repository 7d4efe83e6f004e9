import { readFileSync } from 'node:fs'
import { atRoot } from '../../scripts/shared/paths.mjs'
import { Stop } from '../../scripts/shared/run.mjs'
import { millis, quantile } from '../numbers.mjs'
import { someNumber, startSystem } from './system.mjs'

const CONVERSATIONS = Number(process.env.BENCH_CONVERSATIONS ?? 100_000)
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 1_000_000)
const CHUNK = 20_000
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1000)
/** One thread has a tenth of all messages. */
const LONG = Math.floor(MESSAGES / 10)

/**
 * First pages of an organization with very many rows: how long, and what D1 reads for them.
 * @returns {Promise<import('../run.mjs').Row[]>}
 */
export async function measurePages() {
  const system = await startSystem({
    modules: [
      { type: 'ESModule', path: 'counting.js', contents: readFileSync(atRoot('bench/counting.mjs'), 'utf8') },
      { type: 'ESModule', path: 'index.js', contents: readFileSync(atRoot('dist/worker/index.js'), 'utf8') },
    ],
  })
  try {
    await fill(system)
    const long = id('con', 1)
    const pages = [
      {
        what: `50 conversations out of ${CONVERSATIONS.toLocaleString('en')}`,
        path: '/api/conversations?limit=50',
        isTarget: true,
      },
      { what: 'the same, unread', path: '/api/conversations?limit=50&view=unread' },
      { what: 'the same, window closing', path: '/api/conversations?limit=50&view=window_closing' },
      { what: 'the same, unassigned', path: '/api/conversations?limit=50&view=unassigned' },
      { what: 'the counts of all views', path: '/api/conversations/counts' },
      { what: 'a search for a word in few messages', path: '/api/conversations?limit=50&search=parcel4711' },
      { what: 'a search for a word in every message', path: '/api/conversations?limit=50&search=parcel' },
      {
        what: `50 messages out of ${MESSAGES.toLocaleString('en')} (${LONG.toLocaleString('en')} in the thread)`,
        path: `/api/conversations/${long}/messages?limit=50`,
        isTarget: true,
      },
    ]
    const rows = []
    for (const { what, path, isTarget } of pages) {
      const { times, rowsRead, queries } = await ask(system, path)
      rows.push({
        what: `${what}: p50, p99; rows read; queries`,
        ...(isTarget && { target: 'p99 ≤ 30 ms; ≤ 500' }),
        measured: `${millis(quantile(times, 0.5))}, ${millis(quantile(times, 0.99))}; ${rowsRead}; ${queries}`,
      })
    }
    return rows
  } finally {
    await system.close()
  }
}

/** @param {import('./system.mjs').System} system @param {string} path */
async function ask(system, path) {
  const times = []
  let rowsRead = 0
  let queries = 0
  for (let request = 0; request < REQUESTS; request++) {
    // What counts rows asks some questions twice: one request with it, the others without.
    const isCounted = request === 0
    const startedAt = performance.now()
    const answer = await fetch(system.url + path, {
      headers: { authorization: `Bearer ${system.token}`, ...(isCounted && { 'x-count-rows': '1' }) },
    })
    const body = await answer.text()
    if (!answer.ok) throw new Stop(`GET ${path} answered ${answer.status}: ${body}`)
    if (isCounted) {
      rowsRead = Number(answer.headers.get('x-d1-rows-read'))
      queries = Number(answer.headers.get('x-d1-queries'))
    } else times.push(performance.now() - startedAt)
  }
  return { times, rowsRead, queries }
}

const id = (/** @type {string} */ prefix, /** @type {number} */ serial) =>
  `${prefix}_${String(serial).padStart(26, '0')}`
const idSql = (/** @type {string} */ prefix, /** @type {string} */ serial) =>
  `'${prefix}_' || printf('%026d', ${serial})`

/**
 * Rows as years of use would leave them, made by SQLite itself: a tenth unread, half assigned, a third closed, one thread
 * very long. Messages have the times of an even stream, so every conversation has some of every age.
 * @param {import('./system.mjs').System} system
 */
async function fill(system) {
  const number = await system.connect(someNumber())
  const now = Math.floor(Date.now() / 1000) * 1000
  const org = system.organizationId
  const numbers = (/** @type {number} */ from, /** @type {number} */ to) =>
    `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`
  const step = Math.max(1, Math.floor((90 * 86_400_000) / CONVERSATIONS))
  for (let from = 1; from <= CONVERSATIONS; from += CHUNK) {
    const range = numbers(from, Math.min(CONVERSATIONS, from + CHUNK - 1))
    await system.query(
      `${range} INSERT INTO contacts (organization_id, id, profile_name, phone, source, created_at, updated_at)
       SELECT ?, ${idSql('ctc', 'i')}, 'Person ' || i, '+44790' || printf('%07d', i), 'inbound', ${now}, ${now} FROM n`,
      org,
    )
    await system.query(
      `${range} INSERT INTO conversations (organization_id, id, phone_number_id, contact_id, status, assignee_id, unread_count,
         last_message_id, last_message_at, last_inbound_at, change_seq, created_at)
       SELECT ?, ${idSql('con', 'i')}, ?, ${idSql('ctc', 'i')}, CASE i % 3 WHEN 0 THEN 'closed' ELSE 'open' END,
         CASE i % 2 WHEN 0 THEN 'usr_somebody' END, CASE i % 10 WHEN 0 THEN 3 ELSE 0 END, ${idSql('msg', 'i')},
         ${now} - (${CONVERSATIONS} - i) * ${step}, ${now} - (${CONVERSATIONS} - i) * ${step}, i, ${now} FROM n`,
      ...[org, number.id],
    )
  }
  const between = Math.max(1, Math.floor((90 * 86_400_000) / MESSAGES))
  for (let from = 1; from <= MESSAGES; from += CHUNK) {
    const range = numbers(from, Math.min(MESSAGES, from + CHUNK - 1))
    await system.query(
      `${range} INSERT INTO messages (organization_id, id, conversation_id, phone_number_id, direction, type, content, text, wamid,
         occurred_at, parser_version, created_at)
       SELECT ?, ${idSql('msg', 'i')}, CASE WHEN i % 10 = 0 THEN ${idSql('con', '1')} ELSE ${idSql('con', `(1 + i % ${CONVERSATIONS})`)} END, ?,
         CASE i % 3 WHEN 0 THEN 'outbound' ELSE 'inbound' END, 'text',
         json_object('type', 'text', 'body', 'Where is parcel' || (i % 10000) || ' and the other parcel?'),
         'Where is parcel' || (i % 10000) || ' and the other parcel?', 'wamid.' || i,
         (${now} - (${MESSAGES} - i) * ${between}) / 1000 * 1000, 1, ${now} FROM n`,
      ...[org, number.id],
    )
  }
}
