import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { idsSince } from '../../shared/ids'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'

/** Enough that a plan which reads them all is seen. */
const CONVERSATIONS = 5000
const MESSAGES_EACH = 4

let member: Awaited<ReturnType<typeof createMember>>
let agent: Awaited<ReturnType<typeof createMember>>

async function seed(organizationId: string, agentId: string) {
  const now = testClock.now()
  const run = (text: string) => env.SHARD_0.prepare(text).run()
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${CONVERSATIONS - 1})`
  await run(`${numbers} INSERT INTO contacts (organization_id, id, profile_name, phone, source, consent, created_at, updated_at)
    SELECT '${organizationId}', 'ctc_' || i, 'Person ' || i, '+49170' || (1000000 + i), 'inbound', 'unknown', ${now}, ${now} FROM n`)
  await run(`${numbers} INSERT INTO conversations (organization_id, id, phone_number_id, contact_id, status, assignee_id,
      unread_count, last_message_id, last_message_at, last_inbound_at, change_seq, created_at)
    SELECT '${organizationId}', 'con_' || i, 'num_1', 'ctc_' || i, CASE WHEN i % 4 = 0 THEN 'closed' ELSE 'open' END,
      CASE WHEN i % 50 = 1 THEN '${agentId}' WHEN i % 50 = 2 THEN NULL ELSE 'usr_other' END,
      i % 2, 'msg_x', ${now} - i * 20000, ${now} - i * 20000, i + 1, ${now} FROM n`)
  for (let each = 0; each < MESSAGES_EACH; each++)
    await run(`${numbers} INSERT INTO messages (organization_id, id, conversation_id, phone_number_id, direction, type, content, text,
        wamid, occurred_at, sent_by, send_state, attempts, parser_version, created_at)
      SELECT '${organizationId}', '${idsSince('msg', now)}' || printf('%016d', i * ${MESSAGES_EACH} + ${each}), 'con_' || i, 'num_1',
        ${each % 2 === 0 ? `'inbound'` : `'outbound'`}, 'text', '{"type":"text","body":"Hello"}', 'Hello', 'wamid.' || i || '.${each}',
        ${now} - i * 20000 - ${each} * 1000, ${each % 2 === 0 ? 'NULL' : `'agent'`}, 'accepted', 0, 1, ${now} FROM n`)
  await run(`${numbers} INSERT INTO conversation_episodes (organization_id, id, conversation_id, opened_by, opened_at)
    SELECT '${organizationId}', 'epi_' || i, 'con_' || i, 'customer', ${now} - i * 20000 - ${MESSAGES_EACH} * 1000 FROM n`)
}

beforeAll(async () => {
  member = await createMember()
  agent = await createMember({ organization: member.organization, role: 'agent' })
  await seed(member.organization.id, agent.user.id)
})

/** What a request read in the shard. */
async function read(path: string, token: string) {
  const { status, body, operations } = await send('GET', path, { token })
  expect(status).toBe(200)
  const inShard = operations.filter(({ name }) => name.startsWith('SHARD_'))
  return { body, rows: inShard.reduce((sum, { rowsRead = 0 }) => sum + rowsRead, 0) }
}

it('the overview reads little of a large inbox, and says that it did', async () => {
  const { body, rows } = await read('/api/analytics/overview', member.token)
  expect(body).toMatchObject({ open: 100, waiting: { count: 200, isMore: true } })
  expect(rows).toBeLessThanOrEqual(3000)
})

it('the day’s figures read no further than they count', async () => {
  const { body, rows } = await read('/api/analytics/today', member.token)
  expect(body.messages).toMatchObject({ isMore: true })
  expect(body.firstReply.yesterday).toMatchObject({ answered: 200, isMore: true })
  expect(rows).toBeLessThanOrEqual(6000)
})

it('whoever sees their own only costs little more: others’ windows that close are passed over', async () => {
  const set = (value: string) =>
    env.DIRECTORY.prepare(
      `UPDATE organizations SET agent_visibility = '${value}' WHERE id = '${member.organization.id}'`,
    ).run()
  await set('own')
  const { body, rows } = await read('/api/analytics/overview', agent.token)
  await set('all')
  expect(body.waiting).toMatchObject({ isMore: false })
  expect(body.waiting.count).toBeGreaterThan(100)
  expect(rows).toBeLessThanOrEqual(4500)
})
