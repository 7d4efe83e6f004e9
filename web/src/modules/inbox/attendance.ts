const AWAY_AFTER_MS = 5 * 60_000
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const

/** Tells colleagues whether somebody is at the desk: away is who says so, or has touched nothing here for five minutes. */
export function createAttendance(tell: (isAway: boolean) => void, saysAway: () => boolean = () => false) {
  let isIdle = false
  let told = saysAway()
  let touchedAt = Date.now()
  let timer = setTimeout(look, AWAY_AFTER_MS)

  function look(): void {
    const left = touchedAt + AWAY_AFTER_MS - Date.now()
    if (left > 0) {
      timer = setTimeout(look, left)
      return
    }
    isIdle = true
    say()
  }

  function say(): void {
    const isAway = isIdle || saysAway()
    if (isAway === told) return
    told = isAway
    tell(isAway)
  }

  function touched(): void {
    touchedAt = Date.now()
    if (!isIdle) return
    isIdle = false
    timer = setTimeout(look, AWAY_AFTER_MS)
    say()
  }

  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, touched, { passive: true })
  return {
    /** A new connection begins as one of somebody who is there. */
    connected: () => {
      told = isIdle || saysAway()
      if (told) tell(true)
    },
    /** What they say of themselves has changed. */
    changed: say,
    stop: () => {
      clearTimeout(timer)
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, touched)
    },
  }
}
