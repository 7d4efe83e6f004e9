import { expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createSender } from '../../test/sending'

const OUTBOUND = 'wharf-outbound'
const MINUTE = 60_000
/** What the sweep looks at of a shard in a minute. */
const A_MINUTES = 20_000

it('what becomes due is told, however much lies there that nobody can do; and the oldest are told, too', async () => {
  const { post, addPerson, queues, shard, organization } = await createSender()
  const [stuck, person] = [await addPerson(), await addPerson()]
  const { body } = await post(stuck, 'Stuck')
  await post(person, 'Hello')
  await shard.run(`INSERT INTO messages
      (organization_id, id, conversation_id, phone_number_id, direction, type, content, sent_by, occurred_at, send_state, due_at, parser_version, created_at)
    WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at <= ${A_MINUTES})
    SELECT organization_id, id || '-' || at, conversation_id, phone_number_id, direction, type, content, sent_by, occurred_at, send_state, 1000 + at, 0, created_at
    FROM messages, n WHERE id = '${body.id}' AND organization_id = '${organization.id}'`)
  const told = () =>
    queues.waiting(OUTBOUND).map(({ body }) => (body as { payload: { conversationId: string } }).payload.conversationId)
  const before = told().length
  testClock.advanceBy(2 * MINUTE)
  await queues.minute()
  expect(told().slice(before)).toContain(person.id)
  expect(told().slice(before)).toContain(stuck.id)
}, 60_000)
