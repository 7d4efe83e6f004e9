import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { send } from '../../test/harness'
import worker, { takeLog } from '../../test/worker'

const health = (overrides = {}) => send('GET', '/api/health', { env: overrides })
const queues = ['INBOUND', 'OUTBOUND', 'BULK_OUTBOUND', 'MEDIA', 'EVENTS', 'DUE', 'JOBS', 'MAIL', 'DEAD_LETTERS']
const names = ['DIRECTORY', 'SHARD_0', 'SHARD_1', 'BUCKET', ...queues]
const illOf = (body: { checks: { name: string; ok: boolean }[] }) => body.checks.filter(({ ok }) => !ok)

/** A binding that cannot be reached, whatever is asked of it. */
const broken = (real: object, message = 'internal: 10.0.0.7 refused') =>
  new Proxy(real, {
    get: () => () => {
      throw new Error(message)
    },
    has: Reflect.has,
  })

describe('GET /api/health', () => {
  it('needs no credential, and asks every database, the bucket and every queue', async () => {
    const { status, body, operations } = await health()
    expect(status).toBe(200)
    expect(body.status).toBe('ok')
    expect(body.checks.map(({ name }: { name: string }) => name).sort()).toEqual([...names].sort())
    expect(operations.map(({ name }) => name.split('.')[0]).sort()).toEqual([...names].sort())
  })

  it.each(names)('says when %s is ill, without saying how', async (name) => {
    const real = (env as unknown as Record<string, object>)[name] as object
    const { status, body } = await health({ [name]: broken(real) })
    expect(status).toBe(503)
    expect(body.status).toBe('ill')
    expect(illOf(body)).toEqual([{ name, ok: false, message: 'It answered with an error.' }])
    expect(JSON.stringify(body)).not.toContain('10.0.0.7')
    expect(takeLog()).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'health check failed', check: name }),
    )
  })

  it('waits two seconds for a queue, not longer', async () => {
    const { status, body } = await health({ MAIL: { sendBatch() {}, metrics: () => new Promise(() => {}) } })
    expect(status).toBe(503)
    expect(illOf(body)).toEqual([{ name: 'MAIL', ok: false, message: 'No answer within 2 seconds.' }])
  })

  it('asks at most every five seconds', async () => {
    let asked = 0
    const counting = {
      ...env,
      BUCKET: {
        head: async () => {
          asked++
          return null
        },
      } as unknown as R2Bucket,
    }
    const ask = async () =>
      (await worker.handle(new Request('https://wharf.test/api/health'), counting, createExecutionContext())).status
    expect([await ask(), await ask()]).toEqual([200, 200])
    expect(asked).toBe(1)
    testClock.advanceBy(5000)
    await ask()
    expect(asked).toBe(2)
  })
})
