import { createSignal, onCleanup } from 'solid-js'

/** Counts down the wait that a 429 asks for. `left()` is in whole seconds and 0 when nothing is waiting. */
export function createRetryCountdown() {
  const [left, setLeft] = createSignal(0)
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => clearInterval(timer)

  function start(seconds: number) {
    stop()
    // Counted against the clock, because a sleeping laptop stops the timer but not the wait.
    const end = Date.now() + seconds * 1000
    setLeft(Math.max(1, Math.ceil(seconds)))
    timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - Date.now()) / 1000))
      setLeft(rest)
      if (rest === 0) stop()
    }, 1000)
  }

  onCleanup(stop)
  return { left, start }
}

/** "4m 12s", "45s". */
export function formatWait(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  if (minutes === 0) return `${rest}s`
  return rest === 0 ? `${minutes}m` : `${minutes}m ${rest}s`
}
