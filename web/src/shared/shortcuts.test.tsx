import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createShortcuts, displayKeys, setSingleKeys, shortcutLabel } from './shortcuts'

describe('keyboard shortcuts', () => {
  const palette = vi.fn()
  const inbox = vi.fn()
  const help = vi.fn()
  const up = vi.fn()
  const details = vi.fn()

  beforeEach(() => {
    vi.clearAllMocks()
    render(() => {
      createShortcuts([
        { keys: 'mod+k', run: palette },
        { keys: 'g i', run: inbox },
        { keys: '?', run: help },
        { keys: 'escape', run: up },
        { keys: ']', run: details },
      ])
      return (
        <>
          <input aria-label="Box" />
          <button type="button">Button</button>
          <div role="dialog">
            <button type="button">Inside</button>
          </div>
        </>
      )
    })
  })
  afterEach(() => {
    setSingleKeys(true)
    cleanup()
    vi.useRealTimers()
  })
  const press = (target: Element, ...keys: string[]) => {
    for (const key of keys) fireEvent.keyDown(target, { key })
  }

  it('runs a sequence', () => {
    press(document.body, 'g', 'i')
    expect(inbox).toHaveBeenCalledTimes(1)
  })

  it('forgets a sequence that was interrupted or is too slow', () => {
    vi.useFakeTimers()
    press(document.body, 'g', 'x', 'i')
    press(document.body, 'g')
    vi.advanceTimersByTime(1500)
    press(document.body, 'i')
    expect(inbox).not.toHaveBeenCalled()
  })

  it('leaves single keys to whoever types, and to dialogs', () => {
    press(screen.getByLabelText('Box'), '?', 'g', 'i')
    press(screen.getByText('Inside'), '?')
    expect(help).not.toHaveBeenCalled()
    expect(inbox).not.toHaveBeenCalled()
    press(screen.getByText('Button'), '?')
    expect(help).toHaveBeenCalledTimes(1)
  })

  it('goes up by Escape, from a field too, but not from behind a dialog that closes by it', () => {
    press(screen.getByText('Inside'), 'Escape')
    expect(up).not.toHaveBeenCalled()
    press(screen.getByLabelText('Box'), 'Escape')
    expect(up).toHaveBeenCalledTimes(1)
  })

  it('runs combinations everywhere, also with single keys switched off', () => {
    setSingleKeys(false)
    fireEvent.keyDown(screen.getByLabelText('Box'), { key: 'k', ctrlKey: true })
    press(document.body, '?')
    expect(palette).toHaveBeenCalledTimes(1)
    expect(help).not.toHaveBeenCalled()
  })

  it('goes by the place of a key on a keyboard without Latin letters', () => {
    const at = (key: string, code: string, more = {}) => fireEvent.keyDown(document.body, { key, code, ...more })
    for (const [g, i] of [
      ['п', 'ш'],
      ['γ', 'ι'],
      ['ע', 'ן'],
      ['ل', 'ه'],
    ] as const) {
      at(g, 'KeyG')
      at(i, 'KeyI')
    }
    expect(inbox).toHaveBeenCalledTimes(4)
    fireEvent.keyDown(screen.getByLabelText('Box'), { key: 'л', code: 'KeyK', ctrlKey: true })
    expect(palette).toHaveBeenCalledTimes(1)
    at('ъ', 'BracketRight')
    at('د', 'BracketRight')
    expect(details).toHaveBeenCalledTimes(2)
    at('؟', 'Slash', { shiftKey: true })
    expect(help).toHaveBeenCalledTimes(1)
  })

  it('goes by the letter where there are Latin ones, wherever they are', () => {
    fireEvent.keyDown(document.body, { key: 'i', code: 'KeyG' })
    fireEvent.keyDown(document.body, { key: 'g', code: 'KeyU' })
    expect(inbox).not.toHaveBeenCalled()
    fireEvent.keyDown(document.body, { key: 'i', code: 'KeyC' })
    expect(inbox).toHaveBeenCalledTimes(1)
    fireEvent.keyDown(document.body, { key: 'é', code: 'BracketRight' })
    expect(details).not.toHaveBeenCalled()
  })

  it('knows a character that needs AltGr from a combination, and leaves it to whoever types', () => {
    const altGr = { key: ']', code: 'Digit9', modifierAltGraph: true }
    fireEvent.keyDown(document.body, altGr)
    fireEvent.keyDown(document.body, { ...altGr, ctrlKey: true, altKey: true })
    expect(details).toHaveBeenCalledTimes(2)
    fireEvent.keyDown(screen.getByLabelText('Box'), { ...altGr, ctrlKey: true, altKey: true })
    setSingleKeys(false)
    fireEvent.keyDown(document.body, altGr)
    setSingleKeys(true)
    fireEvent.keyDown(document.body, { key: ']', code: 'BracketRight', ctrlKey: true })
    fireEvent.keyDown(document.body, { key: 'k', code: 'KeyK', ctrlKey: true, altKey: true, modifierAltGraph: true })
    expect(details).toHaveBeenCalledTimes(2)
    expect(palette).not.toHaveBeenCalled()
  })

  it('does nothing while a word is composed', () => {
    fireEvent.keyDown(document.body, { key: ']', code: 'BracketRight', isComposing: true })
    fireEvent.keyDown(screen.getByLabelText('Box'), { key: 'Escape', isComposing: true })
    expect(details).not.toHaveBeenCalled()
    expect(up).not.toHaveBeenCalled()
  })

  it('ends with its owner', () => {
    cleanup()
    press(document.body, '?')
    expect(help).not.toHaveBeenCalled()
  })

  it('is written the way keyboards are', () => {
    expect(displayKeys('mod+k')).toEqual(['Ctrl', 'K'])
    expect(displayKeys('g i')).toEqual(['G', 'then', 'I'])
    expect(shortcutLabel('mod+k')).toBe('Ctrl K')
    expect(shortcutLabel('g i')).toBe('G then I')
  })
})
