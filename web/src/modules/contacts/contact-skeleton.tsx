import { t } from '../../shared/i18n'
import { Skeleton } from '../../ui/skeleton'

/** The sidebar's geometry while it loads. */
export function ContactSkeleton(props: { isSheet: boolean }) {
  return (
    <div role="status" class="animate-[appear_var(--t-base)_150ms_both]">
      <span class="sr-only">{t('ui.loading')}</span>
      <div
        class={
          props.isSheet
            ? 'flex items-center gap-3 border-line-soft border-b px-4 pt-1 pb-4'
            : 'flex flex-col items-center gap-2.5 border-line-soft border-b px-4 pt-[18px] pb-4'
        }
      >
        <span class="skeleton-block size-12 rounded-full!" />
        <span class="skeleton-block h-3 w-32" />
        <span class="skeleton-block h-2.5 w-44" />
      </div>
      <div class="px-4 py-3" aria-hidden="true">
        <Skeleton shape="text" rows={5} />
      </div>
      <div class="px-4 py-3" aria-hidden="true">
        <Skeleton shape="text" rows={3} />
      </div>
    </div>
  )
}
