import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { type ColumnName, sortOf } from './contact-columns'
import type { ContactSort } from './list-place'
import { RowCheckbox } from './row-checkbox'

/** Names go up the alphabet, times from the newest down. */
const directions: Record<ContactSort, 'ascending' | 'descending'> = {
  name: 'ascending',
  last_message: 'descending',
  created: 'descending',
}

const head = { role: 'columnheader' } as const
const sortable = (sorted: 'ascending' | 'descending' | 'none') => ({ ...head, 'aria-sort': sorted })

/** The names of the columns; three of them sort. */
export function ContactHead(props: {
  columns: readonly ColumnName[]
  sort: ContactSort
  state: 'none' | 'some' | 'all'
  maySelect: boolean
  onSort: (sort: ContactSort) => void
  onToggleAll: () => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the rows below it.
    // biome-ignore lint/a11y/useFocusableInteractive: what is in it takes the focus.
    <div
      role="row"
      aria-rowindex={1}
      class="sticky top-0 z-(--z-sticky) grid h-10 grid-cols-(--columns) items-center border-line border-b bg-surface pe-6 ps-3.5"
    >
      <span {...head}>
        <Show when={props.maySelect} fallback={<span class="sr-only">{t('contactsList.heads.select')}</span>}>
          <RowCheckbox
            label={t('contactsList.heads.select')}
            state={props.state}
            onToggle={() => props.onToggleAll()}
          />
        </Show>
      </span>
      <For each={['name', ...props.columns] as const}>
        {(name) => {
          const sort = sortOf[name]
          return (
            <Show
              when={sort}
              fallback={
                <span {...head} class="truncate pe-3 font-medium text-ink-2 text-xs">
                  {t(`contactsList.heads.${name}`)}
                </span>
              }
            >
              {(own) => (
                <span {...sortable(props.sort === own() ? directions[own()] : 'none')} class="pe-3">
                  <button
                    type="button"
                    aria-label={t(props.sort === own() ? 'contactsList.sorted' : 'contactsList.sortBy', {
                      what: t(`contactsList.heads.${name}`),
                    })}
                    onClick={() => props.onSort(own())}
                    class="group/sort -ms-1.5 inline-flex h-7 items-center gap-1 rounded-sm px-1.5 font-medium text-ink-2 text-xs hover:bg-surface-3 hover:text-ink"
                  >
                    {t(`contactsList.heads.${name}`)}
                    <Show
                      when={directions[own()] === 'ascending'}
                      fallback={<ArrowDown aria-hidden="true" class={arrow(props.sort === own())} />}
                    >
                      <ArrowUp aria-hidden="true" class={arrow(props.sort === own())} />
                    </Show>
                  </button>
                </span>
              )}
            </Show>
          )
        }}
      </For>
    </div>
  )
}

const arrow = (isOn: boolean): string =>
  isOn ? 'size-3' : 'size-3 opacity-0 group-hover/sort:opacity-50 group-focus-visible/sort:opacity-50'
