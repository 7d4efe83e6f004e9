import { expect, it } from 'vitest'
import { changesMissed, createMissedCount } from './caught-up'

it('counts each conversation that changed while the connection was away once', async () => {
  const missed = createMissedCount()
  missed.note(['con_0'])
  let end = () => {}
  const counted = missed.during(new Promise<void>((resolve) => (end = resolve)))
  missed.note(['con_1', 'con_2'])
  missed.note(['con_2'])
  expect(changesMissed()).toBeUndefined()
  end()
  await counted
  expect(changesMissed()).toBe(2)
  missed.note(['con_3'])
  await missed.during(Promise.resolve())
  expect(changesMissed()).toBe(0)
})

it('claims nothing where all was loaded anew, or it could not be asked', async () => {
  const missed = createMissedCount()
  const counted = missed.during(Promise.resolve())
  missed.note(['con_1'])
  missed.lose()
  await counted
  expect(changesMissed()).toBeUndefined()
  await missed.during(Promise.reject(new Error('offline')))
  expect(changesMissed()).toBeUndefined()
})
