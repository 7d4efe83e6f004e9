import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { VirtualizerHandle } from 'virtua/solid'
import type { RowIndex } from './thread-model'
import { timeOfRow } from './thread-rows'

const AT_END_PX = 80
const NEAR_PX = 600
/** The line of a day gives its place up when the next one is this near. */
const STICKY_PX = 34
/** Above the first unread message, so that the line of the day does not cover it. */
const LINE_PX = 44
/** What stands above the first row: `py-3`. */
export const PADDING_PX = 12
const SETTLE_MS = 3000
const signs = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
/** How long a turn of the wheel is what has moved the thread: a busy page is slow to move. */
const TURN_MS = 1000

/**
 * Where a thread stands and stays: at its end it follows what comes, elsewhere nothing moves it. `virtua` holds the place
 * when rows above it change; this holds the end.
 */
export function createThreadScroll(from: {
  index: Accessor<RowIndex>
  /** The newest message is not loaded: the end of what is there is not the end. */
  hasNewer: Accessor<boolean>
  onNearStart: () => void
  onNearEnd: () => void
}) {
  const [scroller, setScroller] = createSignal<HTMLDivElement>()
  // Unknown until it has been shown: nothing is taken as read before.
  const [isAtEnd, setAtEnd] = createSignal<boolean>()
  const [stickyDay, setStickyDay] = createSignal<string>()
  let handle: VirtualizerHandle | undefined
  let isPinned = true
  let lastOffset = 0
  let lastHeight = 0
  let isOpened = false
  let turnedUpAt = Number.NEGATIVE_INFINITY
  /**
   * The row that was last gone to, until its place is certain: rows around it are still measured. Not by `scrollToIndex`, which
   * nobody can call off: it would take a person back who has turned the wheel meanwhile.
   */
  let target: { key: string; align: 'start' | 'center'; offset: number } | undefined
  let settling: ReturnType<typeof setTimeout> | undefined

  const toBottom = () => {
    const element = scroller()
    if (element) element.scrollTop = element.scrollHeight
  }
  const left = () => {
    const element = scroller()
    return element ? element.scrollHeight - element.scrollTop - element.clientHeight : 0
  }

  function read(): void {
    const element = scroller()
    if (!element || !handle) return
    const offset = element.scrollTop
    const isNearEnd = left() < AT_END_PX && !from.hasNewer()
    const isTurnedUp = performance.now() - turnedUpAt < TURN_MS
    if (isNearEnd && !isTurnedUp) isPinned = true
    // Only a person moves up: what grows below leaves the offset where it is. But `virtua` does too when it has measured rows
    // above, and then the height is another one: only a wheel that was turned says that it was a person all the same.
    else if (offset < lastOffset - 1 && (element.scrollHeight === lastHeight || isTurnedUp)) isPinned = false
    if (isPinned && !isNearEnd && isOpened && !from.hasNewer()) toBottom()
    lastOffset = element.scrollTop
    lastHeight = element.scrollHeight
    findDay(offset)
    if (!isOpened) return
    setAtEnd(isNearEnd || isPinned)
    if (offset < NEAR_PX) from.onNearStart()
    if (left() < NEAR_PX && from.hasNewer()) from.onNearEnd()
  }
  function findDay(offset: number): void {
    if (!handle) return
    const { keys, byKey } = from.index()
    const rowAt = (index: number) => byKey.get(keys[index] ?? '')
    const first = handle.findItemIndex(offset)
    let at = handle.findItemIndex(offset + STICKY_PX)
    // A line between the messages was said at no time: the next row tells.
    while (at < keys.length - 1 && timeOfRow(rowAt(at)) === undefined) at += 1
    let isLineShown = false
    for (let index = first; index <= at; index += 1)
      if (rowAt(index)?.kind === 'day' && handle.getItemOffset(index) >= offset - 2) isLineShown = true
    setStickyDay(isLineShown ? undefined : timeOfRow(rowAt(at)))
  }
  function moveTo(at: number, align: 'start' | 'center', offset = 0): void {
    isPinned = false
    const key = from.index().keys[at]
    target = key === undefined ? undefined : { key, align, offset }
    clearTimeout(settling)
    settling = setTimeout(forgetTarget, SETTLE_MS)
    goToTarget()
  }
  /** By its key: its number changes when earlier ones come in front. */
  function goToTarget(): void {
    const element = scroller()
    const at = target ? from.index().keys.indexOf(target.key) : -1
    if (!element || !handle || !target || at < 0) return
    const rest = target.align === 'center' ? (element.clientHeight - handle.getItemSize(at)) / 2 : 0
    element.scrollTop = PADDING_PX + handle.getItemOffset(at) - rest + target.offset
  }
  /** No further than it takes to see all of a row. */
  function show(at: number): void {
    const element = scroller()
    if (!element || !handle) return
    forgetTarget()
    const start = PADDING_PX + handle.getItemOffset(at)
    const end = start + handle.getItemSize(at)
    if (start < element.scrollTop) element.scrollTop = start
    else if (end > element.scrollTop + element.clientHeight) element.scrollTop = end - element.clientHeight
  }
  const forgetTarget = () => {
    target = undefined
  }
  const noteTurn = ({ deltaY }: WheelEvent) => {
    turnedUpAt = deltaY < 0 ? performance.now() : Number.NEGATIVE_INFINITY
  }

  createEffect(
    on(scroller, (element) => {
      if (!element) return
      const observer = new ResizeObserver(() => {
        if (isPinned) toBottom()
        else goToTarget()
        read()
      })
      observer.observe(element)
      for (const child of element.children) observer.observe(child)
      // Whoever moves it goes where they want.
      for (const sign of signs) element.addEventListener(sign, forgetTarget, { passive: true })
      element.addEventListener('wheel', noteTurn, { passive: true })
      onCleanup(() => {
        observer.disconnect()
        for (const sign of signs) element.removeEventListener(sign, forgetTarget)
        element.removeEventListener('wheel', noteTurn)
        clearTimeout(settling)
      })
    }),
  )
  // After a live change the end is followed before the next frame.
  createEffect(
    on(
      from.index,
      () => {
        if (!isOpened) return
        queueMicrotask(() => {
          if (isPinned && !from.hasNewer()) toBottom()
          else goToTarget()
          read()
        })
      },
      { defer: true },
    ),
  )

  return {
    scroller,
    setScroller,
    setHandle: (value: VirtualizerHandle | undefined) => (handle = value),
    isAtEnd: () => isAtEnd() === true && !from.hasNewer(),
    /** Somewhere else than at its end. */
    isAway: () => isAtEnd() === false || (isAtEnd() === true && from.hasNewer()),
    stickyDay,
    onScroll: read,
    /** Shows the thread for the first time: at a row, else at its end. */
    open: (at: number): void => {
      isOpened = true
      if (at < 0) toBottom()
      else moveTo(at, 'start', -LINE_PX)
      queueMicrotask(read)
    },
    jumpTo: (at: number) => moveTo(at, 'center'),
    show,
    toEnd: (): void => {
      forgetTarget()
      isPinned = true
      setAtEnd(true)
      toBottom()
    },
  }
}
export type ThreadScroll = ReturnType<typeof createThreadScroll>
