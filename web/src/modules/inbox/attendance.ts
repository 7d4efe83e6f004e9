const AWAY_AFTER_MS = 5 * 60_000
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const

/** Tells colleagues whether somebody is at the desk: away is who has touched nothing here for five minutes. */
export function createAttendance(tell: (isAway: boolean) => void) {
  let isAway = false
  let touchedAt = Date.now()
  let timer = setTimeout(look, AWAY_AFTER_MS)

  function look(): void {
    const left = touchedAt + AWAY_AFTER_MS - Date.now()
    if (left > 0) {
      timer = setTimeout(look, left)
      return
    }
    isAway = true
    tell(true)
  }

  function touched(): void {
    touchedAt = Date.now()
    if (!isAway) return
    isAway = false
    timer = setTimeout(look, AWAY_AFTER_MS)
    tell(false)
  }

  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, touched, { passive: true })
  return {
    /** A new connection begins as one of somebody who is there. */
    connected: () => {
      if (isAway) tell(true)
    },
    stop: () => {
      clearTimeout(timer)
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, touched)
    },
  }
}
