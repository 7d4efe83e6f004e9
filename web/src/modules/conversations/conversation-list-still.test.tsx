import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Row } from '../inbox/inbox-cache'
import { conversation } from '../inbox/test-rows'
import { tellOwnChange } from './own-changes'
import { boxOf, draw, linkOf, rowOf, stubWindow } from './test-list'

beforeEach(stubWindow)
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('under the pointer', () => {
  const two = ['con_1', 'con_2'].map((id, at) => conversation(id, 10 - at))
  const ids = () =>
    [...document.querySelectorAll<HTMLElement>('[data-conversation]')].map((row) => row.dataset.conversation)
  const over = () => {
    const list = screen.getByRole('navigation', { name: 'Conversations' }).parentElement?.parentElement as HTMLElement
    return {
      enter: () => list.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' })),
      leave: () => list.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' })),
    }
  }

  it('rows keep their place, what is new waits behind a pill, and a page more joins at the end', async () => {
    const { arrives } = await draw({ rows: two })
    await waitFor(() => expect(ids()).toEqual(['con_1', 'con_2']))
    over().enter()
    const news = conversation('con_9', 20)
    const moved = conversation('con_2', 19, { changeSeq: 2, unreadCount: 7 })
    arrives([[news, moved, two[0] as Row]])
    await screen.findByRole('button', { name: '2 new' })
    expect(ids()).toEqual(['con_1', 'con_2'])
    // What it says is current all the same.
    screen.getByText('7')
    arrives([[news, moved, two[0] as Row], [conversation('con_0', 1)]])
    await waitFor(() => expect(ids()).toEqual(['con_1', 'con_2', 'con_0']))
    fireEvent.click(screen.getByRole('button', { name: '2 new' }))
    await waitFor(() => expect(ids()).toEqual(['con_9', 'con_2', 'con_1', 'con_0']))
    expect(screen.queryByRole('button', { name: /new$/ })).toBeNull()
  })

  it('what is taken back here is there at once, and so is what comes where nothing is left', async () => {
    const { arrives } = await draw({ rows: two })
    await waitFor(() => expect(ids()).toEqual(['con_1', 'con_2']))
    arrives([[two[1] as Row]])
    await waitFor(() => expect(ids()).toEqual(['con_2']))
    over().enter()
    arrives([two])
    await screen.findByRole('button', { name: '1 new' })
    // Said before the cache tells of it.
    const third = conversation('con_3', 30)
    arrives([[third, ...two]])
    tellOwnChange()
    await waitFor(() => expect(ids()).toEqual(['con_3', 'con_1', 'con_2']))
    // It keeps still again, from the turn after that.
    await new Promise((resolve) => setTimeout(resolve))
    arrives([[conversation('con_9', 40), third, ...two]])
    await screen.findByRole('button', { name: '1 new' })
    arrives([[conversation('con_9', 20)]])
    await waitFor(() => expect(ids()).toEqual(['con_9']))
    expect(screen.queryByRole('button', { name: /new$/ })).toBeNull()
  })

  it('the list follows when the pointer leaves', async () => {
    const { arrives } = await draw({ rows: two })
    await waitFor(() => expect(ids()).toEqual(['con_1', 'con_2']))
    over().enter()
    arrives([[conversation('con_9', 20), ...two]])
    await screen.findByRole('button', { name: '1 new' })
    over().leave()
    await waitFor(() => expect(ids()).toEqual(['con_9', 'con_1', 'con_2']))
  })

  it('a row that leaves stays, says why, and is neither opened nor marked', async () => {
    const { arrives, knows, onOpen, onCheck } = await draw({ rows: two })
    await waitFor(() => expect(ids()).toEqual(['con_1', 'con_2']))
    over().enter()
    knows(conversation('con_1', 12, { status: 'closed', changeSeq: 2 }))
    arrives([[two[1] as Row]])
    await screen.findByText('Just closed')
    expect(ids()).toEqual(['con_1', 'con_2'])
    expect(rowOf(1).title).toBe('It leaves the list when the pointer does.')
    expect(linkOf(1).getAttribute('aria-disabled')).toBe('true')
    fireEvent.click(linkOf(1))
    fireEvent.click(boxOf(1))
    expect(boxOf(1).checked).toBe(false)
    fireEvent.click(linkOf(2))
    expect(onOpen.mock.calls.map(([id]) => id)).toEqual(['con_2'])
    expect(onCheck).not.toHaveBeenCalled()
    over().leave()
    await waitFor(() => expect(ids()).toEqual(['con_2']))
  })

  it('one that was only read can still be opened, and what somebody closes here is gone at once', async () => {
    const unread = two.map((row) => ({ ...row, unreadCount: 1 }))
    const { arrives, knows, onOpen } = await draw({ rows: unread, filter: { view: 'unread' } })
    await waitFor(() => expect(ids()).toEqual(['con_1', 'con_2']))
    over().enter()
    knows(conversation('con_1', 10, { unreadCount: 0 }))
    arrives([unread.slice(1)])
    await screen.findByText('Just read')
    expect(linkOf(1).getAttribute('aria-disabled')).not.toBe('true')
    fireEvent.click(linkOf(1))
    expect(onOpen.mock.calls.map(([id]) => id)).toEqual(['con_1'])
    tellOwnChange()
    await waitFor(() => expect(ids()).toEqual(['con_2']))
  })
})
