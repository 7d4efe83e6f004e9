import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { testClock } from './clock'
import { createMember, PASSWORD } from './factories'
import { faults, Invocation } from './faults'
import { mailsTo, send, until } from './harness'
import { watch, watchedFetch } from './instrument'
import { minute } from './minute'

const registration = (email: string) => ({
  organizationName: 'Kiln & Loom',
  name: 'Ifeoma',
  email,
  password: PASSWORD,
  acceptTerms: true,
})
const total = async (sql: string, ...values: string[]) =>
  (
    await env.DIRECTORY.prepare(sql)
      .bind(...values)
      .first<{ total: number }>()
  )?.total

describe('a registration that dies between any two awaits', () => {
  it('left everything or nothing, can be tried again, and sends its mail', async () => {
    const clean = await send('POST', '/api/auth/register', { body: registration('clean@example.test') })
    expect(clean.status).toBe(201)
    expect(clean.operations.length).toBeGreaterThan(5)
    for (let at = 0; at < clean.operations.length; at++)
      for (const when of ['before', 'after'] as const) {
        const email = `killed-${at}-${when}@example.test`
        faults.killNext(at, when)
        const killed = await send('POST', '/api/auth/register', { body: registration(email) })
        faults.stop()

        const people = await total('SELECT count(*) AS total FROM users WHERE email = ?', email)
        const whole = await total(
          `SELECT count(*) AS total FROM users u JOIN memberships m ON m.user_id = u.id JOIN organizations o ON o.id = m.organization_id
           JOIN sessions s ON s.user_id = u.id JOIN mailed_tokens t ON t.user_id = u.id WHERE u.email = ?`,
          email,
        )
        expect(whole, `killed ${when} operation ${at}: half an account`).toBe(people)
        if (killed.status === 201) expect(people).toBe(1)
        const again = await send('POST', '/api/auth/register', { body: registration(email) })
        expect(again.status, `killed ${when} operation ${at}: trying again`).toBe(people ? 409 : 201)
        expect((await send('POST', '/api/auth/login', { body: { email, password: PASSWORD } })).status).toBe(200)
      }
    // What the dead requests did not announce, the minute cron does.
    testClock.advanceBy(61_000)
    await minute()
    await until(async () => expect(await total('SELECT count(*) AS total FROM mails')).toBe(0))
    for (let at = 0; at < clean.operations.length; at++)
      for (const when of ['before', 'after'])
        expect((await mailsTo(`killed-${at}-${when}@example.test`)).length, `${at} ${when}`).toBeGreaterThanOrEqual(1)
  }, 120_000)
})

describe('a refresh that dies between any two awaits', () => {
  it('never signs the person out within the grace of two tabs', async () => {
    const { user } = await createMember()
    const signIn = () => send('POST', '/api/auth/login', { body: { email: user.email, password: PASSWORD } })
    const first = await signIn()
    const { operations } = await send('POST', '/api/auth/refresh', { cookie: first.cookie })
    for (let at = 0; at < operations.length; at++)
      for (const when of ['before', 'after'] as const) {
        const { cookie } = await signIn()
        faults.killNext(at, when)
        const killed = await send('POST', '/api/auth/refresh', { cookie })
        expect([killed.status, killed.cookie], 'a fault that passes must not clear the cookie').toEqual([
          500,
          undefined,
        ])
        faults.stop()
        expect((await send('POST', '/api/auth/refresh', { cookie })).status, `killed ${when} operation ${at}`).toBe(200)
      }
  }, 60_000)
})

describe('a call to another server', () => {
  it('is an operation too, and can be lost before or after it arrived', async () => {
    const arrived = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('accepted'))
    for (const when of ['before', 'after'] as const) {
      faults.killNext(0, when)
      await expect(watch(env, () => watchedFetch('https://graph.test/'), new Invocation('request'))).rejects.toThrow(
        `${when} operation 0, fetch graph.test`,
      )
    }
    expect(arrived).toHaveBeenCalledTimes(1)
  })
})

describe('bindings that lose one operation in five', () => {
  it('make requests fail with the envelope, never with half a change, and the same seed fails the same way', async () => {
    const run = async (prefix: string) => {
      const statuses: number[] = []
      faults.flaky({ seed: 7, rate: 0.2, kinds: ['d1'] })
      for (let at = 0; at < 12; at++)
        statuses.push(
          (await send('POST', '/api/auth/register', { body: registration(`${prefix}${at}@example.test`) })).status,
        )
      faults.stop()
      return statuses
    }
    const statuses = await run('flaky-a-')
    expect(new Set(statuses)).toEqual(new Set([201, 500]))
    expect(await run('flaky-b-')).toEqual(statuses)
    expect(await total("SELECT count(*) AS total FROM users WHERE email LIKE 'flaky-a-%'")).toBe(
      await total(
        "SELECT count(*) AS total FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.email LIKE 'flaky-a-%'",
      ),
    )
  }, 60_000)
})
