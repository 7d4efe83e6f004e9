import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { DAY, MINUTE } from '../shared/clock'
import { shardNames } from '../shared/db/shards'
import { testClock } from '../test/clock'
import { createMember, createOrganization } from '../test/factories'
import { faults } from '../test/faults'
import { send } from '../test/harness'
import worker, { takeLog } from '../test/worker'

type Options = { body?: unknown; env?: Record<string, unknown> }
const post = (
  token: string,
  key: string | undefined,
  { body = { name: 'Shop', role: 'agent' }, ...options }: Options = {},
) =>
  send('POST', '/api/api-keys', {
    token,
    body,
    headers: key === undefined ? {} : { 'idempotency-key': key },
    ...options,
  })
const keysOf = async (token: string) => (await send('GET', '/api/api-keys', { token })).body.items.length
const shard = (name: string) => (env as unknown as Record<string, D1Database>)[name] as D1Database
const rows = async (name: string) => (await shard(name).prepare('SELECT * FROM idempotency_keys').all()).results

/** The directory of a bad moment: what is asked works, what is changed does not. */
const failing = new Proxy(env.DIRECTORY, {
  get(database, property) {
    if (property === 'batch') return () => Promise.reject(new Error('D1_ERROR: Network connection lost.'))
    const value = Reflect.get(database, property)
    return typeof value === 'function' ? value.bind(database) : value
  },
})

describe('a POST with an Idempotency-Key', () => {
  it('is answered again as it was, and done once', async () => {
    const { token } = await createMember()
    const first = await post(token, 'order 17')
    const second = await post(token, 'order 17')
    expect(second).toMatchObject({ status: 201, body: first.body })
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(second.headers.get('content-type')).toBe('application/json')
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
    expect(await keysOf(token)).toBe(1)
  })

  it('keeps the answer sealed, because it can hold a secret', async () => {
    const { token } = await createMember()
    const { body } = await post(token, 'sealed')
    expect(JSON.stringify(await rows('SHARD_0'))).not.toContain(body.key)
    expect(JSON.stringify(takeLog())).not.toContain(body.key)
  })

  it('is refused when the key was used for another request', async () => {
    const { token } = await createMember()
    await post(token, 'one')
    const other = await post(token, 'one', { body: { name: 'Another', role: 'agent' } })
    expect(other).toMatchObject({ status: 422, body: { error: { code: 'idempotency.key_reused' } } })
    expect(await keysOf(token)).toBe(1)
  })

  it('runs once when it arrives five times at the same moment', async () => {
    const { token } = await createMember()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(token, 'burst')))
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'idempotency.in_progress' } } })
      expect(answer.headers.get('retry-after')).toBe('2')
    }
    expect(new Set(answers.flatMap(({ body }) => body.id ?? [])).size).toBe(1)
    expect(await keysOf(token)).toBe(1)
  })

  it('belongs to whoever sent it: another member and another organization have their own', async () => {
    const first = await createMember()
    const colleague = await createMember({ organization: first.organization })
    const neighbour = await createMember({ organization: await createOrganization({ shard: 'SHARD_1' }) })
    const ids = new Set<string>()
    for (const { token } of [first, colleague, neighbour]) ids.add((await post(token, 'shared')).body.id)
    expect(ids.size).toBe(3)
  })

  it('may be made again after a refusal or a failure, which did nothing', async () => {
    const { token } = await createMember()
    expect((await post(token, 'again', { body: { name: '', role: 'agent' } })).status).toBe(400)
    expect((await post(token, 'again', { env: { DIRECTORY: failing } })).status).toBe(500)
    const { status, headers } = await post(token, 'again')
    expect(status).toBe(201)
    expect(headers.get('idempotency-replayed')).toBeNull()
  })

  it('is taken over after a minute when the first request died, wherever it died', async () => {
    const rehearsal = await createMember()
    const { operations } = await post(rehearsal.token, 'rehearsal')
    for (let at = 0; at < operations.length; at++)
      for (const when of ['before', 'after'] as const) {
        const { token } = await createMember()
        faults.killNext(at, when)
        await post(token, 'killed').catch(() => undefined)
        const soon = await post(token, 'killed')
        expect([201, 409], `${when} ${at}`).toContain(soon.status)
        testClock.advanceBy(MINUTE)
        const later = await post(token, 'killed')
        expect(later.status, `${when} ${at}`).toBe(201)
        if (soon.status === 201) expect(later.body).toEqual(soon.body)
        testClock.reset()
      }
  })

  it('cannot be settled by the slow request that it was taken over from', async () => {
    const { token, organization, user } = await createMember()
    await post(token, 'slow')
    // As if the first request still ran, and a second one had taken its place.
    const key = `user:${user.id}:slow`
    await shard('SHARD_0')
      .prepare(
        'UPDATE idempotency_keys SET status = NULL, sealed_body = NULL, created_at = ? WHERE organization_id = ? AND key = ?',
      )
      .bind(testClock.now() - 2 * MINUTE, organization.id, key)
      .run()
    const [a, b] = await Promise.all([post(token, 'slow'), post(token, 'slow')])
    expect([a.status, b.status].sort()).toEqual([201, 409])
    expect(await keysOf(token)).toBe(2)
  })

  it('needs a key of 1 to 200 printable characters', async () => {
    const { token } = await createMember()
    for (const key of ['', 'k'.repeat(201), 'tab\there'])
      expect(await post(token, key), JSON.stringify(key)).toMatchObject({
        status: 400,
        body: { error: { code: 'idempotency.key_invalid' } },
      })
    expect((await post(token, 'k'.repeat(200))).status).toBe(201)
    expect(await keysOf(token)).toBe(1)
  })

  it('asks the shard nothing without the header, and nothing for a GET', async () => {
    const { token } = await createMember()
    const without = await post(token, undefined)
    const get = await send('GET', '/api/organizations/current', { token, headers: { 'idempotency-key': 'get' } })
    for (const { operations } of [without, get])
      expect(operations.filter(({ name }) => name.startsWith('SHARD_'))).toEqual([])
  })
})

it('the daily cron forgets keys older than a day, on every shard', async () => {
  for (const shardName of shardNames(env)) {
    const { token, organization } = await createMember({ organization: await createOrganization({ shard: shardName }) })
    await post(token, 'old')
    await shard(shardName)
      .prepare('UPDATE idempotency_keys SET created_at = created_at - ? WHERE organization_id = ?')
      .bind(DAY + MINUTE, organization.id)
      .run()
    await post(token, 'young')
  }
  const context = createExecutionContext()
  await worker.scheduled({ cron: '0 3 * * *', scheduledTime: 0, noRetry() {} }, env, context)
  await waitOnExecutionContext(context)
  for (const shardName of shardNames(env)) {
    const keys = (await rows(shardName)).map(({ key }) => String(key).split(':').at(-1))
    expect(keys).toContain('young')
    expect(keys).not.toContain('old')
  }
})
