import { createSignal } from 'solid-js'

const [isOnline, setOnline] = createSignal(navigator.onLine)
window.addEventListener('online', () => setOnline(true))
window.addEventListener('offline', () => setOnline(false))

/** Whether the device has a network at all. Whether the server answers is `live.status`. */
export const online = isOnline
