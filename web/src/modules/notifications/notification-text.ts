import { t } from '../../shared/i18n'
import type { Call } from './notification-calls'

/** "Tomás mentioned you", "New message". */
export function whatCalled({ kind, by }: Pick<Call, 'kind' | 'by'>): string {
  if (kind === 'assigned')
    return by ? t('notifications.kinds.assigned', { by }) : t('notifications.kinds.assignedBySomebody')
  if (kind === 'mention')
    return by ? t('notifications.kinds.mention', { by }) : t('notifications.kinds.mentionBySomebody')
  return t(`notifications.kinds.${kind}`)
}

/** What it says, or what it is where there are no words: "Courier, Sat 9 to 12", "Tomás mentioned you: please look". */
export function callText(call: Pick<Call, 'kind' | 'by' | 'text'>): string {
  const what = whatCalled(call)
  if (!call.text) return what
  const isCustomers = call.kind === 'message' || call.kind === 'unassigned'
  return isCustomers ? call.text : t('notifications.withText', { what, text: call.text })
}

const MOST_CHARACTERS = 120
export function shorten(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()]
  return characters.length <= MOST_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, MOST_CHARACTERS).join('')}…`
}
