import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { consumers } from '../queues'
import { outbox } from '../shared/db/directory.tables'
import { createId } from '../shared/ids'
import { organizationKeyPrefix, organizationObjectName, platformKey, platformObjectName } from '../shared/names'
import { createOrganizationBucket } from '../shared/organization-bucket'
import { defineQueue } from '../shared/queue'
import { openOrganization } from '../tenancy/organization-context'
import { testClock } from './clock'
import { createMember, createOrganization } from './factories'
import { send, until } from './harness'
import { holdQueues } from './held-queues'
import { minute } from './minute'
import worker, { takeLog } from './worker'

const directory = drizzle(env.DIRECTORY)

/** Hands messages to the Worker's queue entry and says what became of each. */
async function deliver(queue: string, bodies: unknown[]) {
  const messages = bodies.map((body, at) => ({ id: `m${at}`, timestamp: new Date(), attempts: 1, body }))
  const batch = createMessageBatch(queue, messages)
  const context = createExecutionContext()
  await worker.queue(batch, env, context)
  const { explicitAcks, retryMessages } = await getQueueResult(batch, context)
  return { acked: explicitAcks, retried: retryMessages.map(({ msgId }: { msgId: string }) => msgId) }
}
const auditEvent = (label: string) => ({
  type: 'audit.recorded',
  action: 'organization.updated',
  actor: { type: 'system', id: null, name: null },
  target: { type: 'organization', id: 'x', label },
  at: 1,
})
async function writeEvent(organizationId: string, event: { type: string }) {
  const id = createId('evt', testClock.now())
  await directory
    .insert(outbox)
    .values({ id, organizationId, event, queuedAt: testClock.now(), createdAt: testClock.now() })
  return { queue: 'events', payload: { organizationId, eventId: id } }
}

describe('a queue of an organization', () => {
  it('gives the consumer the context of the organization in the message, and no other', async () => {
    const [ours, theirs] = [await createMember(), await createMember()]
    const pointer = await writeEvent(ours.organization.id, auditEvent('ours'))
    // A message that names the neighbour but points at our event finds nothing.
    expect(
      await deliver('wharf-events', [
        { ...pointer, payload: { ...pointer.payload, organizationId: theirs.organization.id } },
      ]),
    ).toEqual({ acked: ['m0'], retried: [] })
    expect((await send('GET', '/api/audit-log', { token: theirs.token })).body.items).toEqual([])
    await deliver('wharf-events', [pointer])
    expect((await send('GET', '/api/audit-log', { token: ours.token })).body.items).toMatchObject([
      { target: { label: 'ours' } },
    ])
  })

  it('writes an entry once, however often the event is delivered', async () => {
    const { organization, token } = await createMember()
    const pointer = await writeEvent(organization.id, auditEvent('once'))
    const row = await directory.select().from(outbox)
    await deliver('wharf-events', [pointer, pointer])
    // The crash before the event was deleted: it is there again.
    await directory.insert(outbox).values(row.filter(({ id }) => id === pointer.payload.eventId))
    await deliver('wharf-events', [pointer])
    expect((await send('GET', '/api/audit-log', { token })).body.items).toHaveLength(1)
    expect(await directory.$count(outbox)).toBe(0)
  })

  it('looks an organization up once a batch', async () => {
    const [ours, theirs] = [await createOrganization(), await createOrganization()]
    const queues = holdQueues()
    for (const { id } of [ours, theirs, ours, ours])
      await queues.env.EVENTS.send({ queue: 'events', payload: { organizationId: id, eventId: 'evt_absent' } })
    const { operations } = await queues.deliverBatch('wharf-events')
    // For each organization one question about it, and one for all of its events.
    expect(operations.filter(({ name }) => name === 'DIRECTORY')).toHaveLength(2 + 2)
    expect(queues.waiting()).toEqual([])
  })

  it('drops messages of an organization that is gone, and says so', async () => {
    const gone = await createOrganization({ isActive: false })
    const pointer = await writeEvent(gone.id, auditEvent('gone'))
    takeLog()
    expect(await deliver('wharf-events', [pointer])).toEqual({ acked: ['m0'], retried: [] })
    expect(takeLog()).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'messages of an organization that is gone' }),
    )
    await directory.delete(outbox)
  })

  it('retries the one message that failed, and no other of its batch', async () => {
    const { organization } = await createMember()
    const failing = await writeEvent(organization.id, { ...auditEvent('bad'), action: 'no such action' } as {
      type: string
    })
    const fine = await writeEvent(organization.id, auditEvent('fine'))
    expect(await deliver('wharf-events', [failing, fine])).toEqual({ acked: ['m1'], retried: ['m0'] })
    await directory.delete(outbox)
  })

  it.each([
    null,
    'text',
    { payload: {} },
    { queue: 'events', payload: { organizationId: 1 } },
    { queue: 'events', payload: { eventId: 'x' } },
  ])('sends what is no message of its own to the dead letters at once: %o', async (body) => {
    expect(await deliver('wharf-events', [body])).toEqual({ acked: ['m0'], retried: [] })
  })

  it('keeps a dead letter where the operator sees it, and sends it again', async () => {
    const operator = await createMember({ user: { email: 'operator@wharf.test', emailVerifiedAt: 1 } })
    const { organization, token } = await createMember()
    const event = await writeEvent(organization.id, auditEvent('late'))
    await deliver('wharf-dead-letters', [event])
    const [letter] = (await send('GET', '/api/platform/dead-letters', { token: operator.token })).body.items
    expect(letter).toMatchObject({ queue: 'events', organizationId: organization.id, replayedAt: null })
    expect(
      (await send('POST', `/api/platform/dead-letters/${letter.id}/replay`, { token: operator.token })).status,
    ).toBe(200)
    await until(async () =>
      expect((await send('GET', '/api/audit-log', { token })).body.items).toMatchObject([
        { target: { label: 'late' } },
      ]),
    )
  })

  it('cannot be defined without an organization in its messages', async () => {
    const queue = defineQueue({
      name: 'x',
      binding: 'EVENTS',
      schema: z.object({ organizationId: z.string() }),
      openOrganization,
    })
    // @ts-expect-error a schema without organizationId
    defineQueue({ name: 'y', binding: 'EVENTS', schema: z.object({ id: z.string() }), openOrganization })
    await expect(queue.send({ env }, [{} as never])).rejects.toThrow()
  })
})

