import { createSignal } from 'solid-js'

const KEY = 'wharf.away'
const read = (): boolean => {
  try {
    return localStorage.getItem(KEY) === 'on'
  } catch {
    return false
  }
}
const [away, setSignal] = createSignal(read())

/** Whether somebody has said of themselves that they are away. Kept on this device, for all of its tabs. */
export const saysAway = away

export function setAway(isAway: boolean): void {
  setSignal(isAway)
  try {
    if (isAway) localStorage.setItem(KEY, 'on')
    else localStorage.removeItem(KEY)
  } catch {
    // Without a storage it holds until the page is left.
  }
}

window.addEventListener('storage', (event) => {
  if (event.key === KEY) setSignal(read())
})
