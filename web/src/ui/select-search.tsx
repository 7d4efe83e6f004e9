import { Combobox } from '@kobalte/core/combobox'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createMemo, createSignal, createUniqueId, Show } from 'solid-js'
import { t } from '../shared/i18n'
import { cx } from './cx'
import { FieldMessage, messageId } from './field'
import {
  listMount,
  type SelectOption,
  type SelectProps,
  selectContentClass,
  selectItemClass,
  selectLabelClass,
  selectListClass,
} from './select-parts'
import { fieldBoxClass, fieldBoxSizes } from './text-field'

/** More rows than this are not drawn: typing narrows them down faster than scrolling. */
const MOST_ROWS = 60

/** The Select for long lists. Use `Select`; it chooses. */
export function SelectSearch<Value extends string>(props: SelectProps<Value>) {
  const id = createUniqueId()
  const [control, setControl] = createSignal<HTMLElement>()
  const [typed, setTyped] = createSignal('')
  const selected = createMemo(() => props.options.find((option) => option.value === props.value) ?? null)
  const matches = createMemo(() => {
    const words = fold(typed())
    // What stands in the box after choosing is the choice itself; then all options are on offer, the chosen one first.
    const all = words === '' || words === fold(selected()?.label ?? '')
    const found = all ? [...props.options] : props.options.filter((option) => fold(option.label).includes(words))
    const chosen = selected()
    const shown = found.slice(0, MOST_ROWS)
    if (all && chosen && !shown.includes(chosen)) shown.unshift(chosen)
    return shown
  })

  return (
    <Combobox<SelectOption<Value>>
      options={matches()}
      optionValue="value"
      optionTextValue="label"
      optionLabel="label"
      optionDisabled="disabled"
      value={selected()}
      onChange={(option) => {
        if (option) props.onChange(option.value)
      }}
      onInputChange={setTyped}
      // Filtered above: the built-in filter would draw every row first.
      defaultFilter={() => true}
      allowsEmptyCollection
      disallowEmptySelection
      triggerMode="focus"
      disabled={props.disabled ?? false}
      validationState={props.error ? 'invalid' : 'valid'}
      gutter={4}
      sameWidth
      preventScroll={false}
      class={cx('flex min-w-0 flex-col gap-[5px]', props.class)}
      itemComponent={(entry) => (
        <Combobox.Item item={entry.item} class={selectItemClass}>
          <Combobox.ItemLabel class="min-w-0 truncate">{entry.item.rawValue.label}</Combobox.ItemLabel>
          <Combobox.ItemIndicator>
            <Check aria-hidden="true" class="size-3.5 text-brand-ink" />
          </Combobox.ItemIndicator>
        </Combobox.Item>
      )}
    >
      <Combobox.Label class={props.hideLabel ? 'sr-only' : selectLabelClass}>{props.label}</Combobox.Label>
      <Combobox.Control
        ref={(element) => setControl(element)}
        data-invalid={props.error ? '' : undefined}
        class={cx(fieldBoxClass, fieldBoxSizes[props.size ?? 'md'], 'pe-0')}
      >
        <Combobox.Input
          aria-describedby={props.error || props.hint ? messageId(id) : undefined}
          class="h-full min-w-0 flex-1 bg-transparent outline-none"
          autocomplete="off"
          onFocus={(event: FocusEvent & { currentTarget: HTMLInputElement }) => event.currentTarget.select()}
        />
        <Combobox.Trigger class="grid h-full w-8 flex-none place-items-center text-ink-3 max-sm:w-11" tabIndex={-1}>
          <ChevronDown aria-hidden="true" class="size-3.5" />
        </Combobox.Trigger>
      </Combobox.Control>
      <FieldMessage id={id} error={props.error} hint={props.hint} />
      <Combobox.Portal mount={listMount(control())}>
        <Combobox.Content
          class={selectContentClass}
          // The focus stays in the box. In a landmark that can take it, it would go there, and the list would close.
          onMouseDown={(event: MouseEvent) => event.preventDefault()}
        >
          <Combobox.Listbox class={selectListClass} />
          <Show when={matches().length === 0}>
            <p class="px-3 py-2.5 text-ink-3">{t('ui.noMatch')}</p>
          </Show>
        </Combobox.Content>
      </Combobox.Portal>
    </Combobox>
  )
}

/** Case and accents don't matter, and "_" is as good as a space: "sao p" finds "America/Sao_Paulo". */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/_/g, ' ')
    .trim()
    .toLowerCase()
}
