import { For, type JSX } from 'solid-js'
import { formatClock, formatExactly } from '../../shared/times'

// Marks where the name and the detail stand in the sentence, whatever order a language puts them in.
const NAME = '\u0001'
const DETAIL = '\u0002'

/** Something that happened, centred and small: who did it is set off, the time comes last. */
export function EventLine(props: {
  icon: JSX.Element
  at: string
  text: (name: string, detail: string) => string
  name: string
  detail?: string | undefined
}) {
  const parts = () =>
    props
      .text(NAME, DETAIL)
      .split(new RegExp(`(${NAME}|${DETAIL})`))
      .filter((part) => part !== '')
  return (
    <p class="flex max-w-full items-center gap-1.5 py-[5px] text-center text-ink-3 text-xs [&_.lucide]:size-3.5">
      {props.icon}
      <span class="min-w-0 [overflow-wrap:anywhere]">
        <For each={parts()}>
          {(part) =>
            part === NAME ? (
              <b class="font-medium text-ink-2" dir="auto">
                {props.name}
              </b>
            ) : part === DETAIL ? (
              <span dir="auto">{props.detail}</span>
            ) : (
              part
            )
          }
        </For>{' '}
        ·{' '}
        <time class="tabular-nums" datetime={props.at} title={formatExactly(props.at)}>
          {formatClock(props.at)}
        </time>
      </span>
    </p>
  )
}
