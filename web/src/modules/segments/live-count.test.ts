import type { SegmentDefinition } from '@worker/modules/segments/segments.schemas'
import { createRoot, createSignal } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLiveCount } from './live-count'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const days = (count: number): SegmentDefinition => ({
  match: 'all',
  conditions: [{ on: 'last_message', since: { op: 'within', days: count } }],
})

it('asks a moment after the last change, keeps the old figure meanwhile, and takes no answer that is overtaken', async () => {
  const asked: { definition: SegmentDefinition; answer: (count: number) => void }[] = []
  const ask = (definition: SegmentDefinition) =>
    new Promise<{ count: number }>((resolve) => asked.push({ definition, answer: (count) => resolve({ count }) }))
  await createRoot(async (dispose) => {
    const [definition, setDefinition] = createSignal(days(7))
    const count = createLiveCount(definition, ask)
    await Promise.resolve()
    setDefinition(days(8))
    await vi.advanceTimersByTimeAsync(250)
    expect(asked.map((one) => one.definition)).toEqual([days(8)])
    asked[0]?.answer(40)
    await vi.advanceTimersByTimeAsync(0)
    expect(count()).toEqual({ count: 40, state: 'current' })

    setDefinition(days(9))
    expect(count()).toEqual({ count: 40, state: 'counting' })
    await vi.advanceTimersByTimeAsync(250)
    setDefinition({ match: 'all', conditions: [{ on: 'tags', op: 'any', tagIds: [] }] })
    asked[1]?.answer(50)
    await vi.advanceTimersByTimeAsync(300)
    expect(count()).toEqual({ count: 40, state: 'unfinished' })
    expect(asked).toHaveLength(2)
    dispose()
  })
})
