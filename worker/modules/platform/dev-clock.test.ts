import { afterEach, describe, expect, it } from 'vitest'
import { moveSystemClock, systemClock } from '../../shared/clock'
import { testClock } from '../../test/clock'
import { send } from '../../test/harness'

afterEach(() => moveSystemClock(0))
const hour = 3_600_000

describe('the clock of a local run', () => {
  it('moves as far as it is told, from the real time and not from where it was', async () => {
    for (const offsetMs of [24 * hour, -hour]) {
      const answer = await send('POST', '/api/dev/clock', { body: { offsetMs } })
      expect(Math.abs(Date.parse(answer.body.now) - Date.now() - offsetMs)).toBeLessThan(60_000)
      expect(Math.abs(systemClock.now() - Date.now() - offsetMs)).toBeLessThan(60_000)
    }
  })

  it('is told by every answer, so that a browser closes a window when the server does', async () => {
    testClock.advanceBy(24 * hour)
    const { headers } = await send('GET', '/api/health')
    expect(Math.abs(Date.parse(headers.get('date') ?? '') - testClock.now())).toBeLessThan(60_000)
  })

  it('takes no nonsense', async () => {
    for (const offsetMs of ['1', 1.5, 1e15, null])
      expect((await send('POST', '/api/dev/clock', { body: { offsetMs } })).status).toBe(400)
  })

  it('does not move in production, where there is nothing at this address', async () => {
    const answer = await send('POST', '/api/dev/clock', {
      body: { offsetMs: hour },
      env: { ENVIRONMENT: 'production', MAIL_SENDER: 'cloudflare' },
    })
    expect(answer.body.error.code).toBe('request.not_found')
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000)
  })
})
