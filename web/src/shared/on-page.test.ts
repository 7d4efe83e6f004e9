import { createRoot } from 'solid-js'
import { expect, it, vi } from 'vitest'
import { createOnPage } from './on-page'

it('says so at once of what is on the page, and of the rest when it gets there', async () => {
  const [here, late] = [document.createElement('div'), document.createElement('div')]
  document.body.append(here)
  const { isHere, isLate, dispose } = createRoot((end) => ({
    isHere: createOnPage(() => here),
    isLate: createOnPage(() => late),
    dispose: end,
  }))
  expect([isHere(), isLate()]).toEqual([true, false])
  document.body.append(late)
  await vi.waitFor(() => expect(isLate()).toBe(true))
  dispose()
})
