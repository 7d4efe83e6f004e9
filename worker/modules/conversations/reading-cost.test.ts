import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'

/** Enough that a plan which reads them all is seen. Of each ten: one pending, four closed, half unread, nine on one number. */
const CONVERSATIONS = 5000
const MESSAGES_IN_ONE = 5000
// What the product promises for fifty conversations out of a hundred thousand.
const PAGE_BUDGET = 500

let member: Awaited<ReturnType<typeof createMember>>
let agent: Awaited<ReturnType<typeof createMember>>
const now = () => testClock.now()

/** Rows as an inbox has them, made by SQL: the factories would take minutes. The triggers see each of them. */
async function seed(organizationId: string, agentId: string) {
  const at = now() - 60_000
  const run = (text: string) => env.SHARD_0.prepare(text).run()
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${CONVERSATIONS - 1})`
  await run(`${numbers} INSERT INTO contacts (organization_id, id, profile_name, phone, source, consent, created_at, updated_at)
    SELECT '${organizationId}', 'ctc_' || i, 'Person ' || i, '+49170' || (1000000 + i), 'inbound', 'unknown', ${at}, ${at} FROM n`)
  await run(
    `INSERT INTO tags VALUES ('${organizationId}', 'tag_often', 'often', 1, ${at}), ('${organizationId}', 'tag_rare', 'rare', 2, ${at})`,
  )
  await run(
    `${numbers} INSERT INTO contact_tags SELECT '${organizationId}', 'ctc_' || i, 'tag_often', ${at} FROM n WHERE i % 2 = 0`,
  )
  await run(
    `${numbers} INSERT INTO contact_tags SELECT '${organizationId}', 'ctc_' || i, 'tag_rare', ${at} FROM n WHERE i % 500 = 7`,
  )
  await run(`${numbers} INSERT INTO conversations (organization_id, id, phone_number_id, contact_id, status, snoozed_until, assignee_id,
      unread_count, last_message_id, last_message_at, last_inbound_at, failed_message_id,
      change_seq, created_at)
    SELECT '${organizationId}', 'con_' || i, CASE WHEN i % 10 = 3 THEN 'num_small' ELSE 'num_large' END, 'ctc_' || i,
      CASE WHEN i % 10 < 4 THEN 'closed' WHEN i % 10 = 4 THEN 'pending' ELSE 'open' END,
      CASE WHEN i % 100 = 6 THEN ${at + 86_400_000} END,
      CASE WHEN i % 200 = 8 THEN '${agentId}' WHEN i % 3 = 0 THEN NULL ELSE 'usr_other' END,
      CASE WHEN i % 10 > 4 AND i % 2 = 1 THEN 2 ELSE 0 END,
      'msg_c' || i, ${at} - i * 10000, ${at} - i * 20000, CASE WHEN i % 25 IN (0, 6, 8) THEN 'msg_x' || i END, i + 1, ${at} FROM n`)
  await run(`INSERT INTO change_sequences VALUES ('${organizationId}', ${CONVERSATIONS})`)
  const message = `INSERT INTO messages (organization_id, id, conversation_id, phone_number_id, direction, type, content, text, wamid,
      occurred_at, attempts, parser_version, created_at)`
  await run(`${numbers} ${message} SELECT '${organizationId}', 'msg_c' || i, 'con_' || i, 'num_large', 'inbound', 'text',
      '{"type":"text","body":"Hello"}', 'Hello ' || i, 'wamid.c' || i, ${at} - i * 10000, 0, 1, ${at} FROM n`)
  await run(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MESSAGES_IN_ONE}) ${message}
    SELECT '${organizationId}', 'msg_m' || printf('%06d', i), 'con_0', 'num_large', 'inbound', 'text', '{"type":"text","body":"Hi"}', 'Hi',
      'wamid.m' || i, ${at} - 60000000 + i * 1000, 0, 1, ${at} FROM n`)
}

beforeAll(async () => {
  member = await createMember()
  agent = await createMember({ organization: member.organization, role: 'agent' })
  await seed(member.organization.id, agent.user.id)
})

