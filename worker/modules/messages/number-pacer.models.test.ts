import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshPace, type PaceRequest, perSecondOf, START_MS, takePermits } from './number-pacer.models'

/** Asks one after the other and tells when each permit was granted. */
function play(requests: (Omit<PaceRequest, 'soon'> & { soon?: number; at: number })[]) {
  let pace = freshPace()
  return requests.map(({ at, ...request }) => {
    const taken = takePermits(pace, { soon: request.count, ...request }, at)
    pace = taken.pace
    return { ...request, ...taken.permits }
  })
}
const bulk = { lane: 'bulk', perSecond: 80 } as const
const agent = { lane: 'agent', perSecond: 80 } as const

describe('permits to send', () => {
  it('are never more in any second than the number may send, whoever asks when', () => {
    const request = fc.record({
      wait: fc.integer({ min: 0, max: 400 }),
      count: fc.integer({ min: 1, max: 100 }),
      lane: fc.constantFrom('agent' as const, 'bulk' as const),
    })
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (steps) => {
        let at = 0
        const played = play(
          steps.map(({ wait, ...step }) => {
            at += wait
            return { ...step, perSecond: 20, at }
          }),
        )
        for (const { at: from } of played) {
          const inSecond = played.filter((one) => one.at >= from && one.at < from + 1000)
          expect(inSecond.reduce((sum, { granted }) => sum + granted, 0)).toBeLessThanOrEqual(20)
        }
        for (const { granted, waitsMs, count } of played) expect(granted + waitsMs.length).toBe(count)
      }),
    )
  })

  it('hold for calls that begin a little later, and are free again when they come back unused', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 60 }),
      count: fc.integer({ min: 1, max: 30 }),
      soon: fc.integer({ min: 1, max: 12 }),
      /** Of the permits held, when each begins: later than they hold is never. */
      delays: fc.array(fc.integer({ min: 0, max: 2 * START_MS }), { minLength: 12, maxLength: 12 }),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 60, maxLength: 120 }), (steps) => {
        let pace = freshPace()
        let at = 0
        let held: { at: number; usedAt: number }[] = []
        const calls: number[] = []
        for (const { wait, delays, ...request } of steps) {
          at += wait
          const now = at
          const unused = held.filter((one) => one.usedAt > one.at + START_MS && now > one.at + START_MS)
          held = held.filter((one) => !unused.includes(one))
          const taken = takePermits(
            pace,
            { ...request, lane: 'agent', perSecond: 20, unused: unused.map((one) => one.at) },
            at,
          )
          pace = taken.pace
          for (let place = 0; place < taken.permits.granted; place++) {
            const permit = { at: taken.permits.at, usedAt: taken.permits.at + (delays[place] ?? 0) }
            if (permit.usedAt <= permit.at + START_MS) calls.push(permit.usedAt)
            else held.push(permit)
          }
        }
        for (const from of calls)
          expect(calls.filter((call) => call >= from && call < from + 1000).length).toBeLessThanOrEqual(20)
      }),
    )
    const first = takePermits(freshPace(), { ...agent, count: 80, soon: 80 }, 0)
    const next = takePermits(first.pace, { ...agent, count: 9, soon: 9, unused: [0, 0, 0, 999] }, 100)
    expect(next.permits).toMatchObject({ granted: 3 })
    expect(next.permits.waitsMs).toHaveLength(6)
  })

  it('are for those that begin soon; the others are told when there is no room for them', () => {
    const { permits } = takePermits(freshPace(), { ...agent, count: 100, soon: 12 }, 5000)
    expect(permits).toMatchObject({ at: 5000, granted: 12 })
    expect(permits.waitsMs).toHaveLength(20)
    expect(permits.waitsMs[0]).toBe(1100)
  })

  it('reach the limit when enough is asked for', () => {
    const granted = play(Array.from({ length: 1000 }, (_, at) => ({ ...agent, count: 30, at: at * 10 })))
    const total = granted.reduce((sum, one) => sum + one.granted, 0)
    expect(total / 10).toBeGreaterThan(70)
    expect(total / 10).toBeLessThanOrEqual(84)
  })

  it('are left for a person when bulk has taken all it may', () => {
    const [first, second, third] = play([
      { ...bulk, count: 200, at: 0 },
      { ...agent, count: 3, at: 1 },
      { ...bulk, count: 1, at: 2 },
    ])
    expect(first?.granted).toBe(76)
    expect(second?.granted).toBe(3)
    expect(third?.granted).toBe(0)
  })

  it('send those who must wait back one after the other, each when there is room', () => {
    const [first, second] = play([
      { ...bulk, count: 100, at: 0 },
      { ...bulk, count: 100, at: 10 },
    ])
    const waits = [...(first?.waitsMs ?? []), ...(second?.waitsMs.map((wait) => wait + 10) ?? [])]
    expect(waits).toHaveLength(124)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1100)
    // 124 messages at 76 in 1.1 s.
    expect(Math.max(...waits)).toBeGreaterThan(1100 + (120 * 1100) / 76)
    expect(Math.max(...waits)).toBeLessThan(1100 + (130 * 1100) / 76)
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits)
  })

  it('are none while Meta is annoyed', () => {
    const held = { ...freshPace(), heldUntil: 5000 }
    expect(takePermits(held, { ...agent, count: 1, soon: 1 }, 4000).permits).toMatchObject({
      granted: 0,
      waitsMs: [1000],
    })
    expect(takePermits(held, { ...agent, count: 1, soon: 1 }, 5000).permits.granted).toBe(1)
  })
})

it('a number sends 80 messages a second, 1,000 when Meta says so, 20 beside the phone app', () => {
  expect(perSecondOf({ throughputLevel: null, isOnPhoneApp: false })).toBe(80)
  expect(perSecondOf({ throughputLevel: 'STANDARD', isOnPhoneApp: false })).toBe(80)
  expect(perSecondOf({ throughputLevel: 'HIGH', isOnPhoneApp: false })).toBe(1000)
  expect(perSecondOf({ throughputLevel: 'HIGH', isOnPhoneApp: true })).toBe(20)
})
