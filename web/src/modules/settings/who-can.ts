import type { Me } from '@worker/modules/auth/auth.schemas'
import { t } from '../../shared/i18n'

/** "Your role is Agent. An admin of Kiln & Loom can give you access." */
export function whoCanText(me: Pick<Me, 'role' | 'organization'>): string {
  return t('settings.common.whoCan', {
    role: t(`settings.roles.${me.role}`),
    organization: `\u2068${me.organization.name}\u2069`,
  })
}
