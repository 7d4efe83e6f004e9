import type { Message } from '@worker/modules/messages/messages.schemas'
import { type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatClock, formatExactly } from '../../shared/times'
import { cx } from '../../ui/cx'
import { Reactions } from './reactions'
import { Ticks } from './ticks'

/** Time and ticks, at the lower end of a bubble. `over`: on top of a picture. */
export function BubbleMeta(props: { message: Message; place?: 'text' | 'over' | 'end' | undefined }) {
  const isOurs = () => props.message.direction === 'outbound'
  const place = () => props.place ?? 'text'
  return (
    <span
      class={cx(
        'inline-flex select-none items-center gap-[3px] whitespace-nowrap text-2xs/[14px] tabular-nums',
        place() === 'text' && 'float-end -me-0.5 -mb-[3px] ms-3 mt-1.5',
        place() === 'end' && '-me-0.5 -mb-0.5 ms-auto self-end',
        place() === 'over'
          ? 'absolute end-2 bottom-2 rounded-full bg-black/55 px-1.5 py-0.5 text-white [&_.lucide]:text-white!'
          : isOurs() && props.message.status !== 'failed'
            ? 'text-bubble-out-meta'
            : 'text-ink-3',
      )}
    >
      <Show when={props.message.editedAt}>{(at) => <span title={formatExactly(at())}>{t('thread.edited')}</span>}</Show>
      <time datetime={props.message.occurredAt} title={formatExactly(props.message.occurredAt)}>
        {formatClock(props.message.occurredAt)}
      </time>
      <Show when={isOurs()}>
        <Ticks status={props.message.status} />
      </Show>
    </span>
  )
}

export type BubbleLook = 'text' | 'flush' | 'bare'

const paddings: Record<BubbleLook, string> = {
  text: 'px-[11px] py-[7px]',
  // A picture or a file that reaches the edge.
  flush: 'p-[3px]',
  // No surface at all: a sticker.
  bare: '',
}

/** The surface a message is written on. */
export function Bubble(props: {
  message: Pick<Message, 'direction' | 'status'> & Partial<Pick<Message, 'id' | 'conversationId' | 'reactions'>>
  look?: BubbleLook | undefined
  /** Waits on this device. */
  dashed?: boolean | undefined
  isLast: boolean
  children: JSX.Element
}) {
  const isOurs = () => props.message.direction === 'outbound'
  const look = () => props.look ?? 'text'
  const surface = () => {
    if (look() === 'bare') return ''
    if (props.dashed) return 'bg-surface text-bubble-out-ink outline-1 outline-dashed outline-tick -outline-offset-1'
    if (props.message.status === 'failed') return 'bg-surface text-ink ring-1 ring-bad-line'
    if (isOurs()) return 'bg-bubble-out text-bubble-out-ink ring-1 ring-bubble-out-line'
    return 'bg-bubble-in ring-1 ring-bubble-in-line'
  }
  return (
    <div
      data-bubble
      class={cx(
        'relative max-w-full rounded-bubble text-md [overflow-wrap:anywhere] max-sm:text-[15px]/[21px]',
        paddings[look()],
        surface(),
        props.isLast && (isOurs() ? 'rounded-ee-xs' : 'rounded-es-xs'),
        (props.message.reactions?.length ?? 0) > 0 && 'mb-[13px]',
      )}
    >
      {props.children}
      <Show when={props.message.reactions?.length}>
        <Reactions message={props.message as Message} />
      </Show>
    </div>
  )
}
