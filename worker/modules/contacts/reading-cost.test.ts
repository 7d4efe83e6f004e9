import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'

/** Enough that a plan which reads them all is seen. Of each ten, nine have a thread, one of those is closed. */
const PEOPLE = 20_000
// By their last message, each is found through a conversation that must be their last one.
const PAGE_BUDGET = 600
let member: Awaited<ReturnType<typeof createMember>>

beforeAll(async () => {
  member = await createMember()
  const { id } = member.organization
  const at = testClock.now() - 60_000
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${PEOPLE - 1})`
  const run = (text: string) => env.SHARD_0.prepare(text).run()
  await run(`${numbers} INSERT INTO contacts (organization_id, id, profile_name, phone, source, consent, created_at, updated_at)
    SELECT '${id}', 'ctc_' || printf('%06d', i), 'Person ' || (i * 7919 % ${PEOPLE}), '+49170' || (1000000 + i), 'inbound', 'unknown', ${at}, ${at} FROM n`)
  await run(`INSERT INTO tags VALUES ('${id}', 'tag_often', 'often', 1, ${at})`)
  await run(
    `${numbers} INSERT INTO contact_tags SELECT '${id}', 'ctc_' || printf('%06d', i), 'tag_often', ${at} FROM n WHERE i % 2 = 0`,
  )
  await run(`${numbers} INSERT INTO conversations (organization_id, id, phone_number_id, contact_id, status, unread_count,
      last_message_id, last_message_at, change_seq, created_at)
    SELECT '${id}', 'con_' || i, 'num_one', 'ctc_' || printf('%06d', i), CASE WHEN i % 10 = 3 THEN 'closed' ELSE 'open' END, 0,
      'msg_c' || i, ${at} - i * 10000, i + 1, ${at} FROM n WHERE i % 10 > 0`)
})

async function read(query: string) {
  const { status, body, operations } = await send('GET', `/api/contacts?${query}`, { token: member.token })
  expect(status).toBe(200)
  const inShard = operations.filter(({ name }) => name.startsWith('SHARD_'))
  return { body, rows: inShard.reduce((sum, { rowsRead = 0 }) => sum + rowsRead, 0) }
}

it.each([
  'sort=last_message',
  'sort=last_message&direction=asc',
  'sort=name',
  'sort=name&direction=desc',
  'sort=created',
  'sort=created&direction=asc',
])('fifty of twenty thousand people by %s read little, and so do the next fifty', async (query) => {
  const first = await read(query)
  expect(first.body.items).toHaveLength(50)
  expect(first.rows).toBeLessThanOrEqual(PAGE_BUDGET)
  const second = await read(`${query}&cursor=${first.body.nextCursor}`)
  expect(second.body.items).toHaveLength(50)
  expect(second.rows).toBeLessThanOrEqual(PAGE_BUDGET)
})

it('a search reads what it finds', async () => {
  const { body, rows } = await read('search=person+1234')
  expect(body.items.length).toBeGreaterThan(5)
  expect(rows).toBeLessThanOrEqual(body.items.length * 12 + 20)
})
