import { For } from 'solid-js'
import { t } from '../../shared/i18n'
import { type ColumnName, gridOf } from './contact-columns'

const ROWS = [150, 118, 172, 132, 96, 160, 124, 142]

/** The table's geometry while it loads; invisible for its first 150 ms. */
export function TableSkeleton(props: { columns: readonly ColumnName[] }) {
  return (
    <div role="status" class="h-full overflow-hidden animate-[appear_var(--t-base)_150ms_both]">
      <span class="sr-only">{t('ui.loading')}</span>
      <div class="h-10 border-line border-b max-sm:hidden" />
      <For each={ROWS}>
        {(width) => (
          <div
            style={{ '--columns': gridOf(props.columns) }}
            class="grid h-[46px] grid-cols-(--columns) items-center border-line-soft border-b pe-6 ps-3.5 max-sm:flex max-sm:h-[72px] max-sm:ps-4"
          >
            <span class="max-sm:hidden" />
            <span class="flex items-center gap-2.5">
              <span class="skeleton-block size-7 rounded-full! max-sm:size-9" />
              <span class="skeleton-block h-[11px]" style={{ width: `${width}px` }} />
            </span>
            <For each={props.columns}>{() => <span class="skeleton-block h-2.5 w-[60%] max-sm:hidden" />}</For>
          </div>
        )}
      </For>
    </div>
  )
}
