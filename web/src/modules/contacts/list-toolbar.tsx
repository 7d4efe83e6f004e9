import type { SegmentCondition } from '@worker/modules/segments/segments.schemas'
import BookmarkPlus from 'lucide-solid/icons/bookmark-plus'
import Columns3 from 'lucide-solid/icons/columns-3'
import Search from 'lucide-solid/icons/search'
import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, on, onCleanup, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { createShortcuts } from '../../shared/shortcuts'
import { Button, buttonClass } from '../../ui/button'
import { Kbd } from '../../ui/kbd'
import { Menu } from '../../ui/menu'
import type { createConditionSources } from '../segments/condition-sources'
import { type ColumnName, columnNames } from './contact-columns'
import { FilterChips } from './filter-chips'

const SEARCH_MS = 250

/** Search, filters, and how the table looks. */
export function ListToolbar(props: {
  search: string
  conditions: readonly SegmentCondition[]
  sources: ReturnType<typeof createConditionSources>
  columns: readonly ColumnName[]
  maySave: boolean
  onSearch: (search: string) => void
  onConditions: (conditions: SegmentCondition[]) => void
  onColumn: (name: ColumnName) => void
  onSave: () => void
}) {
  return (
    <div class="flex flex-none flex-wrap items-center gap-2 px-6 py-2.5 max-sm:px-4">
      <SearchBox value={props.search} onChange={props.onSearch} />
      <FilterChips conditions={props.conditions} sources={props.sources} onChange={props.onConditions} />
      <span class="flex-1 max-sm:hidden" />
      <Show when={props.maySave && props.conditions.length > 0}>
        <Button
          variant="ghost"
          size="sm"
          icon={<BookmarkPlus aria-hidden="true" class="size-3.5" />}
          onClick={() => props.onSave()}
        >
          {t('contactsList.saveSegment')}
        </Button>
      </Show>
      <span class="max-sm:hidden">
        <Menu
          label={t('contactsList.columns')}
          tip={false}
          triggerClass={buttonClass({ variant: 'ghost', size: 'sm' })}
          trigger={
            <>
              <Columns3 aria-hidden="true" class="size-3.5" />
              {t('contactsList.columns')}
            </>
          }
          header={
            <p class="px-2 pt-2 pb-1 font-medium text-2xs text-ink-3" aria-hidden="true">
              {t('contactsList.columnsLabel')}
            </p>
          }
          items={columnNames.map((name) => ({
            label: t(`contactsList.heads.${name}`),
            checked: props.columns.includes(name),
            onSelect: () => props.onColumn(name),
          }))}
        />
      </span>
    </div>
  )
}

/** The list follows a moment after the typing. What is typed is not taken back by an older address. */
function SearchBox(props: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = createSignal(props.value)
  let sent = props.value
  let timer: ReturnType<typeof setTimeout> | undefined
  let box: HTMLInputElement | undefined
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (value !== sent) setTyped(value)
        sent = value
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(timer))
  const send = (value: string) => {
    clearTimeout(timer)
    sent = value
    props.onChange(value)
  }
  const type = (value: string) => {
    setTyped(value)
    clearTimeout(timer)
    timer = setTimeout(() => send(value), SEARCH_MS)
  }
  createShortcuts([{ keys: '/', run: () => box?.focus() }])
  return (
    <search class="flex h-[30px] w-[300px] items-center gap-2 rounded-md bg-surface-3 ps-2.5 pe-1.5 focus-within:outline-2 focus-within:outline-focus max-sm:h-11 max-sm:w-full">
      <Search aria-hidden="true" class="size-3.5 flex-none text-ink-3" />
      <input
        ref={(element) => (box = element)}
        type="search"
        aria-label={t('contactsList.search')}
        placeholder={t('contactsList.search')}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        maxlength={200}
        value={typed()}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(typed())
          if (event.key !== 'Escape') return
          event.stopPropagation()
          if (typed() === '') box?.blur()
          else {
            setTyped('')
            send('')
          }
        }}
        class="min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-ink-2 focus-visible:outline-none max-sm:text-lg [&::-webkit-search-cancel-button]:hidden"
      />
      <Show when={typed() !== ''} fallback={<Kbd class="max-sm:hidden">/</Kbd>}>
        <button
          type="button"
          aria-label={t('contactsList.clearSearch')}
          onClick={() => {
            setTyped('')
            send('')
            box?.focus()
          }}
          class="grid size-6 flex-none place-items-center rounded-sm text-ink-2 hover:bg-surface-4 max-sm:size-11"
        >
          <X aria-hidden="true" class="size-3.5" />
        </button>
      </Show>
    </search>
  )
}
