import '../../strings/register-inbox-many'
import { createEffect, createSignal, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { showToast } from '../../ui/toast'
import type { ListRest } from './conversation-list'

export type SelectionStripProps = {
  /** How many are marked, of those that are loaded. */
  count: number
  loaded: number
  rest: ListRest | undefined
  onAll: (ids?: readonly string[]) => void
  onNone: () => void
}

/** Marks all that is loaded, then all that there is. It lies over the filters: nothing below moves when it comes. */
export function SelectionStrip(props: SelectionStripProps) {
  const [isLoading, setLoading] = createSignal(false)
  const isAll = () => props.count === props.loaded
  async function addRest(): Promise<void> {
    if (isLoading()) return
    setLoading(true)
    const ids = await props.rest?.loadAll()
    setLoading(false)
    if (ids) props.onAll(ids)
    else showToast({ tone: 'bad', text: t('inbox.bulk.restFailed') })
  }
  return (
    <div class="absolute inset-0 z-(--z-sticky) flex items-center gap-2.5 border-line-soft border-b bg-surface ps-[26px] pe-3">
      <label class="flex h-full items-center gap-2.5 font-medium text-xs">
        <input
          type="checkbox"
          class="size-4 accent-brand"
          ref={(element) => createEffect(() => (element.indeterminate = !isAll()))}
          checked={isAll()}
          onChange={() => (isAll() ? props.onNone() : props.onAll())}
        />
        {t('inbox.bulk.all', { count: props.loaded })}
      </label>
      <span class="flex-1" />
      <Show when={isAll() && props.rest?.hasMore()}>
        <button
          type="button"
          class="h-7 rounded-sm px-2 font-medium text-brand-ink text-xs hover:bg-surface-3 max-sm:h-11"
          aria-disabled={isLoading()}
          onClick={() => void addRest()}
        >
          {t(isLoading() ? 'inbox.bulk.selecting' : 'inbox.bulk.rest')}
        </button>
      </Show>
    </div>
  )
}
