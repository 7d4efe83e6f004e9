import { createRoot, createSignal } from 'solid-js'
import { afterEach, expect, it } from 'vitest'
import { ListData, type ListFilter, type Row } from '../inbox/inbox-cache'
import { conversation } from '../inbox/test-rows'
import { createListOrder } from './list-order'

const [a, b, c, d] = ['con_a', 'con_b', 'con_c', 'con_d'].map((id, at) => conversation(id, 40 - at)) as [
  ...[Row, Row, Row, Row],
]
let dispose = () => {}
afterEach(() => dispose())

function open(rows: readonly Row[], filter: ListFilter = { view: 'all' }) {
  return createRoot((end) => {
    dispose = end
    const listed = (pages: readonly (readonly Row[])[], of: ListFilter) =>
      new ListData(
        of,
        pages.map((items) => ({ items: [...items], nextCursor: null })),
      )
    const [data, setData] = createSignal<ListData | undefined>(listed([rows], filter))
    const [isStill, setStill] = createSignal(false)
    const [selectedId, select] = createSignal<string>()
    const known = new Map<string, Row>()
    const order = createListOrder({ data, isStill, selectedId, find: (id) => known.get(id) })
    return {
      order,
      setStill,
      select,
      known,
      show: (...pages: (readonly Row[])[]) => setData(listed(pages, filter)),
      showOther: (of: ListFilter, ...pages: (readonly Row[])[]) => setData(listed(pages, of)),
      ids: () => order.ids().map((id) => id.slice(4)),
      live: () => order.live().map(({ id }) => id.slice(4)),
      way: () => order.way().map(({ id }) => id.slice(4)),
    }
  })
}

it('follows what comes and goes while nobody points at it', () => {
  const list = open([a, b])
  list.show([c, b])
  expect(list.ids()).toEqual(['c', 'b'])
  expect(list.order.waiting()).toBe(0)
})

it('a row that leaves under the pointer keeps its place, says why, and is no part of the list any more', () => {
  const list = open([a, b, c, d])
  list.setStill(true)
  list.known.set(b.id, { ...b, status: 'closed', changeSeq: 2 })
  list.show([a, c, d])
  expect(list.ids()).toEqual(['a', 'b', 'c', 'd'])
  expect(list.live()).toEqual(['a', 'c', 'd'])
  expect(list.order.whyLeft(b.id)).toBe('closed')
  expect(list.order.byId().get(b.id)?.status).toBe('closed')
  expect(list.order.whyLeft(a.id)).toBeUndefined()
  list.known.set(a.id, { ...a, snoozedUntil: '2026-12-01T09:00:00.000Z' })
  list.known.set(c.id, { ...c, assigneeId: 'usr_2' })
  list.show([d])
  expect(['a', 'c'].map((id) => list.order.whyLeft(`con_${id}`))).toEqual(['snoozed', 'moved'])
  // Back again, it is one of them.
  list.show([b, d])
  expect(list.order.whyLeft(b.id)).toBeUndefined()
  expect(list.ids()).toEqual(['a', 'b', 'c', 'd'])
  list.setStill(false)
  expect(list.ids()).toEqual(['b', 'd'])
})

it('what was read leaves the unread, and what is out of sight is known no more', () => {
  const list = open([a, b, c], { view: 'unread' })
  list.setStill(true)
  list.known.set(a.id, { ...a, unreadCount: 0 })
  list.show([c])
  expect(list.order.whyLeft(a.id)).toBe('read')
  expect(list.order.whyLeft(b.id)).toBe('moved')
  // As it was last seen.
  expect(list.order.byId().get(b.id)).toBe(b)
})

it('counts what waits: what is new, and what went up', () => {
  const list = open([b, c, d])
  list.setStill(true)
  list.show([a, d, b, c])
  expect(list.ids()).toEqual(['b', 'c', 'd'])
  expect(list.order.waiting()).toBe(2)
  list.order.showNew()
  expect(list.ids()).toEqual(['a', 'd', 'b', 'c'])
  // The pointer is still over it.
  list.show([b, a, d, c])
  expect(list.ids()).toEqual(['a', 'd', 'b', 'c'])
})

it('a page more joins at the end; where nothing of it is left, or another list is shown, there is nothing to keep', () => {
  const list = open([b, c])
  list.setStill(true)
  list.show([a, b, c], [d])
  expect(list.ids()).toEqual(['b', 'c', 'd'])
  list.show([a])
  expect(list.ids()).toEqual(['a'])
  list.showOther({ view: 'mine' }, [a, b])
  expect(list.ids()).toEqual(['a', 'b'])
  list.showOther({ view: 'all' }, [b])
  expect(list.ids()).toEqual(['b'])
})

it('the way of the keys goes on from where the open conversation was', () => {
  const list = open([a, b, c, d])
  list.select(b.id)
  expect(list.way()).toEqual(['a', 'b', 'c', 'd'])
  list.show([a, c, d])
  expect(list.way()).toEqual(['a', 'b', 'c', 'd'])
  // Its neighbours may leave, too.
  list.show([a, d])
  expect(list.way()).toEqual(['a', 'b', 'd'])
  expect(list.live()).toEqual(['a', 'd'])
  list.select(a.id)
  expect(list.way()).toEqual(['a', 'd'])
})

it('the way is the same under the pointer, and another list has nothing of it', () => {
  const list = open([a, b, c])
  list.select(c.id)
  list.setStill(true)
  list.show([a, b])
  expect(list.ids()).toEqual(['a', 'b', 'c'])
  expect(list.way()).toEqual(['a', 'b', 'c'])
  list.showOther({ view: 'mine' }, [a])
  expect(list.way()).toEqual(['a'])
})

it('ten thousand rows and a page more under the pointer take no time that counts', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => conversation(`con_${at}`, 20_000 - at))
  const list = open(many)
  list.setStill(true)
  let reads = 0
  const more = Array.from({ length: 50 }, (_, at) => conversation(`con_more_${at}`, 5000 - at))
  const counted = (row: Row): Row =>
    Object.defineProperty({ ...row }, 'id', {
      get: () => {
        reads += 1
        return row.id
      },
    })
  list.show(many.map(counted), more.map(counted))
  expect(list.ids()).toHaveLength(10_050)
  // A few for each row, not each row for each other.
  expect(reads).toBeLessThan(10 * 10_050)
})
