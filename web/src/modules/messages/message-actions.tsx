import type { Message } from '@worker/modules/messages/messages.schemas'
import Reply from 'lucide-solid/icons/reply'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { IconButton } from '../../ui/icon-button'

/** What can be done with one message: shown beside it. */
export function MessageActions(props: { message: Message; onReply: () => void }) {
  return (
    <Show when={props.message.wamid && props.message.revokedAt === null}>
      <IconButton
        size="sm"
        label={t('thread.reply')}
        icon={<Reply aria-hidden="true" />}
        onClick={() => props.onReply()}
      />
    </Show>
  )
}
