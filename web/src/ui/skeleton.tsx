import { For, type JSX, Match, Switch } from 'solid-js'
import { t } from '../shared/i18n'
import { cx } from './cx'

export type SkeletonProps = {
  shape?: 'rows' | 'form' | 'text' | undefined
  rows?: number | undefined
}

const widths = [
  ['w-[46%]', 'w-[78%]'],
  ['w-[58%]', 'w-[64%]'],
  ['w-[38%]', 'w-[82%]'],
  ['w-[52%]', 'w-[70%]'],
] as const

/**
 * The content's geometry while it loads. It stays invisible for its first 150 ms, so a quick answer shows nothing at
 * all. `createHeldPending` keeps it for at least 300 ms once it is seen.
 */
export function Skeleton(props: SkeletonProps) {
  const rows = () => Array.from({ length: props.rows ?? 4 }, (_, index) => index)
  return (
    <div role="status" class="animate-[appear_var(--t-base)_150ms_both]">
      <span class="sr-only">{t('ui.loading')}</span>
      <Switch>
        <Match when={props.shape === 'form'}>
          <div class="flex flex-col gap-5 py-1">
            <For each={rows()}>
              {() => (
                <div>
                  <Block class="h-2.5 w-24" />
                  <Block class="mt-2 h-8 w-full rounded-sm! max-sm:h-11" />
                </div>
              )}
            </For>
          </div>
        </Match>
        <Match when={props.shape === 'text'}>
          <div class="flex flex-col gap-2.5 py-1">
            <For each={rows()}>{(row) => <Block class={cx('h-2.5', widths[row % 4]?.[1])} />}</For>
          </div>
        </Match>
        <Match when={true}>
          <For each={rows()}>
            {(row) => (
              <div class="flex items-start gap-2.5 px-3.5 py-2.5">
                <Block class="size-9 flex-none rounded-full!" />
                <div class="min-w-0 flex-1">
                  <Block class={cx('h-[11px]', widths[row % 4]?.[0])} />
                  <Block class={cx('mt-[9px] h-2.5', widths[row % 4]?.[1])} />
                  <Block class="mt-[9px] h-[9px] w-[34%]" />
                </div>
              </div>
            )}
          </For>
        </Match>
      </Switch>
    </div>
  )
}

function Block(props: { class: string }): JSX.Element {
  return <span class={cx('skeleton-block', props.class)} />
}
