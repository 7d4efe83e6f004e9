import type { SegmentDefinition } from '@worker/modules/segments/segments.schemas'
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { isWhole } from './condition-kinds'
import { countDefinition } from './segments.queries'

const WAIT_MS = 250

export type LiveCount = {
  /** The newest there is: the old figure stays until the new one is there. */
  count: number | undefined
  state: 'counting' | 'current' | 'failed' | 'unfinished'
}

/** How many a definition finds, while it is being written: asked a moment after the last change. */
export function createLiveCount(
  definition: Accessor<SegmentDefinition>,
  ask: (definition: SegmentDefinition, signal: AbortSignal) => Promise<{ count: number }> = countDefinition,
): Accessor<LiveCount> {
  const [count, setCount] = createSignal<LiveCount>({ count: undefined, state: 'counting' })
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined
  const stop = () => {
    clearTimeout(timer)
    asking?.abort()
  }
  createEffect(
    on(
      () => JSON.stringify(definition()),
      (text) => {
        stop()
        const wanted = JSON.parse(text) as SegmentDefinition
        if (!isWhole(wanted)) {
          setCount(({ count: old }) => ({ count: old, state: 'unfinished' }))
          return
        }
        setCount(({ count: old }) => ({ count: old, state: 'counting' }))
        timer = setTimeout(async () => {
          const mine = new AbortController()
          asking = mine
          try {
            const answer = await ask(wanted, mine.signal)
            if (!mine.signal.aborted) setCount({ count: answer.count, state: 'current' })
          } catch {
            if (!mine.signal.aborted) setCount(({ count: old }) => ({ count: old, state: 'failed' }))
          }
        }, WAIT_MS)
      },
    ),
  )
  onCleanup(stop)
  return count
}
