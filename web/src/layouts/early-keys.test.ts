import { afterEach, expect, it, vi } from 'vitest'
import { createEarlyKeys } from './early-keys'

const onEscape = vi.fn()
const early = createEarlyKeys(onEscape)
const onPage = vi.fn()
document.addEventListener('keydown', onPage)
afterEach(() => {
  early.stop()
  vi.clearAllMocks()
})
/** @returns whether it would have been typed where the focus is */
const press = (key: string, more: KeyboardEventInit = {}): boolean =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))

it('keeps what is typed until the box is there, and leaves nothing to the page', () => {
  early.begin()
  expect(['e', 'n', 'x', 'Backspace', '😀', 'Shift', 'Tab'].map((key) => press(key))).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
    false,
  ])
  expect(onPage.mock.calls.map(([event]) => (event as KeyboardEvent).key)).toEqual(['Shift'])
  expect(early.take()).toEqual({ text: 'en😀', isEntered: false })
  expect(press('e')).toBe(true)
  expect(onPage).toHaveBeenCalledTimes(2)
})

it('remembers Enter after something was typed, and what was before', () => {
  early.begin()
  for (const key of ['Enter', 'g', 'o', 'Enter', 'x']) press(key)
  expect(early.take()).toEqual({ text: 'go', isEntered: true })
  early.begin()
  expect(early.take()).toEqual({ text: '', isEntered: false })
})

it('Escape calls it off, and combinations are not text', () => {
  early.begin()
  expect(press('k', { ctrlKey: true })).toBe(true)
  expect(onPage).toHaveBeenCalledTimes(1)
  press('Escape')
  expect(onEscape).toHaveBeenCalledTimes(1)
  expect(early.take().text).toBe('')
})
