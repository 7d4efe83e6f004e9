import { For } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'

const bubbles = [
  ['w-[46%]', 'h-9'],
  ['w-[58%] ms-auto', 'h-14'],
  ['w-[30%] ms-auto', 'h-9'],
  ['w-[40%]', 'h-[130px]'],
  ['w-[52%] ms-auto', 'h-9'],
  ['w-[34%]', 'h-9'],
] as const

/** Bubbles to come, in their places. */
export function ThreadSkeleton() {
  return (
    <div
      role="status"
      class="flex min-h-0 flex-1 flex-col justify-end gap-2.5 overflow-hidden px-5 pb-4 animate-[appear_var(--t-base)_150ms_both]"
    >
      <span class="sr-only">{t('ui.loading')}</span>
      <For each={bubbles}>
        {([width, height]) => <span class={cx('skeleton-block flex-none rounded-bubble!', width, height)} />}
      </For>
    </div>
  )
}
