import { t } from '../../shared/i18n'
import { formatAge, startOfDay } from '../../shared/times'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** "2 min ago", "3 h ago", "Yesterday", "19 Nov": where a table has room for words. */
export function formatAgoInTable(at: string, now: number): string {
  const date = new Date(at)
  const age = now - date.getTime()
  if (age < MINUTE_MS) return t('contactsList.ago.now')
  if (age < HOUR_MS) return t('contactsList.ago.minutes', { count: Math.floor(age / MINUTE_MS) })
  const today = startOfDay(new Date(now))
  if (startOfDay(date) === today) return t('contactsList.ago.hours', { count: Math.floor(age / HOUR_MS) })
  if (startOfDay(new Date(today - 1)) === startOfDay(date)) return t('ui.yesterday')
  // Older than a day in any case: never "20h".
  return formatAge(at, Math.max(now, date.getTime() + 24 * HOUR_MS))
}
