import { describe, expect, it } from 'vitest'
import { runCron } from '../../crons'
import { testClock } from '../../test/clock'
import { createOrganization } from '../../test/factories'
import { organizationContext, systemContext } from '../../test/system'
import { parkedStatuses } from './messages.tables'

const DAY = 24 * 3_600_000

describe('statuses whose message never came', () => {
  it('are kept for a month and then go, in every shard', async () => {
    const now = testClock.now()
    const inboxes = [
      await organizationContext(),
      await organizationContext(await createOrganization({ shard: 'SHARD_1' })),
    ]
    for (const { db } of inboxes)
      for (const [wamid, age] of [
        ['wamid.old', 31],
        ['wamid.young', 29],
      ] as const)
        await db.insert(parkedStatuses, { phoneNumberId: 'num_1', wamid, sentAt: now, createdAt: now - age * DAY })
    await runCron('0 3 * * *', systemContext())
    for (const { db } of inboxes) expect(await db.select(parkedStatuses)).toMatchObject([{ wamid: 'wamid.young' }])
  })
})
