import { ChevronRight } from 'lucide-solid'
import { Show } from 'solid-js'
import type { LogEvent } from '../../core/state'
import { secondsOf } from '../format'
import { cx } from '../ui/cx'
import { JsonBlock } from './json-block'
import { kindOf, outcomeOf, type Tone } from './reading'
import { Way } from './way'

const tones: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok-ink',
  bad: 'bg-bad-soft text-bad-ink',
  warn: 'bg-warn-soft text-warn-ink',
  plain: 'bg-surface-3 text-ink-2',
}

type Props = { event: LogEvent; isOpen: boolean; onToggle: () => void }

export function EventRow(props: Props) {
  const outcome = () => outcomeOf(props.event)
  return (
    <li>
      <button
        type="button"
        aria-expanded={props.isOpen}
        onClick={props.onToggle}
        class="flex min-h-[27px] w-full items-center gap-2 px-3.5 text-start text-xs hover:bg-surface-2 aria-expanded:bg-surface-3 max-sm:min-h-11"
      >
        <time class="flex-none text-[11.5px] text-ink-3 tabular-nums">{secondsOf(props.event.at)}</time>
        <Way way={props.event.way} />
        <span class="flex-none font-mono text-[12px] max-sm:hidden">{kindOf(props.event)}</span>
        <span dir="auto" class="min-w-0 flex-1 truncate text-ink-3">
          {props.event.summary}
        </span>
        <Show when={outcome()}>
          {(shown) => (
            <span
              class={cx(
                'inline-flex h-[17px] flex-none items-center rounded-xs px-[5px] text-[11px]/none font-medium tabular-nums',
                tones[shown().tone],
              )}
            >
              {shown().text}
            </span>
          )}
        </Show>
        <ChevronRight aria-hidden="true" class={cx('size-3! text-ink-3', props.isOpen && 'rotate-90')} />
      </button>
      <Show when={props.isOpen}>
        <div class="px-3.5 pt-1 pb-2">
          <JsonBlock event={props.event} />
        </div>
      </Show>
    </li>
  )
}
