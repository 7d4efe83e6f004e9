import { expect, it } from 'vitest'
import { createTimers } from './timers'

it('runs what is due in the order of its times, then of its planning', async () => {
  let now = 1000
  const timers = createTimers(() => now)
  const ran: string[] = []
  for (const [at, name] of [
    [5000, 'c'],
    [3000, 'a'],
    [5000, 'd'],
    [4000, 'b'],
    [9000, 'late'],
  ] as const) {
    timers.schedule(at, () => {
      ran.push(name)
    })
  }
  now = 6000
  timers.settle()
  expect(ran).toEqual(['a', 'b', 'c', 'd'])
  await timers.whenQuiet(0)
  expect(timers.pending(0)).toBe(0)
  expect(timers.pending(10_000)).toBe(1)
  timers.close()
})

it('keeps a heap of thousands in order', () => {
  let now = 0
  const timers = createTimers(() => now)
  const ran: number[] = []
  for (let i = 0; i < 5000; i++) {
    const at = 1 + ((i * 7919) % 5000)
    timers.schedule(at, () => {
      ran.push(at)
    })
  }
  now = 5000
  timers.settle()
  expect(ran).toEqual([...ran].sort((a, b) => a - b))
  expect(ran).toHaveLength(5000)
  timers.close()
})

it('is quiet only when running work and what it planned have ended', async () => {
  const timers = createTimers(Date.now)
  const ran: string[] = []
  timers.schedule(Date.now(), async () => {
    await new Promise((done) => setTimeout(done, 5))
    ran.push('first')
    timers.schedule(Date.now() + 5, () => {
      ran.push('second')
    })
  })
  await timers.whenQuiet(100)
  expect(ran).toEqual(['first', 'second'])
  timers.close()
})
