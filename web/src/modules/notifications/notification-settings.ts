import { createSignal } from 'solid-js'

/** How somebody wants to be called, kept on this device: a phone and a desk differ. */
export type NotificationSettings = {
  sound: boolean
  /** Notifications of the browser, outside of the page. They also need the browser's permission. */
  desktop: boolean
  /** Also for messages in conversations that nobody has. */
  unassigned: boolean
  /** Names and words stay out of what shows outside of the page. */
  hideContent: boolean
  /** Nothing rings or pops up until it is switched off. */
  doNotDisturb: boolean
  /** Milliseconds since 1970. */
  mutedUntil: number
  quietHours: boolean
  /** "22:00" by this device's clock. */
  quietFrom: string
  quietTo: string
}

const KEY = 'wharf.notification-settings'
const DEFAULTS: NotificationSettings = {
  sound: true,
  desktop: false,
  unassigned: true,
  hideContent: false,
  doNotDisturb: false,
  mutedUntil: 0,
  quietHours: false,
  quietFrom: '20:00',
  quietTo: '08:00',
}

const [settings, setSignal] = createSignal<NotificationSettings>(read())
export const notificationSettings = settings

export function changeNotificationSettings(changes: Partial<NotificationSettings>): void {
  const next = { ...read(), ...changes }
  setSignal(next)
  try {
    localStorage.setItem(KEY, JSON.stringify(next))
  } catch {
    // Without a storage it holds until the page is left.
  }
}

// Another tab of this device.
window.addEventListener('storage', (event) => {
  if (event.key === KEY) setSignal(read())
})

function read(): NotificationSettings {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<NotificationSettings>) }
  } catch {
    return DEFAULTS
  }
}

export type Quiet = 'doNotDisturb' | 'muted' | 'quietHours'

/** Why it is quiet now; undefined when it is not. What calls is listed and counted all the same. */
export function quietNow(now: number, chosen: NotificationSettings = settings()): Quiet | undefined {
  if (chosen.doNotDisturb) return 'doNotDisturb'
  if (chosen.mutedUntil > now) return 'muted'
  return chosen.quietHours && isBetween(clockOf(now), chosen.quietFrom, chosen.quietTo) ? 'quietHours' : undefined
}

const clockOf = (now: number): string => {
  const date = new Date(now)
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}
/** Over midnight too: from 20:00 to 08:00. The same time twice is no time at all. */
function isBetween(clock: string, from: string, to: string): boolean {
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to
}
