import { createRoot } from 'solid-js'
import type { VirtualizerHandle } from 'virtua/solid'
import { afterEach, expect, test, vi } from 'vitest'
import { createThreadScroll } from './thread-scroll'

let measured = () => {}
vi.stubGlobal(
  'ResizeObserver',
  class {
    constructor(run: () => void) {
      measured = run
    }
    observe() {}
    disconnect() {}
  },
)
afterEach(() => vi.restoreAllMocks())

/** A thread of a height, in a window of 600 px; its offset is held within, as a browser does it. */
function setUp() {
  const element = document.createElement('div')
  let height = 2000
  let offset = 0
  const most = () => height - 600
  Object.defineProperties(element, {
    clientHeight: { get: () => 600 },
    scrollHeight: { get: () => height },
    scrollTop: {
      get: () => offset,
      set: (value: number) => {
        offset = Math.max(0, Math.min(value, most()))
      },
    },
  })
  const offsets = [0, 400, 1200]
  const handle = {
    findItemIndex: () => 0,
    getItemOffset: (index: number) => offsets[index] ?? 0,
    getItemSize: () => 100,
  } as unknown as VirtualizerHandle
  const scroll = createRoot(() =>
    createThreadScroll({
      index: () => ({ keys: ['day', 'msg_1', 'msg_2'], byKey: new Map() }) as never,
      hasNewer: () => false,
      onNearStart: () => {},
      onNearEnd: () => {},
    }),
  )
  scroll.setScroller(element)
  scroll.setHandle(handle)
  scroll.open(-1)
  scroll.onScroll()
  const change = (to: { height?: number; offset?: number }) => {
    height = to.height ?? height
    element.scrollTop = to.offset ?? offset
    scroll.onScroll()
  }
  return { scroll, element, change, offsets, left: () => most() - offset, offset: () => offset }
}

test('stays at its end while the rows above are measured and the place is put right', () => {
  const { change, left, scroll } = setUp()
  expect(left()).toBe(0)
  change({ height: 2186, offset: 1382 })
  change({ height: 2086, offset: 1282 })
  expect(left()).toBe(0)
  expect(scroll.isAtEnd()).toBe(true)
})

test('lets go of its end when somebody moves up', () => {
  const { change, left, scroll } = setUp()
  change({ offset: 1000 })
  change({ height: 2038, offset: 1000 })
  expect(left()).toBe(438)
  expect(scroll.isAtEnd()).toBe(false)
})

test('lets go of its end when somebody turns the wheel up while rows are measured', () => {
  const { change, left, scroll, element } = setUp()
  element.dispatchEvent(new WheelEvent('wheel', { deltaY: -400 }))
  change({ height: 2100, offset: 1000 })
  expect(left()).toBe(500)
  expect(scroll.isAtEnd()).toBe(false)
})

test('who turns the wheel up is not pulled back by an end that is near while rows are measured', () => {
  const { change, left, scroll, element } = setUp()
  element.dispatchEvent(new WheelEvent('wheel', { deltaY: -400 }))
  change({ offset: 1000 })
  // The rows above are less high than was thought; then `virtua` puts the place right.
  change({ height: 1650 })
  change({ height: 1650, offset: 650 })
  expect(left()).toBe(400)
  expect(scroll.isAtEnd()).toBe(false)
})

test('stays at its end when the wheel was turned down', () => {
  const { change, left, element } = setUp()
  element.dispatchEvent(new WheelEvent('wheel', { deltaY: -400 }))
  element.dispatchEvent(new WheelEvent('wheel', { deltaY: 400 }))
  change({ height: 2186, offset: 1382 })
  expect(left()).toBe(0)
})

test('a row that was gone to stays in the middle while the rows above it are measured', () => {
  const { scroll, offset, offsets } = setUp()
  scroll.jumpTo(1)
  expect(offset()).toBe(400 + 12 - 250)
  offsets[1] = 700
  measured()
  expect(offset()).toBe(700 + 12 - 250)
})

test('who turns the wheel is not taken back to the row that was gone to', () => {
  const { scroll, element, change, offset, offsets } = setUp()
  scroll.jumpTo(1)
  element.dispatchEvent(new WheelEvent('wheel', { deltaY: -100 }))
  change({ offset: 62 })
  offsets[1] = 700
  measured()
  expect(offset()).toBe(62)
})

test('who goes to the end while a message is still being gone to is not taken back to it', () => {
  const { scroll, offsets, left } = setUp()
  scroll.jumpTo(0)
  scroll.toEnd()
  offsets[0] = 300
  measured()
  expect(left()).toBe(0)
})

test('a row that the arrows come to is shown whole, and nothing moves for one that is', () => {
  const { scroll, offset } = setUp()
  scroll.show(1)
  expect(offset()).toBe(412)
  scroll.show(1)
  expect(offset()).toBe(412)
  scroll.show(2)
  expect(offset()).toBe(1200 + 12 + 100 - 600)
})
