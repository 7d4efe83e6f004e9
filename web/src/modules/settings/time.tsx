import { t } from '../../shared/i18n'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** "Now", "5m", "3h" within a day; then "19 Nov", and "19 Nov 2024" in another year. */
export function formatRelative(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime()
  if (age < MINUTE_MS) return t('settings.time.now')
  if (age < HOUR_MS) return t('settings.time.minutes', { count: Math.floor(age / MINUTE_MS) })
  if (age < DAY_MS) return t('settings.time.hours', { count: Math.floor(age / HOUR_MS) })
  return at.getFullYear() === now.getFullYear() ? day.format(at) : dayAndYear.format(at)
}

/** The same within a sentence: "3h ago", "on 19 Nov". */
export function formatAgo(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime()
  if (age < MINUTE_MS) return t('settings.time.justNow')
  return t(age < DAY_MS ? 'settings.time.ago' : 'settings.time.on', { time: formatRelative(at, now) })
}

export const formatExact = (at: Date): string => exact.format(at)

export function RelativeTime(props: { at: string }) {
  return (
    <time datetime={props.at} title={formatExact(new Date(props.at))} class="whitespace-nowrap">
      {formatRelative(new Date(props.at), new Date())}
    </time>
  )
}
