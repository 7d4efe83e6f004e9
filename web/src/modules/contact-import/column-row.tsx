import type { CustomField } from '@worker/modules/contacts/custom-fields.schemas'
import ArrowRight from 'lucide-solid/icons/arrow-right'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Minus from 'lucide-solid/icons/minus'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { Select } from '../../ui/select'
import { type Column, type ColumnChoice, type DateFormat, isDate, targetKey, toTarget } from './column-targets'

const standard = ['skip', 'name', 'phone', 'email', 'language', 'tags', 'consent', 'username', 'id'] as const
const formats = ['dmy', 'mdy', 'ymd'] as const
const NEW = 'new'
const UNKNOWN = ''

/** A column of the file: what it is called and holds, and what becomes of it. */
export function ColumnRow(props: {
  column: Column
  choice: ColumnChoice
  fields: readonly CustomField[]
  hasProblem: boolean
  onChange: (choice: ColumnChoice) => void
  /** Makes a field of its name. */
  onNewField: () => void
}) {
  const name = () => props.column.name || t('contactImport.columns.nameless', { number: props.column.index + 1 })
  const isSkipped = () => props.choice.target === 'skip'
  const asksFormat = () => isDate(props.choice, props.fields)
  const formatOptions = createMemo(() => [
    { value: UNKNOWN, label: t('contactImport.columns.chooseFormat') },
    ...formats.map((value) => ({ value: value as string, label: t(`contactImport.columns.formats.${value}`) })),
  ])
  const options = createMemo(() => [
    ...standard.map((value) => ({ value: value as string, label: t(`contactImport.columns.target.${value}`) })),
    ...props.fields.map(({ key, label }) => ({
      value: `field:${key}`,
      label: t('contactImport.columns.target.field', { label }),
    })),
    { value: NEW, label: t('contactImport.columns.target.new', { name: name() }) },
  ])
  const choose = (key: string) => {
    if (key === NEW) props.onNewField()
    else props.onChange({ target: toTarget(key), dateFormat: props.column.dateFormat ?? undefined })
  }
  return (
    <li class="grid grid-cols-[minmax(0,9fr)_16px_minmax(0,16fr)_20px] items-center gap-x-3 gap-y-1.5 border-line-soft border-b py-2 max-sm:grid-cols-[minmax(0,1fr)_20px]">
      <div class="min-w-0">
        <p class="truncate font-medium" dir="auto" title={name()}>
          {name()}
        </p>
        <p class="truncate text-ink-3 text-xs" dir="auto" title={props.column.samples.join(' / ')}>
          {props.column.samples.slice(0, 3).join(' / ') || t('contactImport.columns.empty')}
        </p>
      </div>
      <ArrowRight aria-hidden="true" class="size-4 text-ink-3 max-sm:hidden rtl:rotate-180" />
      <div class="flex min-w-0 flex-col gap-1.5 max-sm:col-start-1 max-sm:row-start-2">
        <Select
          hideLabel
          label={t('contactImport.columns.goesTo', { name: name() })}
          options={options()}
          value={targetKey(props.choice.target)}
          onChange={choose}
        />
        <Show when={asksFormat()}>
          <Select
            hideLabel
            label={t('contactImport.columns.format', { name: name() })}
            options={formatOptions()}
            value={props.choice.dateFormat ?? UNKNOWN}
            onChange={(value) =>
              props.onChange({ ...props.choice, dateFormat: value === UNKNOWN ? undefined : (value as DateFormat) })
            }
          />
        </Show>
      </div>
      <span class="grid place-items-center max-sm:col-start-2 max-sm:row-start-1 [&_.lucide]:size-4">
        <Switch fallback={<CircleCheck class="text-ok" role="img" aria-label={t('contactImport.columns.ready')} />}>
          <Match when={props.hasProblem}>
            <TriangleAlert class="text-warn" role="img" aria-label={t('contactImport.columns.needsLook')} />
          </Match>
          <Match when={isSkipped()}>
            <Minus class="text-ink-3" role="img" aria-label={t('contactImport.columns.skipped')} />
          </Match>
        </Switch>
      </span>
      <For each={props.column.problems.filter(({ code }) => code !== 'ambiguous_dates' || props.hasProblem)}>
        {({ message }) => <p class="col-span-full text-warn-ink text-xs">{message}</p>}
      </For>
    </li>
  )
}
