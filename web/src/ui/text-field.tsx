import { createUniqueId, type JSX } from 'solid-js'
import { cx } from './cx'
import { Field, messageId } from './field'

export type TextFieldProps = {
  label: string
  name: string
  value: string
  onInput: (value: string) => void
  onBlur?: (() => void) | undefined
  type?: 'text' | 'email' | 'password' | 'search' | 'tel' | 'url' | 'date' | 'datetime-local' | undefined
  hint?: JSX.Element
  error?: string | undefined
  autocomplete?: string | undefined
  inputmode?: JSX.InputHTMLAttributes<HTMLInputElement>['inputmode'] | undefined
  placeholder?: string | undefined
  maxlength?: number | undefined
  /** For values that are never in the reader's script: addresses, keys. */
  dir?: 'ltr' | 'rtl' | 'auto' | undefined
  spellcheck?: boolean | undefined
  required?: boolean | undefined
  disabled?: boolean | undefined
  readonly?: boolean | undefined
  size?: 'md' | 'lg' | undefined
  labelEnd?: JSX.Element
  trailing?: JSX.Element
  class?: string | undefined
  inputClass?: string | undefined
  ref?: ((element: HTMLInputElement) => void) | HTMLInputElement | undefined
}

export const fieldBoxSizes = {
  md: 'h-(--h-md) rounded-sm px-2.5 text-md',
  lg: 'h-(--h-lg) rounded-[var(--control-lg-radius,var(--r-md))] px-3 text-[length:var(--control-lg-text,var(--fs-md))]',
} as const

export const fieldBoxClass =
  'field-ring flex w-full min-w-0 items-center gap-[7px] bg-field transition-shadow duration-(--t-fast) has-disabled:bg-surface-3 has-disabled:text-ink-disabled max-sm:h-11 max-sm:text-lg'

export function TextField(props: TextFieldProps) {
  const id = createUniqueId()
  return (
    <Field
      id={id}
      label={props.label}
      hint={props.hint}
      error={props.error}
      labelEnd={props.labelEnd}
      class={props.class}
    >
      <div class={cx(fieldBoxClass, fieldBoxSizes[props.size ?? 'md'])} data-invalid={props.error ? '' : undefined}>
        <input
          id={id}
          ref={(element) => {
            if (typeof props.ref === 'function') props.ref(element)
          }}
          name={props.name}
          type={props.type ?? 'text'}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={() => props.onBlur?.()}
          autocomplete={props.autocomplete}
          inputmode={props.inputmode}
          placeholder={props.placeholder}
          maxlength={props.maxlength}
          dir={props.dir}
          spellcheck={props.spellcheck}
          autocapitalize={props.type === 'email' ? 'none' : undefined}
          disabled={props.disabled}
          readonly={props.readonly}
          aria-required={props.required ? 'true' : undefined}
          aria-invalid={props.error ? 'true' : undefined}
          aria-describedby={props.error || props.hint ? messageId(id) : undefined}
          class={cx('h-full min-w-0 flex-1 bg-transparent outline-none disabled:cursor-not-allowed', props.inputClass)}
        />
        {props.trailing}
      </div>
    </Field>
  )
}
