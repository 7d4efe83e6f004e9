import { createUniqueId } from 'solid-js'
import { cx } from './cx'
import { Field, messageId } from './field'
import { fieldBoxClass, type TextFieldProps } from './text-field'

export type TextAreaProps = Pick<
  TextFieldProps,
  | 'label'
  | 'labelEnd'
  | 'name'
  | 'value'
  | 'onInput'
  | 'onBlur'
  | 'hint'
  | 'error'
  | 'maxlength'
  | 'required'
  | 'readonly'
  | 'class'
> & { rows?: number | undefined; ref?: ((element: HTMLTextAreaElement) => void) | undefined }

/** Several lines. Its height follows the text where the browser can do that. */
export function TextArea(props: TextAreaProps) {
  const id = createUniqueId()
  const rows = () => props.rows ?? 3
  return (
    <Field
      id={id}
      label={props.label}
      hint={props.hint}
      error={props.error}
      labelEnd={props.labelEnd}
      class={props.class}
    >
      <div
        class={cx(fieldBoxClass, 'h-auto! rounded-sm text-md max-sm:text-lg')}
        data-invalid={props.error ? '' : undefined}
      >
        <textarea
          id={id}
          ref={(element) => props.ref?.(element)}
          name={props.name}
          rows={rows()}
          // Where the height follows the text, `rows` is not looked at.
          style={{ '--rows': `calc(${rows()}lh + 14px)` }}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={() => props.onBlur?.()}
          maxlength={props.maxlength}
          readonly={props.readonly}
          dir="auto"
          aria-required={props.required ? 'true' : undefined}
          aria-invalid={props.error ? 'true' : undefined}
          aria-describedby={props.error || props.hint ? messageId(id) : undefined}
          class="field-sizing-content max-h-60 min-h-(--rows) min-w-0 flex-1 resize-none bg-transparent px-2.5 py-[7px] outline-none"
        />
      </div>
    </Field>
  )
}
