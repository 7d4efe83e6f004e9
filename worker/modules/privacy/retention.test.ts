import { eq } from 'drizzle-orm'
import { decodeTime } from 'ulid'
import { beforeEach, describe, expect, it } from 'vitest'
import { jobWorks } from '../../job-kinds'
import { createId, idsSince } from '../../shared/ids'
import { testClock } from '../../test/clock'
import { createReceiver, type Receiver, saidTo, text } from '../../test/deliveries'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createMessage } from '../../test/inbox-factories'
import { createMedia } from '../../test/media'
import { systemContext } from '../../test/system'
import { jobs } from '../jobs/jobs.tables'
import { runJob } from '../jobs/run-jobs.usecases'
import { enqueueRetention, startRetention } from './retention.usecases'

const DAY = 86_400_000
const amara = { waId: '16505551234', name: 'Amara' }

async function run({ ctx }: Receiver) {
  const [job] = (await ctx.db.select(jobs, eq(jobs.kind, 'retention'))).toReversed()
  if (!job) throw new Error('nothing was begun')
  await runJob(ctx, job.id, jobWorks)
  return (await ctx.db.select(jobs, eq(jobs.id, job.id)))[0]
}
/** A conversation with a message and a file of long ago. */
async function scene() {
  const receiver = await createReceiver()
  await receiver.take([saidTo(receiver.number, text(amara, 'Long ago'))])
  const [thread] = await receiver.conversations()
  if (!thread) throw new Error('no thread')
  const file = await createMedia(receiver.organization, { conversationId: thread.id, messageId: 'msg_1' })
  const sent = await createMedia(receiver.organization, { conversationId: thread.id, direction: 'outbound' })
  return { receiver, thread, file, sent }
}
const words = async ({ messages }: Receiver) => (await messages()).map((row) => row.text)

/** Ids never go back in time, though the clock does after each test: here the clock follows them. */
beforeEach(() => {
  const newest = decodeTime(createId('msg', testClock.now()).slice('msg_'.length).toUpperCase())
  testClock.advanceBy(Math.max(0, newest - testClock.now()))
})

describe('retention', () => {
  it('takes away words, files and deliveries that are older, and keeps the rest and the counts', async () => {
    const { receiver, thread, file, sent } = await scene()
    const other = await scene()
    testClock.advanceBy(31 * DAY)
    await receiver.take([saidTo(receiver.number, text(amara, 'Today'))])
    await createMessage(receiver.organization, thread, {
      ...{ direction: 'outbound', mediaId: sent.id, text: 'Again', sendState: 'accepted', occurredAt: testClock.now() },
    })
    await startRetention(receiver.ctx, 30)
    const done = await run(receiver)
    expect(done).toMatchObject({ state: 'done', result: { messages: 1, files: 1, archiveObjects: 1 } })
    expect((await words(receiver)).toSorted()).toEqual(['Again', 'Today', null].toSorted())
    expect((await receiver.ctx.media.list('media/')).objects.map(({ path }) => path)).toEqual([`media/${sent.id}`])
    expect(await receiver.ctx.media.head(`media/${file.id}`)).toBeNull()
    expect((await receiver.ctx.media.list('deliveries/')).objects).toHaveLength(1)
    expect(await words(other.receiver)).toEqual(['Long ago'])
    expect(await other.receiver.ctx.media.head(`media/${other.file.id}`)).not.toBeNull()
  })

  it('is done once a day, goes on where it was, and leaves what waits to be sent', async () => {
    const { receiver, thread } = await scene()
    const waits = await createMessage(receiver.organization, thread, {
      ...{ direction: 'outbound', text: 'Later', sendState: 'scheduled', dueAt: testClock.now() + 400 * DAY },
    })
    testClock.advanceBy(31 * DAY)
    await startRetention(receiver.ctx, 30)
    await startRetention(receiver.ctx, 30)
    expect(await run(receiver)).toMatchObject({ result: { messages: 1 } })
    expect(await receiver.ctx.db.select(jobs, eq(jobs.kind, 'retention'))).toHaveLength(1)
    expect(await receiver.messages()).toContainEqual(expect.objectContaining({ id: waits.id, text: 'Later' }))
    const id = `${idsSince('msg', testClock.now() - 30 * DAY)}${'0'.repeat(16)}`
    const late = { occurredAt: testClock.now() - 30 * DAY, text: 'A day younger' }
    await createMessage(receiver.organization, thread, { id, ...late })
    testClock.advanceBy(DAY)
    await startRetention(receiver.ctx, 30)
    expect(await run(receiver)).toMatchObject({ result: { messages: 1 } })
    expect(await words(receiver)).not.toContain('A day younger')
  })

  it('is a setting of admins, and begun by the cron for who has it', async () => {
    const admin = await createMember()
    const { token, organization } = admin
    const path = '/api/organizations/current'
    expect((await send('GET', path, { token })).body.retentionDays).toBeNull()
    for (const retentionDays of [29, 3651, 30.5])
      expect((await send('PATCH', path, { token, body: { retentionDays } })).status).toBe(400)
    expect((await send('PATCH', path, { token, body: { retentionDays: 365 } })).body.retentionDays).toBe(365)
    const told: unknown[] = []
    const DUE = { sendBatch: async (batch: { body: unknown }[]) => void told.push(...batch.map(({ body }) => body)) }
    const system = systemContext()
    expect(await enqueueRetention({ ...system, env: { ...system.env, DUE: DUE as unknown as Queue } })).toBe(
      told.length,
    )
    const payload = { organizationId: organization.id, kind: 'retention', ids: ['365'] }
    expect(told).toContainEqual(expect.objectContaining({ payload }))
    expect((await send('PATCH', path, { token, body: { retentionDays: null } })).body.retentionDays).toBeNull()
  })
})
