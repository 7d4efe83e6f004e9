import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrganizationContext } from '../../shared/context'
import { openShard } from '../../shared/db/shards'
import { createId } from '../../shared/ids'
import { testClock } from '../../test/clock'
import { createMember, createOrganization } from '../../test/factories'
import { send } from '../../test/harness'
import { organizationContext, systemContext } from '../../test/system'
import { contactNotes } from '../contacts/contacts.tables'
import { jobs } from './jobs.tables'
import {
  cancelJob,
  createJob,
  jobFailed,
  jobPath,
  pauseJob,
  requireJob,
  resumeJob,
  startJob,
  sweepJobs,
} from './jobs.usecases'
import { type JobWork, runJob } from './run-jobs.usecases'

const MINUTE = 60_000
const DAY = 86_400_000
let ctx: OrganizationContext
/** Its queue is nobody's: a test says itself when a job goes on. */
let told: string[]
const quiet = (outer: OrganizationContext): OrganizationContext => ({
  ...outer,
  env: {
    ...outer.env,
    JOBS: {
      sendBatch: async (batch: { body: { payload: { jobId: string } } }[]) =>
        void told.push(...batch.map(({ body }) => body.payload.jobId)),
    } as unknown as Queue,
  },
})
beforeEach(async () => {
  told = []
  ctx = quiet(await organizationContext())
})
afterEach(() => testClock.reset())

const row = (id: string) => requireJob(ctx, id)
const notes = async () => (await ctx.db.select(contactNotes)).map(({ body }) => body).sort()
/** Writes one note a step: what is there twice was done twice. */
const counting = (steps: number, during?: (at: number) => Promise<void> | void): JobWork => ({
  async step(own, job) {
    const at = Number(job.place?.at ?? 0) + 1
    const author = { type: 'system', id: null, name: null }
    const note = { id: createId('cnt', own.clock.now()), contactId: 'x', body: `step ${at}`, author, createdAt: 1 }
    await during?.(at)
    return {
      statements: [own.db.insert(contactNotes, note)],
      ...{ place: { at }, done: at, total: steps, counts: { written: at }, isDone: at === steps },
    }
  },
})
const begin = () =>
  createJob(ctx, { kind: 'contact_bulk', input: { what: 'it' }, title: 'Tag 3 people', state: 'running' })
const go = (id: string, work: JobWork) => runJob(ctx, id, { contact_bulk: work })

describe('a job', () => {
  it('runs its steps to the end, one after the other, and keeps what came out of it for seven days', async () => {
    const { id } = await begin()
    expect(told).toEqual([id])
    await go(id, counting(3))
    expect(await notes()).toEqual(['step 1', 'step 2', 'step 3'])
    const job = await row(id)
    expect(job).toMatchObject({
      state: 'done',
      done: 3,
      total: 3,
      counts: { written: 3 },
      claimToken: null,
      dueAt: null,
    })
    expect(job.expiresAt).toBe((job.finishedAt ?? 0) + 7 * DAY)
    await go(id, counting(3))
    expect(await notes()).toHaveLength(3)
  })

  it('goes back to the queue when an invocation has had its time', async () => {
    const { id } = await begin()
    await go(
      id,
      counting(3, () => testClock.advanceBy(10_000)),
    )
    expect([await notes(), (await row(id)).state, told]).toEqual([['step 1', 'step 2'], 'running', [id, id]])
    await go(id, counting(3))
    expect((await row(id)).state).toBe('done')
  })

  it('is one run, however often the queue says so', async () => {
    const { id } = await begin()
    const work = counting(2, () => go(id, counting(2)))
    await go(id, work)
    expect(await notes()).toEqual(['step 1', 'step 2'])
  })

  it('that a run died with is found by the sweep, and goes on where it was', async () => {
    const { id } = await begin()
    // Its lease is running, and nobody runs it.
    await openShard(env, 'SHARD_0')
      .update(jobs)
      .set({ claimToken: 'clm_dead', place: { at: 1 } })
      .where(eq(jobs.id, id))
    await go(id, counting(2))
    expect(await notes()).toEqual([])
    testClock.advanceBy(MINUTE + 1)
    const system = systemContext()
    await sweepJobs({ ...system, env: { ...system.env, JOBS: ctx.env.JOBS } })
    expect(told.filter((one) => one === id)).toHaveLength(2)
    await go(id, counting(2))
    expect(await notes()).toEqual(['step 2'])
  })

  it('whose lease another run took writes nothing any more', async () => {
    const { id } = await begin()
    await go(
      id,
      counting(2, async (at) => {
        if (at === 1)
          await openShard(env, 'SHARD_0').update(jobs).set({ claimToken: 'clm_other' }).where(eq(jobs.id, id))
      }),
    )
    expect([await notes(), (await row(id)).claimToken]).toEqual([[], 'clm_other'])
  })
})

describe('a person', () => {
  it('pauses it in the middle of a step: the step was not, and is done when it goes on', async () => {
    const { id } = await begin()
    await go(
      id,
      counting(3, async (at) => void (at === 2 && (await pauseJob(ctx, id)))),
    )
    expect([await notes(), (await row(id)).state]).toEqual([['step 1'], 'paused'])
    await go(id, counting(3))
    expect(await notes()).toEqual(['step 1'])
    await resumeJob(ctx, id)
    await go(id, counting(3))
    expect([await notes(), (await row(id)).state]).toEqual([['step 1', 'step 2', 'step 3'], 'done'])
  })

  it('cancels it: what it has done stays, and its kind has the last word once', async () => {
    const { id } = await begin()
    const ended: string[] = []
    const work = {
      ...counting(3, async (at) => void (at === 2 && (await cancelJob(ctx, id)))),
      onEnd: async () => void ended.push(id),
    }
    await go(id, work)
    await go(id, work)
    expect([await notes(), (await row(id)).state, ended]).toEqual([['step 1'], 'cancelled', [id]])
    await expect(resumeJob(ctx, id)).rejects.toMatchObject({ code: 'jobs.ended' })
  })

  it('starts one that waits, twice: it is one run', async () => {
    const { id } = await createJob(ctx, { kind: 'contact_bulk', input: {}, state: 'waiting' })
    await expect(pauseJob(ctx, id)).rejects.toMatchObject({ code: 'jobs.not_started' })
    await Promise.all([startJob(ctx, id), startJob(ctx, id)])
    expect([(await row(id)).state, told]).toEqual(['running', [id]])
  })
})

