import { Index } from 'solid-js'
import { t } from '../../shared/i18n'

const rows = Array.from({ length: 9 })

/** The list's geometry while it loads. */
export function RowSkeletons() {
  return (
    <div role="status" aria-label={t('ui.loading')}>
      <Index each={rows}>
        {() => (
          <div aria-hidden="true" class="mx-1.5 flex h-[74px] gap-2.5 px-2.5 py-2">
            <span class="size-[34px] flex-none rounded-full bg-surface-3" />
            <span class="flex flex-1 flex-col gap-2 pt-1">
              <span class="h-3 w-2/5 rounded-xs bg-surface-3" />
              <span class="h-3 w-4/5 rounded-xs bg-surface-3" />
              <span class="h-2.5 w-1/4 rounded-xs bg-surface-3" />
            </span>
          </div>
        )}
      </Index>
    </div>
  )
}
