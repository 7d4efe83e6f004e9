import { For } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'

/** The page's geometry while it loads: invisible for its first 150 ms, like every skeleton. */
export function OverviewSkeleton() {
  return (
    <div role="status" class="animate-[appear_var(--t-base)_150ms_both]">
      <span class="sr-only">{t('ui.loading')}</span>
      <div class="grid grid-cols-[minmax(0,1fr)_332px] items-start gap-4 max-lg:grid-cols-1">
        <div class="col-span-full grid grid-cols-5 rounded-lg ring-1 ring-line max-lg:grid-cols-3 max-sm:grid-cols-2">
          <For each={[1, 2, 3, 4, 5]}>
            {() => (
              <div class="px-[18px] py-4">
                <Block class="h-3 w-24" />
                <Block class="mt-3 h-6 w-16" />
                <Block class="mt-3 h-2.5 w-28" />
              </div>
            )}
          </For>
        </div>
        <div class="flex flex-col gap-4">
          <CardOutline rows={3} />
          <CardOutline rows={4} />
        </div>
        <div class="grid gap-4 max-lg:grid-cols-2 max-md:grid-cols-1">
          <CardOutline rows={5} />
          <CardOutline rows={3} />
        </div>
      </div>
    </div>
  )
}

function CardOutline(props: { rows: number }) {
  return (
    <div class="rounded-lg px-[18px] pt-4 pb-3 ring-1 ring-line">
      <Block class="mb-4 h-3 w-28" />
      <For each={Array.from({ length: props.rows })}>
        {(_, row) => (
          <div class="flex items-center gap-3 py-2.5">
            <Block class="size-7 flex-none" />
            <Block class={cx('h-2.5', row() % 2 === 0 ? 'w-[62%]' : 'w-[48%]')} />
          </div>
        )}
      </For>
    </div>
  )
}

const Block = (props: { class: string }) => <span class={cx('skeleton-block', props.class)} />
