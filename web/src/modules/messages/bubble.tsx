import type { Message } from '@worker/modules/messages/messages.schemas'
import { For, type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatClock, formatExactly } from '../../shared/times'
import { cx } from '../../ui/cx'
import { Ticks } from './ticks'

/** Time and ticks, at the lower end of a bubble. */
export function BubbleMeta(props: { message: Message; class?: string | undefined }) {
  return (
    <span
      class={cx(
        'float-end mt-1.5 -mb-[3px] -me-0.5 ms-3 inline-flex select-none items-center gap-[3px] whitespace-nowrap text-2xs/[14px] tabular-nums',
        props.message.direction === 'outbound' ? 'text-bubble-out-meta' : 'text-ink-3',
        props.class,
      )}
    >
      <Show when={props.message.editedAt}>{(at) => <span title={formatExactly(at())}>{t('thread.edited')}</span>}</Show>
      <time datetime={props.message.occurredAt} title={formatExactly(props.message.occurredAt)}>
        {formatClock(props.message.occurredAt)}
      </time>
      <Show when={props.message.direction === 'outbound'}>
        <Ticks status={props.message.status} />
      </Show>
    </span>
  )
}

/** The surface a message is written on. `flush`: a picture or a file that reaches its edge. */
export function Bubble(props: {
  message: Pick<Message, 'direction' | 'reactions' | 'status'>
  flush?: boolean | undefined
  dashed?: boolean | undefined
  isFirst: boolean
  isLast: boolean
  children: JSX.Element
}) {
  const isOurs = () => props.message.direction === 'outbound'
  return (
    <div
      class={cx(
        'relative max-w-full rounded-bubble text-md [overflow-wrap:anywhere]',
        props.flush ? 'p-[3px]' : 'px-[11px] py-[7px]',
        isOurs() ? 'bg-bubble-out text-bubble-out-ink' : 'bg-bubble-in',
        props.dashed
          ? 'border border-bubble-out-line border-dashed'
          : props.message.status === 'failed'
            ? 'ring-1 ring-bad-line'
            : isOurs()
              ? 'ring-1 ring-bubble-out-line'
              : 'ring-1 ring-bubble-in-line',
        props.isLast && (isOurs() ? 'rounded-ee-xs' : 'rounded-es-xs'),
        props.message.reactions.length > 0 && 'mb-[13px]',
      )}
    >
      {props.children}
      <Show when={props.message.reactions.length > 0}>
        <span class="-bottom-3 absolute start-2.5 z-1 inline-flex h-[22px] gap-1 rounded-full bg-raised px-1.5 text-[12.5px]/[22px] shadow-xs ring-1 ring-line">
          <For each={props.message.reactions}>
            {(reaction) => (
              <span
                role="img"
                aria-label={t('thread.reaction', {
                  emoji: reaction.emoji,
                  name: reaction.author?.name ?? t(reaction.from === 'us' ? 'thread.us' : 'thread.customer'),
                })}
                title={reaction.author?.name ?? t(reaction.from === 'us' ? 'thread.us' : 'thread.customer')}
              >
                {reaction.emoji}
              </span>
            )}
          </For>
        </span>
      </Show>
    </div>
  )
}
