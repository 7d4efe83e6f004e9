import { rows, someNumber } from './inbox/system.mjs'

export const CONVERSATIONS = Number(process.env.BENCH_WEB_CONVERSATIONS ?? 10_000)
/** Messages of the newest conversation, and of the one before. */
export const LONG = Number(process.env.BENCH_WEB_MESSAGES ?? 5000)
export const SHORT = 500
const CHUNK = 5000

const idSql = (/** @type {string} */ prefix, /** @type {string} */ serial) =>
  `'${prefix}_' || printf('%026d', ${serial})`

/**
 * Conversations of a week, the newest last by number; the newest with a long thread, the one before with a shorter one.
 * @param {import('./inbox/system.mjs').System} system
 */
export async function fill(system) {
  const number = await system.connect(someNumber())
  const now = Math.floor(Date.now() / 1000) * 1000
  const org = system.organizationId
  const numbers = (/** @type {number} */ from, /** @type {number} */ to) =>
    `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`
  const at = `${now} - (${CONVERSATIONS} - i) * 60000`
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
       SELECT ?, ${idSql('con', 'i')}, ?, ${idSql('ctc', 'i')}, 'open', NULL, 0, ${idSql('msg', 'i')}, ${at}, ${at}, i, ${now} FROM n`,
      ...[org, number.id],
    )
    await insertMessages(system, {
      range,
      number: number.id,
      conversation: idSql('con', 'i'),
      message: idSql('msg', 'i'),
      at,
    })
  }
  for (const [conversation, count] of [
    [CONVERSATIONS, LONG],
    [CONVERSATIONS - 1, SHORT],
  ]) {
    const serial = `${conversation} * 1000000 + i`
    await insertMessages(system, {
      range: numbers(1, (count ?? 1) - 1),
      number: number.id,
      conversation: idSql('con', String(conversation)),
      message: idSql('msg', serial),
      at: `${now} - (${CONVERSATIONS} - ${conversation}) * 60000 - (${count} - i) * 90000`,
    })
  }
  // What the list reads first of all.
  await rows(
    system.shard,
    'INSERT OR REPLACE INTO change_sequences (organization_id, value) VALUES (?, ?)',
    org,
    CONVERSATIONS,
  )
}

/**
 * @param {import('./inbox/system.mjs').System} system
 * @param {{ range: string, number: string, conversation: string, message: string, at: string }} of
 */
async function insertMessages(system, { range, number, conversation, message, at }) {
  const words = `'Where is parcel ' || i || '? ' || substr('It was to come on Saturday, and nobody rang. Could you ask the courier what became of it, please?', 1, 10 + i * 7 % 90)`
  await system.query(
    `${range} INSERT INTO messages (organization_id, id, conversation_id, phone_number_id, direction, type, content, text, wamid,
       occurred_at, parser_version, created_at)
     SELECT ?, ${message}, ${conversation}, ?, CASE i % 3 WHEN 0 THEN 'outbound' ELSE 'inbound' END, 'text',
       json_object('type', 'text', 'body', ${words}), ${words}, 'wamid.' || ${message}, ${at}, 1, ${at} FROM n`,
    ...[system.organizationId, number],
  )
}