describe('what goes wrong', () => {
  it('is tried again later, ten times at most; then a sentence says so', async () => {
    const { id } = await begin()
    const broken: JobWork = { step: async () => Promise.reject(new Error('the bucket does not answer')) }
    for (let attempt = 1; attempt < 10; attempt++) {
      await go(id, broken)
      expect((await row(id)).state).toBe('running')
      testClock.advanceBy(2 * 3_600_000)
    }
    await go(id, broken)
    expect(await row(id)).toMatchObject({ state: 'failed', failure: { code: 'jobs.gave_up' }, dueAt: null })
  })

  it('and cannot be helped ends it at once', async () => {
    const { id } = await begin()
    await go(id, { step: () => Promise.reject(jobFailed('test.no_text', 'This file is no text.')) })
    expect(await row(id)).toMatchObject({
      ...{ state: 'failed', failure: { code: 'test.no_text', message: 'This file is no text.' } },
    })
  })

  it('once does not count any more after a step that worked', async () => {
    const { id } = await begin()
    let failures = 0
    const work = counting(3, (at) => {
      if (at === 2 && failures++ === 0) throw new Error('once')
    })
    await go(id, work)
    testClock.advanceBy(MINUTE)
    await go(id, work)
    expect(await row(id)).toMatchObject({ state: 'done', attempts: 0 })
  })
})

it('goes with its files when it has been kept long enough', async () => {
  const { id } = await begin()
  await ctx.media.put(jobPath(id, 'refused-1.csv'), 'x')
  await go(id, counting(1))
  testClock.advanceBy(7 * DAY + 1)
  const system = systemContext()
  await sweepJobs({ ...system, env: { ...system.env, JOBS: ctx.env.JOBS } })
  expect(told.filter((one) => one === id)).toHaveLength(2)
  await go(id, counting(1))
  expect((await ctx.media.list('jobs/')).objects).toEqual([])
  await expect(row(id)).rejects.toMatchObject({ code: 'jobs.not_found' })
})

describe('GET /api/jobs', () => {
  it('shows how far it is and how long it takes, the time of a pause not counted', async () => {
    const member = await createMember({ role: 'manager' })
    const own = quiet(await organizationContext(member.organization))
    const { id } = await createJob(own, { kind: 'contact_bulk', input: {}, title: 'Tag', state: 'running', total: 100 })
    testClock.advanceBy(10_000)
    await openShard(env, 'SHARD_0')
      .update(jobs)
      .set({ done: 20 })
      .where(and(eq(jobs.id, id)))
    const { token } = member
    expect((await send('GET', `/api/jobs/${id}`, { token })).body).toMatchObject({
      ratePerSecond: 2,
      secondsLeft: expect.any(Number),
    })
    expect((await send('POST', `/api/jobs/${id}/pause`, { token })).body).toMatchObject({
      state: 'paused',
      finishedAt: null,
    })
    testClock.advanceBy(DAY)
    const { startedAt } = await resumeJob(own, id)
    expect(Math.round((testClock.now() - (startedAt ?? 0)) / 1000)).toBe(10)
  })

  it('lists by kind and state, page by page, and only the own organization’s', async () => {
    const member = await createMember({ role: 'user' })
    const own = quiet(await organizationContext(member.organization))
    const other = quiet(await organizationContext(await createOrganization()))
    const ids = []
    for (let at = 0; at < 3; at++)
      ids.unshift(
        (await createJob(own, { kind: at === 1 ? 'retention' : 'contact_bulk', input: {}, state: 'waiting' })).id,
      )
    const { id: foreign } = await createJob(other, { kind: 'contact_bulk', input: {}, state: 'waiting' })
    const { token } = member
    const first = (await send('GET', '/api/jobs?limit=2', { token })).body
    const second = (await send('GET', `/api/jobs?limit=2&cursor=${first.nextCursor}`, { token })).body
    expect([...first.items, ...second.items].map((one: { id: string }) => one.id)).toEqual(ids)
    expect((await send('GET', '/api/jobs?kind=retention&state=waiting', { token })).body.items).toHaveLength(1)
    expect((await send('GET', '/api/jobs?state=done', { token })).body.items).toEqual([])
    expect((await send('GET', `/api/jobs/${foreign}`, { token })).status).toBe(404)
  })

  it('lets only those pause it who began it or could have', async () => {
    const member = await createMember({ role: 'agent' })
    const own = quiet(await organizationContext(member.organization))
    const { id } = await createJob(own, { kind: 'person_export', input: {}, state: 'running' })
    const { token } = member
    const refused = await send('POST', `/api/jobs/${id}/cancel`, { token })
    expect([refused.status, refused.body.error.code]).toEqual([403, 'jobs.not_yours'])
    const actor = { type: 'user' as const, id: member.user.id, name: member.user.name }
    const theirs = await createJob({ ...own, actor }, { kind: 'person_export', input: {}, state: 'running' })
    expect((await send('POST', `/api/jobs/${theirs.id}/cancel`, { token })).body.state).toBe('cancelled')
  })
})
