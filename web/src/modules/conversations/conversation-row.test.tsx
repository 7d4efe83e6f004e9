import { cleanup, fireEvent } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Row } from '../inbox/inbox-cache'
import { conversation } from '../inbox/test-rows'
import { boxOf, draw, linkOf, pictureOf, stubWindow } from './test-list'

beforeEach(stubWindow)
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the box of a row', () => {
  it('shows under a mouse, in place of the picture, and takes a click anywhere on it', async () => {
    const { onCheck, onOpen } = await draw()
    expect(boxOf(0).className).toContain('pointer-fine:group-hover:opacity-100')
    expect(pictureOf(0).className).toContain('pointer-fine:group-hover:invisible')
    fireEvent.pointerDown(pictureOf(0), { pointerType: 'mouse' })
    fireEvent.click(pictureOf(0))
    expect(onCheck.mock.calls.map(([id]) => id)).toEqual(['con_0'])
    expect(onOpen).not.toHaveBeenCalled()
  })

  it('takes no tap while nothing is marked: the picture opens the conversation', async () => {
    const { onCheck, onOpen } = await draw()
    for (const target of [pictureOf(0), boxOf(0)]) {
      fireEvent.pointerDown(target, { pointerType: 'touch' })
      fireEvent.pointerUp(target, { pointerType: 'touch' })
      fireEvent.click(target)
    }
    expect(onOpen.mock.calls).toEqual([
      ['con_0', undefined],
      ['con_0', undefined],
    ])
    expect(onCheck).not.toHaveBeenCalled()
    expect(boxOf(0).checked).toBe(false)
  })

  it('takes taps while something is marked', async () => {
    const { onCheck, onOpen } = await draw({ checked: ['con_1'] })
    fireEvent.pointerDown(pictureOf(0), { pointerType: 'touch' })
    fireEvent.pointerUp(pictureOf(0), { pointerType: 'touch' })
    fireEvent.click(pictureOf(0))
    expect(onCheck.mock.calls.map(([id]) => id)).toEqual(['con_0'])
    expect(onOpen).not.toHaveBeenCalled()
  })

  it('is marked by a finger that rests on the row, unless it moves', async () => {
    const { onCheck, onOpen } = await draw()
    vi.useFakeTimers()
    fireEvent.pointerDown(linkOf(0), { pointerType: 'touch', clientX: 5, clientY: 5 })
    fireEvent.pointerMove(linkOf(0), { pointerType: 'touch', clientX: 5, clientY: 40 })
    vi.advanceTimersByTime(600)
    expect(onCheck).not.toHaveBeenCalled()
    fireEvent.pointerDown(linkOf(0), { pointerType: 'touch' })
    vi.advanceTimersByTime(600)
    fireEvent.pointerUp(linkOf(0), { pointerType: 'touch' })
    fireEvent.click(linkOf(0))
    expect(onCheck.mock.calls.map(([id]) => id)).toEqual(['con_0'])
    expect(onOpen).not.toHaveBeenCalled()
    // The next click is one again.
    fireEvent.click(linkOf(0))
    expect(onOpen).toHaveBeenCalledOnce()
  })
})

describe('a row that a search found', () => {
  const found: Row = {
    ...conversation('con_1', 1),
    match: {
      messageId: 'msg_7',
      text: '…which glaze is on the bowl, the blue glaze?',
      ranges: [
        { start: 7, end: 12 },
        { start: 38, end: 43 },
      ],
      occurredAt: '2026-01-02T10:00:00.000Z',
    },
  }
  const other: Row = { ...conversation('con_2', 0), match: null }

  it('shows the message below, what was found marked, and opens it there', async () => {
    const { onOpen } = await draw({ rows: [found, other], filter: { view: 'all', search: 'glaze' } })
    const line = document.querySelector('[data-conversation="con_1"] mark')?.parentElement
    expect(line?.textContent).toBe('…which glaze is on the bowl, the blue glaze?')
    expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['glaze', 'glaze'])
    expect(linkOf(1).getAttribute('href')).toBe('/inbox/con_1#msg_7')
    expect(linkOf(2).getAttribute('href')).toBe('/inbox/con_2')
    fireEvent.click(linkOf(1))
    fireEvent.click(linkOf(2))
    expect(onOpen.mock.calls).toEqual([
      ['con_1', 'msg_7'],
      ['con_2', undefined],
    ])
  })

  it('shows a text with markup in it as it was written', async () => {
    const text = 'glaze <img src=x onerror=alert(1)>'
    const hostile = { messageId: 'msg_1', text, ranges: [{ start: 0, end: 5 }], occurredAt: '2026-01-02T10:00:00.000Z' }
    await draw({ rows: [{ ...found, match: hostile }], filter: { view: 'all', search: 'glaze' } })
    expect(document.querySelector('mark')?.parentElement?.textContent).toBe(text)
    expect(document.querySelector('[data-conversation] img')).toBeNull()
  })
})
