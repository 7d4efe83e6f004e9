import { t } from './i18n'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const fullDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const fullDayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** "now", "5m", "3h" within a day; then "19 Nov", and "19 Nov 2024" in another year. */
export function formatAge(at: string, now: number): string {
  const date = new Date(at)
  const age = now - date.getTime()
  if (age < MINUTE_MS) return t('ui.now')
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}m`
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)}h`
  return date.getFullYear() === new Date(now).getFullYear() ? day.format(date) : dayAndYear.format(date)
}

/** "10:38" */
export const formatClock = (at: string): string => clock.format(new Date(at))
/** "21 Nov 2026, 10:38" */
export const formatExactly = (at: string): string => exact.format(new Date(at))

/** "Today", "Yesterday", "Tuesday 18 November", with the year when it is another one. */
export function formatDay(at: string, now: number): string {
  const date = new Date(at)
  const days = Math.round((startOfDay(new Date(now)) - startOfDay(date)) / DAY_MS)
  if (days === 0) return t('ui.today')
  if (days === 1) return t('ui.yesterday')
  return date.getFullYear() === new Date(now).getFullYear() ? fullDay.format(date) : fullDayAndYear.format(date)
}
/** Calendar days of the viewer: two messages of one day have the same one. */
export const startOfDay = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()

/** "21h 12m", "42m": time left, at least a minute. */
export function formatLeft(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE_MS))
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`
}
/** "0:42", "1:02:03": a length. */
export function formatLength(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const padded = String(rest).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${padded}` : `${minutes}:${padded}`
}

const units = ['B', 'KB', 'MB', 'GB'] as const
/** "84 KB", "18.4 MB": as people know it, in steps of 1,024. */
export function formatSize(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  const text = unit < 2 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1)
  return `${text} ${units[unit] ?? 'GB'}`
}
