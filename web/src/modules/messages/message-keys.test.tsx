import '../../strings/register-inbox'
import { cleanup, render, screen } from '@solidjs/testing-library'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setSingleKeys } from '../../shared/shortcuts'
import { message } from '../inbox/test-rows'
import { runMessageKey } from './message-keys'

const pressed = vi.fn()
const writeText = vi.fn(async () => {})
const said = message('msg_1', 0, { text: 'Courier, Sat 9 to 12' })

beforeEach(() => {
  vi.clearAllMocks()
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
  render(() => (
    <article tabindex="-1">
      <button type="button" data-key="r" onClick={() => pressed('reply')} />
      <button type="button" data-key="+" onClick={() => pressed('react')} />
      <button type="button" aria-haspopup="menu" onClick={() => pressed('menu')} />
    </article>
  ))
})
afterEach(() => {
  setSingleKeys(true)
  cleanup()
})
const key = (name: string, more: KeyboardEventInit = {}) =>
  runMessageKey(new KeyboardEvent('keydown', { key: name, ...more }), screen.getByRole('article'), said)

it('presses the button whose key it is, and lets go what no button has', () => {
  expect(key('r')).toBe(true)
  // On many keyboards it takes Shift.
  expect(key('+', { shiftKey: true })).toBe(true)
  expect(pressed.mock.calls.flat()).toEqual(['reply', 'react'])
  // Nothing failed: there is nothing to retry, and it is no reply.
  expect(key('R', { shiftKey: true })).toBe(false)
  expect(key('e')).toBe(false)
  expect(key('r', { repeat: true })).toBe(false)
  expect(pressed).toHaveBeenCalledTimes(2)
})

it('copies the text, but what is marked when something is', () => {
  expect(key('c', { ctrlKey: true })).toBe(true)
  expect(writeText).toHaveBeenCalledExactlyOnceWith('Courier, Sat 9 to 12')
  vi.spyOn(window, 'getSelection').mockReturnValueOnce({ toString: () => 'Sat' } as Selection)
  expect(key('c', { ctrlKey: true })).toBe(false)
  expect(key('c')).toBe(false)
  expect(writeText).toHaveBeenCalledOnce()
})

it('leaves single keys alone where they are switched off', () => {
  setSingleKeys(false)
  expect(key('r')).toBe(false)
  expect(pressed).not.toHaveBeenCalled()
  expect(key('c', { ctrlKey: true })).toBe(true)
})
