import '../../strings/register-inbox'
import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { me, refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import { listKey } from '../inbox/inbox.queries'
import type { ListFilter, Row } from '../inbox/inbox-cache'
import { conversation } from '../inbox/test-rows'
import { ConversationList } from './conversation-list'
import { tellOwnChange } from './own-changes'

const COUNT = 40
const rows = Array.from({ length: COUNT }, (_, at) => {
  const row = conversation(`con_${at}`, COUNT - at)
  return { ...row, contact: { ...row.contact, displayName: `Person ${at}` } }
})

/** A window of 300 px: of forty rows a few are drawn. */
class Sizes {
  constructor(
    private readonly tell: (entries: { target: Element; contentRect: { height: number; width: number } }[]) => void,
  ) {}
  observe(target: Element) {
    queueMicrotask(() => this.tell([{ target, contentRect: { height: 300, width: 300 } }]))
  }
  unobserve() {}
  disconnect() {}
}

type Drawn = { selected?: string; checked?: readonly string[]; rows?: readonly Row[]; filter?: ListFilter }
async function draw(options: Drawn = {}) {
  const items = options.rows ?? rows
  stubApi({
    'GET /api/conversations?limit=50&view=all': () => ({ body: { items, nextCursor: null } }),
    'GET /api/conversations?limit=50&view=all&search=glaze': () => ({ body: { items, nextCursor: null } }),
  })
  const drawn = drawList(options.filter ?? { view: 'all' }, options)
  await screen.findByText(items[0]?.contact.displayName ?? '')
  return drawn
}
let client: QueryClient | undefined
const queryCache = () => client as QueryClient
function drawList(filter: ListFilter, options: Drawn = {}) {
  const [selected, setSelected] = createSignal(options.selected)
  const [checked, setChecked] = createSignal<ReadonlySet<string>>(new Set(options.checked))
  const onOpen = vi.fn()
  const onCheck = vi.fn((id: string) => setChecked((now) => new Set([...now, id])))
  const List = () => {
    client = useQueryClient()
    return (
      <ConversationList
        filter={filter}
        selectedId={selected()}
        checked={checked()}
        draftOf={() => undefined}
        nameOf={() => undefined}
        onOpen={onOpen}
        onCheck={onCheck}
        onRows={() => {}}
      />
    )
  }
  renderSignedIn(List)
  return { onOpen, onCheck, setSelected }
}
const rowOf = (at: number) => document.querySelector<HTMLElement>(`[data-conversation="con_${at}"]`) as HTMLElement
// Nothing is measured here, so the rows count as hidden.
const linkOf = (at: number) => within(rowOf(at)).getByRole('link', { hidden: true })
const boxOf = (at: number) => within(rowOf(at)).getByRole<HTMLInputElement>('checkbox', { hidden: true })
const pictureOf = (at: number) => rowOf(at).querySelector('[data-initials]') as HTMLElement
const tabbable = () =>
  [...document.querySelectorAll<HTMLElement>('[data-conversation] a, [data-conversation] input')]
    .filter(({ tabIndex }) => tabIndex === 0)
    .map((element) => `${element.tagName} ${element.closest<HTMLElement>('[data-conversation]')?.dataset.conversation}`)
const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key })

beforeEach(() => {
  Object.assign(document.defaultView as Window, { ResizeObserver: Sizes })
  Element.prototype.scrollTo = () => {}
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('without single keys', () => {
  it('Tab comes to the first row, or to the one that is open', async () => {
    const { setSelected } = await draw()
    expect(tabbable()).toEqual(['INPUT con_0', 'A con_0'])
    setSelected('con_2')
    expect(tabbable()).toEqual(['INPUT con_2', 'A con_2'])
  })

  it('the arrows, Home and End move between the rows, also to those not drawn yet', async () => {
    await draw()
    expect(rowOf(COUNT - 1)).toBeNull()
    linkOf(0).focus()
    press('ArrowDown')
    expect(document.activeElement).toBe(linkOf(1))
    expect(tabbable()).toEqual(['INPUT con_1', 'A con_1'])
    press('ArrowUp')
    press('ArrowUp')
    expect(document.activeElement).toBe(linkOf(0))
    press('End')
    await waitFor(() => expect(document.activeElement).toBe(linkOf(COUNT - 1)))
    press('ArrowDown')
    expect(document.activeElement).toBe(linkOf(COUNT - 1))
    press('Home')
    await waitFor(() => expect(document.activeElement).toBe(linkOf(0)))
  })

  it('keys with Ctrl or Alt are left to the browser', async () => {
    await draw()
    linkOf(0).focus()
    fireEvent.keyDown(linkOf(0), { key: 'ArrowDown', altKey: true })
    expect(document.activeElement).toBe(linkOf(0))
  })
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

describe('under the pointer', () => {
  const two = ['con_1', 'con_2'].map((id, at) => conversation(id, 10 - at))
  const key = listKey(me.organization.id, { view: 'all' })
  const ids = () =>
    [...document.querySelectorAll<HTMLElement>('[data-conversation]')].map((row) => row.dataset.conversation)
  /** What the cache does when something arrives. */
  const arrives = (pages: Row[][], more = false) =>
    queryCache().setQueryData(key, {
      pages: pages.map((items, at) => ({ items, nextCursor: more || at < pages.length - 1 ? 'more' : null })),
      pageParams: pages.map((_, at) => (at === 0 ? '' : 'more')),
    })
  const over = () => {
    const list = screen.getByRole('navigation', { name: 'Conversations' }).parentElement?.parentElement as HTMLElement
    return {
      enter: () => list.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' })),
      leave: () => list.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' })),
    }
  }

  it('rows keep their place, what is new waits behind a pill, and a page more joins at the end', async () => {
    await draw({ rows: two })
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
    await draw({ rows: two })
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
    await draw({ rows: two })
    await waitFor(() => expect(ids()).toEqual(['con_1', 'con_2']))
    over().enter()
    arrives([[conversation('con_9', 20), ...two]])
    await screen.findByRole('button', { name: '1 new' })
    over().leave()
    await waitFor(() => expect(ids()).toEqual(['con_9', 'con_1', 'con_2']))
  })
})

describe('without rows', () => {
  it('says what is wrong and tries again', async () => {
    let isBroken = true
    stubApi({
      'GET /api/conversations?limit=50&view=all': () =>
        isBroken ? refusal(403, 'auth.forbidden') : { body: { items: [rows[0]], nextCursor: null } },
    })
    drawList({ view: 'all' })
    await screen.findByText('The list could not be loaded.')
    screen.getByText('The server said auth.forbidden.')
    isBroken = false
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByText('Person 0')
  })

  it('says what the view is for, and what to try when a search found nothing', async () => {
    const none = () => ({ body: { items: [], nextCursor: null } })
    stubApi({
      'GET /api/conversations?limit=50&view=snoozed': none,
      'GET /api/conversations?limit=50&view=all&search=zzz': none,
    })
    drawList({ view: 'snoozed' })
    await screen.findByText('Nothing is snoozed')
    cleanup()
    drawList({ view: 'all', search: 'zzz' })
    await screen.findByText('Nothing found')
  })

  it('has its geometry while it loads', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}))
    drawList({ view: 'all' })
    await screen.findByRole('status', { name: 'Loading' })
  })
})