/** What a request read in the shard. */
async function read(path: string, token = member.token) {
  const { status, body, operations } = await send('GET', path, { token })
  expect(status).toBe(200)
  const inShard = operations.filter(({ name }) => name.startsWith('SHARD_'))
  return { body, rows: inShard.reduce((sum, { rowsRead = 0 }) => sum + rowsRead, 0) }
}

async function seesOwnOnly<T>(work: () => Promise<T>): Promise<T> {
  const set = (value: string) =>
    env.DIRECTORY.prepare(
      `UPDATE organizations SET agent_visibility = '${value}' WHERE id = '${member.organization.id}'`,
    ).run()
  await set('own')
  try {
    return await work()
  } finally {
    await set('all')
  }
}

describe('the first page of conversations', () => {
  it.each([
    ['all', ''],
    ['of the agent', `assigneeId=agent`],
    ['unassigned', 'view=unassigned'],
    ['unread', 'view=unread'],
    ['window closing', 'view=window_closing'],
    ['pending', 'view=pending'],
    ['snoozed', 'view=snoozed'],
    ['closed', 'view=closed'],
    ['of a member', 'assigneeId=usr_other'],
    ['of a member, closed', 'assigneeId=usr_other&status=closed'],
    ['of a number that has few', 'phoneNumberId=num_small&status=closed'],
    ['of a number', 'phoneNumberId=num_large'],
    ['of a rare tag', 'tagId=tag_rare'],
    ['failed', 'hasFailed=true'],
    ['failed, closed', 'hasFailed=true&view=closed'],
    ['failed, of a member', 'hasFailed=true&assigneeId=usr_other'],
    ['failed, of a number', 'hasFailed=true&phoneNumberId=num_large'],
    ['failed, of a common tag', 'hasFailed=true&tagId=tag_often'],
  ])('%s reads little', async (_, query) => {
    const { body, rows } = await read(`/api/conversations?${query.replace('=agent', `=${agent.user.id}`)}`)
    expect(body.items.length).toBeGreaterThan(5)
    expect(rows).toBeLessThanOrEqual(PAGE_BUDGET)
  })

  it('of a common tag reads little more: its conversations are looked up one by one', async () => {
    const { body, rows } = await read('/api/conversations?tagId=tag_often')
    expect(body.items).toHaveLength(50)
    expect(rows).toBeLessThanOrEqual(PAGE_BUDGET + 20)
  })

  it.each(['', 'view=unassigned', 'view=closed', 'view=pending', 'phoneNumberId=num_large'])(
    'reads little for an agent who sees their own only: %s',
    async (query) => {
      const { body, rows } = await seesOwnOnly(() => read(`/api/conversations?${query}`, agent.token))
      expect(body.items).toHaveLength(50)
      expect(rows).toBeLessThanOrEqual(PAGE_BUDGET)
    },
  )

  it('a later page reads no more than the first', async () => {
    const first = await read('/api/conversations?limit=50')
    const second = await read(`/api/conversations?limit=50&cursor=${first.body.nextCursor}`)
    expect(second.body.items).toHaveLength(50)
    expect(second.rows).toBeLessThanOrEqual(first.rows + 10)
  })
})

it('the counts read no further than they count', async () => {
  const { body, rows } = await read('/api/conversations/counts')
  expect(body).toEqual({
    all: 100,
    mine: 0,
    unassigned: 100,
    unread: 100,
    window_closing: 100,
    pending: 100,
    snoozed: 50,
    closed: 100,
    failed: 100,
  })
  // Each is counted to a hundred in one or two ranges.
  expect(rows).toBeLessThanOrEqual(1000)
  const own = await seesOwnOnly(() => read('/api/conversations/counts', agent.token))
  expect(own.body).toMatchObject({ all: 100, mine: 25, closed: 100 })
  expect(own.rows).toBeLessThanOrEqual(1700)
})

it('a page of messages reads little, wherever it is', async () => {
  const newest = await read('/api/conversations/con_0/messages')
  const older = await read(`/api/conversations/con_0/messages?cursor=${newest.body.olderCursor}`)
  const around = await read('/api/conversations/con_0/messages?around=msg_m002500')
  for (const { body, rows } of [newest, older, around]) {
    expect(body.items).toHaveLength(50)
    expect(rows).toBeLessThanOrEqual(PAGE_BUDGET)
  }
})
