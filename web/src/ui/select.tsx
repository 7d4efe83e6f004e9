import { Select as Kobalte } from '@kobalte/core/select'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createMemo, createSignal, createUniqueId, Show } from 'solid-js'
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
import { SelectSearch } from './select-search'
import { fieldBoxClass, fieldBoxSizes } from './text-field'

const SEARCH_FROM = 8

/** A list up to seven options, from eight on one that filters while typing. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  return (
    <Show when={props.options.length >= SEARCH_FROM} fallback={<SelectList {...props} />}>
      <SelectSearch {...props} />
    </Show>
  )
}

function SelectList<Value extends string>(props: SelectProps<Value>) {
  const id = createUniqueId()
  const [trigger, setTrigger] = createSignal<HTMLElement>()
  const selected = createMemo(() => props.options.find((option) => option.value === props.value) ?? null)
  return (
    <Kobalte<SelectOption<Value>>
      options={[...props.options]}
      optionValue="value"
      optionTextValue="label"
      optionDisabled="disabled"
      value={selected()}
      onChange={(option) => {
        if (option) props.onChange(option.value)
      }}
      disallowEmptySelection
      disabled={props.disabled ?? false}
      validationState={props.error ? 'invalid' : 'valid'}
      gutter={4}
      sameWidth
      preventScroll={false}
      class={cx('flex min-w-0 flex-col gap-[5px]', props.class)}
      itemComponent={(entry) => (
        <Kobalte.Item item={entry.item} class={selectItemClass}>
          <Kobalte.ItemLabel class="min-w-0 truncate">{entry.item.rawValue.label}</Kobalte.ItemLabel>
          <Kobalte.ItemIndicator>
            <Check aria-hidden="true" class="size-3.5 text-brand-ink" />
          </Kobalte.ItemIndicator>
        </Kobalte.Item>
      )}
    >
      <Kobalte.Label class={props.hideLabel ? 'sr-only' : selectLabelClass}>{props.label}</Kobalte.Label>
      <Kobalte.Trigger<'button'>
        ref={(element) => setTrigger(element)}
        aria-describedby={props.error || props.hint ? messageId(id) : undefined}
        data-invalid={props.error ? '' : undefined}
        class={cx(
          fieldBoxClass,
          fieldBoxSizes[props.size ?? 'md'],
          'justify-between text-start focus-visible:outline-none disabled:cursor-not-allowed disabled:bg-surface-3 disabled:text-ink-disabled',
        )}
      >
        <Kobalte.Value<SelectOption<Value>> class="min-w-0 truncate">
          {(state) => state.selectedOption()?.label}
        </Kobalte.Value>
        <ChevronDown aria-hidden="true" class="size-3.5 text-ink-3" />
      </Kobalte.Trigger>
      <FieldMessage id={id} error={props.error} hint={props.hint} />
      <Kobalte.Portal mount={listMount(trigger())}>
        <Kobalte.Content class={selectContentClass}>
          <Kobalte.Listbox class={selectListClass} />
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
