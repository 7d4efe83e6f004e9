import { Lock } from 'lucide-solid'
import { Show } from 'solid-js'
import { api } from '../api'
import { dayAndTime, duration } from '../format'
import { usePage } from '../store'
import { Button } from '../ui/button'
import { Section } from './section'

const HOUR = 3600_000
const DAY = 24 * HOUR

export function Clock() {
  const page = usePage()
  const left = () => Math.max(0, (page.thread()?.windowUntil ?? 0) - page.now())
  const freeLeft = () => Math.max(0, (page.thread()?.freeEntryUntil ?? 0) - page.now())
  const isAhead = () => (page.overview()?.offsetMs ?? 0) > 0

  const advance = (milliseconds: number) =>
    page.attempt(async () => {
      const { worker } = await api.advance(milliseconds)
      if (worker !== null && worker !== 'moved') page.tell(`The dashboard’s clock has ${worker}.`, true)
    })

  return (
    <Section title="Clock">
      <div class="mb-2 flex items-center gap-2">
        <time class="text-md font-semibold tabular-nums">{dayAndTime(page.now())}</time>
        <span class="flex-1" />
        <Window left={left()} />
      </div>
      <div class="grid grid-cols-2 gap-1.5">
        <Button size="sm" onClick={() => advance(HOUR)}>
          + 1 hour
        </Button>
        <Button size="sm" onClick={() => advance(DAY)}>
          + 24 hours
        </Button>
        <Button
          size="sm"
          class="col-span-2"
          icon={<Lock aria-hidden="true" class="size-3!" />}
          disabled={left() === 0}
          onClick={() => advance(left() + 1000)}
        >
          Close the 24-hour window
        </Button>
      </div>
      <Show when={freeLeft() > 0}>
        <p class="mt-2 text-xs text-ink-3">Came from an ad: everything is free for {duration(freeLeft())} more.</p>
      </Show>
      <Show when={isAhead()}>
        <p class="mt-2 text-xs text-buoy-ink">
          {duration(page.overview()?.offsetMs ?? 0)} ahead of the present
          {page.overview()?.dashboardUrl ? ', the dashboard too.' : '.'}
        </p>
      </Show>
    </Section>
  )
}

/** The share of 24 hours that is left, in which the business may write freely. */
export function Window(props: { left: number }) {
  const share = () => Math.round((props.left / DAY) * 100)
  return (
    <span
      class="inline-flex items-center gap-1 text-[11.5px]/none tabular-nums text-ink-3 data-low:text-warn-ink"
      data-low={props.left > 0 && props.left < 4 * HOUR ? '' : undefined}
      title="The 24-hour window, in which the business may answer freely"
    >
      <span
        aria-hidden="true"
        class="window-ring"
        style={{
          '--share': String(share()),
          '--ring': props.left === 0 ? 'transparent' : props.left < 4 * HOUR ? 'var(--warn)' : 'var(--ok)',
        }}
      />
      {props.left > 0 ? `${duration(props.left)} left` : 'Window closed'}
    </span>
  )
}
