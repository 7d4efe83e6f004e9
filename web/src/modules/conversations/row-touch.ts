import { onCleanup } from 'solid-js'

const HOLD_MS = 450
const CLICK_MS = 400
const MOVED_PX = 10

/** Tells a finger from a mouse on a row, and when it rests there: that marks it, as there is no hovering. */
export function createRowTouch(onHold: () => void) {
  let isFinger = false
  let isHeld = false
  let start = { x: 0, y: 0 }
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = () => clearTimeout(timer)
  const forget = () => {
    isHeld = false
    isFinger = false
  }
  const hold = () => {
    end()
    if (isHeld) return
    isHeld = true
    onHold()
  }
  onCleanup(end)
  return {
    onPointerDown: (event: PointerEvent) => {
      end()
      isFinger = event.pointerType === 'touch'
      isHeld = false
      start = { x: event.clientX, y: event.clientY }
      if (isFinger) timer = setTimeout(hold, HOLD_MS)
    },
    onPointerMove: (event: PointerEvent) => {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > MOVED_PX) end()
    },
    // A click may follow at once. Later ones are of keys.
    onPointerUp: () => {
      end()
      timer = setTimeout(forget, CLICK_MS)
    },
    onPointerCancel: () => {
      end()
      forget()
    },
    /** The menu of a link would come at the same moment. */
    onContextMenu: (event: MouseEvent) => {
      if (!isFinger) return
      event.preventDefault()
      hold()
    },
    /** What a click comes from; read once, since a key makes clicks as well. */
    takeClick: (): 'held' | 'tap' | 'click' => {
      const kind = isHeld ? 'held' : isFinger ? 'tap' : 'click'
      forget()
      return kind
    },
  }
}
