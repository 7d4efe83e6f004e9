import { createSignal } from 'solid-js'
import { serverOffset } from './server-clock'

const MINUTE_MS = 60_000
const [now, setNow] = createSignal(Date.now())

// One timer for every clock on the page. It stands still while nobody looks.
setInterval(() => {
  if (document.visibilityState === 'visible') setNow(Date.now())
}, MINUTE_MS)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') setNow(Date.now())
})

/**
 * The time, to the minute, by the server's clock: what shows ages and remaining time reads this. Milliseconds since 1970.
 */
export const currentMinute = (): number => now() + serverOffset()
