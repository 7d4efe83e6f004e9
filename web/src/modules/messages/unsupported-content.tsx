import '../../strings/register-thread-rare'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { useCurrentMember } from '../auth/current-member'
import { BubbleMeta } from './bubble'

/** Kept as it came. What WhatsApp sent is for admins: it helps them to ask for it. */
export function UnsupportedContent(props: {
  message: Message
  content: Extract<MessageContent, { type: 'unsupported' }>
}) {
  const member = useCurrentMember()
  return (
    <>
      <span class="text-ink-2">{t('thread.unsupported.title')}</span>
      <span class="block text-ink-3 text-xs">
        {props.content.reason ?? t('thread.unsupported.type', { type: props.content.originalType })}
      </span>
      <Show when={member.me().role === 'admin'}>
        <details class="mt-1 text-xs">
          <summary class="text-brand-ink hover:underline max-sm:min-h-11">{t('thread.unsupported.raw')}</summary>
          <pre
            dir="ltr"
            tabindex="0"
            class="mt-1 max-h-60 max-w-[420px] overflow-auto rounded-sm bg-surface-3 p-2 font-mono text-[11px]/[15px]"
          >
            {JSON.stringify(props.content.raw, null, 2)}
          </pre>
        </details>
      </Show>
      <BubbleMeta message={props.message} />
    </>
  )
}
