import { t } from '../../shared/i18n'

const date = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })

/** By the viewer's own clock: "Good morning, Ifeoma". */
export function greetingText(now: number, name: string): string {
  const hour = new Date(now).getHours()
  const part = hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
  return t(`overview.greeting.${part}`, { name: name.trim().split(/\s+/)[0] ?? name })
}

/** "Friday 21 November" */
export const dateText = (now: number): string => date.format(now).replace(',', '')
