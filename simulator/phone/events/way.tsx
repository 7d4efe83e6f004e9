import { ArrowDownLeft, ArrowUpRight, Hand } from 'lucide-solid'
import { Match, Switch } from 'solid-js'
import type { LogEvent } from '../../core/state'
import { cx } from '../ui/cx'

export function Way(props: { way: LogEvent['way'] }) {
  const box = 'grid size-[18px] flex-none place-items-center rounded-[5px]'
  return (
    <Switch>
      <Match when={props.way === 'in'}>
        <span class={cx(box, 'bg-ok-soft text-ok-ink')} title="Webhook: told to the business">
          <ArrowDownLeft aria-hidden="true" class="size-3!" />
          <span class="sr-only">Webhook</span>
        </span>
      </Match>
      <Match when={props.way === 'out'}>
        <span class={cx(box, 'bg-brand-soft text-brand-ink')} title="Call: asked by the business">
          <ArrowUpRight aria-hidden="true" class="size-3!" />
          <span class="sr-only">Call</span>
        </span>
      </Match>
      <Match when={props.way === 'control'}>
        <span class={cx(box, 'bg-buoy-soft text-buoy-ink')} title="Done in the simulator">
          <Hand aria-hidden="true" class="size-3!" />
          <span class="sr-only">Simulator</span>
        </span>
      </Match>
    </Switch>
  )
}
