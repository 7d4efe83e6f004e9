import type { Message } from '@worker/modules/messages/messages.schemas'
import Megaphone from 'lucide-solid/icons/megaphone'
import Smartphone from 'lucide-solid/icons/smartphone'
import Terminal from 'lucide-solid/icons/terminal'
import Workflow from 'lucide-solid/icons/workflow'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatClock } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { cx } from '../../ui/cx'
import { MessageContent } from './message-content'
import { MessageProblem } from './message-problem'

export type MessageRowProps = {
  message: Message
  contactName: string
  isFirst: boolean
  isLast: boolean
  /** Flashes once, after a jump to it. */
  isFlashing: boolean
  /** The message it answers, if it is loaded. */
  quoted: Message | undefined
  /** The customer's answer to our buttons or list: its id. */
  pickedId: string | undefined
  onQuote: (messageId: string) => void
  actions: JSX.Element
}

/** One message: who said it, the bubble, and what went wrong with it. */
export function MessageRow(props: MessageRowProps) {
  const isOurs = () => props.message.direction === 'outbound'
  const authorName = () => props.message.author?.name ?? ''
  const isByPerson = () => props.message.sentBy === 'agent' || props.message.author?.type === 'user'
  return (
    <article
      aria-label={label(props.message, props.contactName)}
      data-message={props.message.id}
      class={cx(
        'group/message flex items-end gap-2 px-5 max-sm:px-3',
        props.isFirst ? 'pt-2' : 'pt-0.5',
        isOurs() && 'flex-row-reverse',
        props.isFlashing && 'animate-[flash_1.2s_var(--e-out)]',
      )}
    >
      <span class="w-6 flex-none">
        <Show when={props.isLast && (isOurs() ? isByPerson() : true)}>
          <Avatar name={isOurs() ? authorName() : props.contactName} size={24} />
        </Show>
      </span>
      <div class={cx('flex min-w-0 max-w-[min(76%,560px)] flex-col', isOurs() ? 'items-end' : 'items-start')}>
        <Show when={props.isFirst && isOurs()}>
          <Author message={props.message} />
        </Show>
        <MessageContent
          message={props.message}
          contactName={props.contactName}
          isFirst={props.isFirst}
          isLast={props.isLast}
          quoted={props.quoted}
          pickedId={props.pickedId}
          onQuote={props.onQuote}
        />
        <MessageProblem message={props.message} />
      </div>
      <span class="self-center opacity-0 focus-within:opacity-100 group-hover/message:opacity-100">
        {props.actions}
      </span>
    </article>
  )
}

/** The small line above our first bubble of a group: a colleague, or what wrote it. */
function Author(props: { message: Message }) {
  return (
    <p class="flex items-center gap-[5px] px-1 pb-0.5 text-2xs text-ink-3 [&_.lucide]:size-3">
      <Switch fallback={<b class="font-medium text-ink-2">{props.message.author?.name}</b>}>
        <Match when={props.message.sentBy === 'automation'}>
          <Workflow aria-hidden="true" /> {t('thread.by.automation', { name: props.message.author?.name ?? '' })}
        </Match>
        <Match when={props.message.sentBy === 'broadcast'}>
          <Megaphone aria-hidden="true" /> {t('thread.by.broadcast')}
        </Match>
        <Match when={props.message.sentBy === 'api'}>
          <Terminal aria-hidden="true" /> {t('thread.by.api', { name: props.message.author?.name ?? '' })}
        </Match>
        <Match when={props.message.sentBy === 'phone_app' || props.message.sentBy === 'other_app'}>
          <Smartphone aria-hidden="true" /> {t(`thread.by.${props.message.sentBy as 'phone_app'}`)}
        </Match>
      </Switch>
    </p>
  )
}

function label(message: Message, contactName: string): string {
  const who = message.direction === 'inbound' ? contactName : (message.author?.name ?? t('thread.us'))
  const status = message.direction === 'outbound' ? `, ${t(`inbox.ticks.${message.status as 'sent'}`)}` : ''
  return `${who}, ${formatClock(message.occurredAt)}${status}`
}
