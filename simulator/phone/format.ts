const locale = 'en-GB'
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const exact = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' })
const longDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })

export const timeOf = (at: number): string => clock.format(at)
export const secondsOf = (at: number): string => exact.format(at)
export const dayAndTime = (at: number): string => `${day.format(at)}, ${clock.format(at)}`

const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0)

/** "Today", "Yesterday", or the day. */
export function dayName(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000)
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : longDay.format(at)
}
export const isOtherDay = (a: number, b: number): boolean => startOfDay(a) !== startOfDay(b)

/** "21h", "48m", "20s". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`
}

export const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** "+44 7700 900184": enough to be read, for any country. */
export function phoneOf(digits: string): string {
  const code = /^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/.exec(digits)?.[0] ?? ''
  const rest = digits.slice(code.length)
  return `+${code} ${rest.replace(/(\d{3,4})(?=\d{3})/g, '$1 ').trim()}`
}

export const money = (amount: number, currency: string): string => {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount)
  } catch {
    return `${amount} ${currency}`
  }
}

/** `0:07` */
export const playTime = (seconds: number): string => {
  const whole = Number.isFinite(seconds) ? Math.round(seconds) : 0
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
