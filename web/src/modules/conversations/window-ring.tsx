import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatExactly, formatLeft } from '../../shared/times'
import { cx } from '../../ui/cx'

const DAY_MS = 24 * 3_600_000
const LOW_MS = 4 * 3_600_000

/**
 * What is left of the customer service window: a ring that empties. Grey, amber in its last four hours, empty when it is
 * closed. `long` is the thread header's: green, with minutes and a word.
 */
export function WindowRing(props: { endsAt: string | null; long?: boolean | undefined }) {
  const left = () => (props.endsAt === null ? 0 : Math.max(0, Date.parse(props.endsAt) - currentMinute()))
  const isOpen = () => left() > 0
  const isLow = () => isOpen() && left() < LOW_MS
  const short = () => (left() >= 3_600_000 ? `${Math.floor(left() / 3_600_000)}h` : formatLeft(left()))
  const title = () =>
    isOpen() && props.endsAt
      ? t('inbox.window.openUntil', { time: formatExactly(props.endsAt) })
      : t('inbox.window.closedHint')

  return (
    <span
      title={title()}
      class={cx(
        'inline-flex flex-none items-center gap-1 whitespace-nowrap text-[11.5px]/none tabular-nums',
        isLow() ? 'text-warn-ink' : props.long && isOpen() ? 'text-ink-2' : 'text-ink-3',
      )}
    >
      <span
        aria-hidden="true"
        style={{ '--share': `${(left() / DAY_MS) * 100}%` }}
        class={cx(
          'size-[11px] rounded-full',
          isOpen()
            ? 'bg-[conic-gradient(currentColor_var(--share),var(--line-strong)_0)] [mask:radial-gradient(circle,transparent_3.1px,#000_3.5px)]'
            : 'bg-ink-3 [mask:radial-gradient(circle,transparent_3.6px,#000_4px)]',
          isLow() ? 'text-warn' : props.long && isOpen() ? 'text-ok' : '',
        )}
      />
      <Show when={isOpen()} fallback={t('inbox.window.closed')}>
        {props.long ? t('inbox.window.left', { time: formatLeft(left()) }) : short()}
      </Show>
    </span>
  )
}
