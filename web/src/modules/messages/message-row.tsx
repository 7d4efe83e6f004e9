import type { Message } from '@worker/modules/messages/messages.schemas'
import Megaphone from 'lucide-solid/icons/megaphone'
import Smartphone from 'lucide-solid/icons/smartphone'
import Terminal from 'lucide-solid/icons/terminal'
import Workflow from 'lucide-solid/icons/workflow'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { formatClock } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import { MessageContent } from './message-content'
import { contactName, useThread } from './thread-context'

const MessageActions = later(async () => (await import('./message-actions')).MessageActions)
const MessageProblem = later(async () => (await import('./message-problem')).MessageProblem)
const ScheduledLine = later(async () => (await import('./scheduled-line')).ScheduledLine)

export type MessageRowProps = {
  message: Message
  isFirst: boolean
  isLast: boolean
  /** Rises once: it has just been said. */
  isFresh: boolean
}

/** One message: who said it, the bubble, and what went wrong with it. */
export function MessageRow(props: MessageRowProps) {
  const thread = useThread()
  // Its buttons are made when it is first looked at: a thread has hundreds of messages.
  const [isNear, setNear] = createSignal(false)
  const isOurs = () => props.message.direction === 'outbound'
  const authorName = () => props.message.author?.name ?? ''
  const isByPerson = () => props.message.author?.type === 'user'
  return (
    <article
      aria-label={labelOf(props.message, contactName(thread))}
      data-message={props.message.id}
      data-ours={isOurs() && props.message.status !== 'failed' ? '' : undefined}
      tabindex="-1"
      onPointerEnter={() => setNear(true)}
      onFocusIn={() => setNear(true)}
      class={cx(
        'group/message flex items-end gap-2 rounded-md px-5 outline-offset-[-3px] max-sm:px-3',
        props.isFirst ? 'pt-2.5' : 'pt-1',
        isOurs() && 'flex-row-reverse',
        props.isFresh && 'animate-[rise_var(--t-slow)_var(--e-out)]',
      )}
    >
      <span class="w-6 flex-none max-sm:hidden">
        <Show when={props.isLast && (!isOurs() || isByPerson())}>
          <span data-tip={isOurs() ? authorName() : contactName(thread)}>
            <Avatar name={isOurs() ? authorName() : contactName(thread)} size={24} />
          </span>
        </Show>
      </span>
      <div
        class={cx(
          'flex min-w-0 max-w-[min(452px,74%)] flex-col max-sm:max-w-[86%]',
          isOurs() ? 'items-end' : 'items-start',
        )}
      >
        <Show when={props.isFirst && isOurs()}>
          <Author message={props.message} />
        </Show>
        <MessageContent message={props.message} isLast={props.isLast} />
        <Show when={props.message.status === 'scheduled'}>
          <ScheduledLine message={props.message} />
        </Show>
        <Show when={props.message.status === 'failed' || props.message.status === 'unconfirmed'}>
          <MessageProblem message={props.message} />
        </Show>
      </div>
      <Show when={isNear()}>
        <MessageActions message={props.message} />
      </Show>
    </article>
  )
}

/** The small line above our first bubble of a group: a colleague, or what wrote it. One's own have none. */
function Author(props: { message: Message }): JSX.Element {
  const member = useCurrentMember()
  const isOwn = () => props.message.author?.type === 'user' && props.message.author.id === member.me().user.id
  return (
    <Show when={!isOwn() && (props.message.author?.name || props.message.sentBy)}>
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
    </Show>
  )
}

export function labelOf(message: Message, customer: string): string {
  const who = message.direction === 'inbound' ? customer : (message.author?.name ?? t('thread.us'))
  const status = message.direction === 'outbound' ? `, ${t(`inbox.ticks.${message.status as 'sent'}`)}` : ''
  return `${who}, ${formatClock(message.occurredAt)}${status}`
}
