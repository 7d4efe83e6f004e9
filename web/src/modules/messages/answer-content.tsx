import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import List from 'lucide-solid/icons/list'
import Reply from 'lucide-solid/icons/reply'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { BubbleMeta } from './bubble'
import { Via } from './bubble-marks'
import { useThread } from './thread-context'

/** A tapped button, or a row of a list: the customer's own message, with how it came to be and where it was asked. */
export function AnswerContent(props: { message: Message; content: Extract<MessageContent, { type: 'button_reply' }> }) {
  const thread = useThread()
  // A template's answer has the quote of its template above.
  const questionId = () => (props.content.kind === 'template' ? null : props.message.replyTo?.messageId)
  const words = () => t(isList() ? 'thread.choice.picked' : 'thread.choice.tapped')
  const isList = () => props.content.kind === 'list'
  return (
    <>
      <Via icon={isList() ? <List aria-hidden="true" /> : <Reply aria-hidden="true" />}>
        <Show when={questionId()} fallback={words()}>
          {(id) => (
            <button
              type="button"
              class="relative hover:underline max-sm:before:absolute max-sm:before:-inset-3"
              onClick={() => thread.jumpTo(id())}
            >
              {words()}
            </button>
          )}
        </Show>
      </Via>
      <span dir="auto" class={isList() ? 'font-semibold' : ''}>
        {props.content.title}
      </span>
      <Show when={props.content.description}>
        {(description) => (
          <>
            <br />
            <span class="text-[13px] text-ink-2" dir="auto">
              {description()}
            </span>
          </>
        )}
      </Show>
      <BubbleMeta message={props.message} />
    </>
  )
}
