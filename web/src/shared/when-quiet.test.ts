import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { queryClient } from './query'
import { whenQuiet } from './when-quiet'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run, 1))
  vi.stubGlobal('cancelIdleCallback', (id: number) => clearTimeout(id))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  queryClient.clear()
})

test('waits for what the page is asking for', async () => {
  const run = vi.fn()
  let answer = (_: string): void => undefined
  const asked = queryClient.fetchQuery({
    queryKey: ['a'],
    queryFn: () => new Promise<string>((resolve) => (answer = resolve)),
  })
  whenQuiet(run)
  await vi.advanceTimersByTimeAsync(5000)
  expect(run).not.toHaveBeenCalled()
  answer('here')
  await asked
  await vi.advanceTimersByTimeAsync(1000)
  expect(run).toHaveBeenCalledTimes(1)
})

test('is called off', async () => {
  const run = vi.fn()
  const callOff = whenQuiet(run)
  await vi.advanceTimersByTimeAsync(300)
  callOff()
  await vi.advanceTimersByTimeAsync(5000)
  expect(run).not.toHaveBeenCalled()
})

test('comes some time later where a browser does not tell when it is idle', async () => {
  Reflect.deleteProperty(globalThis, 'requestIdleCallback')
  const run = vi.fn()
  whenQuiet(run)
  await vi.advanceTimersByTimeAsync(300)
  expect(run).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(5000)
  expect(run).toHaveBeenCalledTimes(1)
})
