import type { AuditLogEntry } from '@worker/modules/audit-log/audit-log.schemas'
import { t } from '../../shared/i18n'

/** Unicode isolates: a right-to-left name must not turn the words around it. */
const isolate = (text: string): string => `\u2068${text}\u2069`

/** "Created the API key “Shop orders”". An action that this version does not know yet is named as it is. */
export function auditSentence(entry: Pick<AuditLogEntry, 'action' | 'target'>): string {
  const target = isolate(entry.target?.label ?? t('settings.auditLog.unnamedTarget'))
  const sentence: string | undefined = t(`settings.auditLog.actions.${entry.action}`, { target })
  return sentence ?? t('settings.auditLog.unknownAction', { action: entry.action })
}

/** Who did it: the name as it was then. */
export function auditActorName(actor: AuditLogEntry['actor']): string {
  if (actor.name) return actor.name
  if (actor.type === 'system') return t('settings.auditLog.system')
  if (actor.type === 'automation') return t('settings.auditLog.automation')
  return actor.type === 'api-key' ? t('settings.auditLog.apiKey') : t('settings.auditLog.someone')
}