describe('the outbox sweep', () => {
  it('does what a crash left undone, after a minute', async () => {
    const { organization, token } = await createMember()
    await writeEvent(organization.id, auditEvent('swept'))
    await minute('* * * * *')
    expect((await send('GET', '/api/audit-log', { token })).body.items).toEqual([])
    testClock.advanceBy(61_000)
    await minute('* * * * *')
    await until(async () =>
      expect((await directory.select().from(outbox)).filter((row) => row.organizationId === organization.id)).toEqual(
        [],
      ),
    )
  })

  it('notes when each job last succeeded', async () => {
    await minute('* * * * *')
    const { results } = await env.DIRECTORY.prepare(
      'SELECT job, last_success_at, last_error FROM job_runs ORDER BY job',
    ).all()
    expect(results.map(({ job }) => job)).toEqual(expect.arrayContaining(['sweep-events', 'sweep-mails']))
    expect(results.filter(({ last_error }) => last_error !== null)).toEqual([])
  })

  it('runs the other jobs when one fails, and notes why', async () => {
    const { organization } = await createMember()
    await writeEvent(organization.id, auditEvent('stuck'))
    testClock.advanceBy(61_000)
    const EVENTS = { sendBatch: () => Promise.reject(new Error('Queue is overloaded')) }
    await minute('* * * * *', { ...env, EVENTS: EVENTS as unknown as Queue })
    const { results } = await env.DIRECTORY.prepare('SELECT job, last_error FROM job_runs ORDER BY job').all()
    expect(results).toContainEqual({ job: 'sweep-events', last_error: 'Queue is overloaded' })
    expect(results).toContainEqual({ job: 'sweep-mails', last_error: null })
    expect(await directory.$count(outbox)).toBeGreaterThan(0)
  })

  it('refuses a cron that nobody has given a job', async () => {
    await expect(minute('5 5 5 5 5')).rejects.toThrow('worker/crons.ts')
  })
})

// Vite reads the file; the Worker's types do not know Vite.
const configuration = (
  import.meta as unknown as { glob(pattern: string, options: object): Record<string, string> }
).glob('../../wrangler.toml', { eager: true, query: '?raw', import: 'default' })

describe('every consumer of wrangler.toml', () => {
  it('has its place in queues.ts, and a queue without one is refused', async () => {
    const [text = ''] = Object.values(configuration)
    const named = [...text.matchAll(/^\[\[queues\.consumers\]\]\nqueue = "(.+)"$/gm)].map(([, name]) => name)
    expect(named).toContain('wharf-events')
    expect(Object.keys(consumers).sort()).toEqual(named.sort())
    await expect(deliver('wharf-unknown', [{}])).rejects.toThrow('worker/queues.ts')
  })
})

describe('names outside the databases', () => {
  it('begin with the organization', () => {
    expect(organizationObjectName('org_a', 'inbox')).toBe('org_a:inbox')
    expect(platformObjectName('x')).toBe('platform:x')
    expect(organizationKeyPrefix('org_a')).toBe('organizations/org_a/')
    expect(platformKey('x')).toBe('platform/x')
  })

  it.each(['', '/etc', '../org_b/secret', 'a/../../org_b/secret', './x', 'a/..'])(
    'the bucket of an organization refuses the path %o',
    async (path) => {
      const bucket = createOrganizationBucket(env.BUCKET, 'org_a')
      expect(() => bucket.keyOf(path)).toThrow()
    },
  )

  it('the bucket of an organization sees its own objects only', async () => {
    const [ours, theirs] = [
      createOrganizationBucket(env.BUCKET, 'org_a'),
      createOrganizationBucket(env.BUCKET, 'org_ab'),
    ]
    await ours.put('media/1', 'ours')
    await theirs.put('media/1', 'theirs')
    expect(await (await ours.get('media/1'))?.text()).toBe('ours')
    expect((await ours.list('')).objects).toMatchObject([{ path: 'media/1' }])
    await ours.delete('media/1')
    expect(await theirs.head('media/1')).not.toBeNull()
  })
})
