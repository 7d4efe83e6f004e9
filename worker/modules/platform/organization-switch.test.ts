import { describe, expect, it } from 'vitest'
import { outbox } from '../../shared/db/directory.tables'
import { shardOutbox } from '../../shared/db/shard.tables'
import { createId } from '../../shared/ids'
import { testClock } from '../../test/clock'
import { createOperatorSession, createOrganization } from '../../test/factories'
import { send } from '../../test/harness'
import { holdQueues } from '../../test/held-queues'
import { organizationContext } from '../../test/system'

const DAY = 86_400_000

describe('an organization that is switched on again', () => {
  it('gets the events that have waited longer than the sweep looks back', async () => {
    const organization = await createOrganization()
    const ctx = await organizationContext(organization)
    const queues = holdQueues()
    const token = await createOperatorSession()
    const at = testClock.now() - 3 * DAY
    const row = () => ({ id: createId('evt', at), queuedAt: at, createdAt: at })
    const [waiting, directory] = [Array.from({ length: 501 }, row), row()]
    for (const statement of ctx.db.insertMany(
      shardOutbox,
      waiting.map((one) => ({ ...one, event: { type: 'inbox.events', events: [] } as never })),
    ))
      await statement
    await ctx.directory.insert(outbox, { ...directory, event: { type: 'nobody.knows_it' } })
    const turn = async (isActive: boolean) => {
      const path = `/api/platform/organizations/${organization.id}`
      const answer = await send('PATCH', path, { token, body: { isActive }, env: queues.bindings })
      expect(answer).toMatchObject({ status: 200, body: { isActive } })
    }
    await turn(false)
    await queues.minute()
    expect(queues.waiting('wharf-events'), 'what is old is not swept').toEqual([])
    await turn(true)
    await queues.run()
    expect(await ctx.db.select(shardOutbox)).toEqual([])
    expect(await ctx.directory.select(outbox)).toEqual([])
  })
})
