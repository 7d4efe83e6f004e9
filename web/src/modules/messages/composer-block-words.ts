import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { t } from '../../shared/i18n'
import { type ComposerBlock, firstNameOf } from './composer-rules'

/** Why no reply can be written, and what would help. */
export function blockWords(
  block: ComposerBlock,
  { contact }: Pick<Conversation, 'contact'>,
  number: PhoneNumber | undefined,
): { title: string; text: string } {
  const name = firstNameOf(contact.displayName)
  const numberName = number?.name ?? ''
  switch (block.kind) {
    case 'window_closed':
      return {
        title: t('composer.blocked.windowClosed', { name, ago: t('composer.blocked.hours', block.hoursAgo) }),
        text: t('composer.blocked.windowClosedText'),
      }
    case 'never_wrote':
      return { title: t('composer.blocked.neverWrote', { name }), text: t('composer.blocked.neverWroteText') }
    case 'blocked':
      return { title: t('composer.blocked.contact', { name }), text: t('composer.blocked.contactText') }
    case 'disconnected':
      return {
        title: t('composer.blocked.disconnected', { number: numberName }),
        text: t('composer.blocked.disconnectedText'),
      }
    case 'paused':
      return {
        title: t('composer.blocked.paused', { number: numberName }),
        text: t('composer.blocked.pausedText', { reason: number?.pausedReason ?? '' }),
      }
    case 'read_only':
      return { title: t('composer.blocked.readOnly'), text: t('composer.blocked.readOnlyText') }
  }
}
