import { TextField, type TextFieldProps } from './text-field'

const CODE_LENGTH = 6

export type CodeFieldProps = Omit<
  TextFieldProps,
  'type' | 'trailing' | 'autocomplete' | 'inputmode' | 'maxlength' | 'inputClass'
> & {
  /** Called once all six digits are there, typed or pasted. */
  onComplete?: ((code: string) => void) | undefined
}

/** One input, not six: pasting, autofill and screen readers just work. */
export function CodeField(props: CodeFieldProps) {
  const handleInput = (typed: string) => {
    const code = typed.replace(/\D/g, '').slice(0, CODE_LENGTH)
    props.onInput(code)
    if (code.length === CODE_LENGTH) props.onComplete?.(code)
  }
  return (
    <TextField
      {...props}
      onInput={handleInput}
      type="text"
      autocomplete="one-time-code"
      inputmode="numeric"
      placeholder="000000"
      spellcheck={false}
      // Seven, so that a pasted "123 456" is not cut before its space is taken out.
      maxlength={CODE_LENGTH + 1}
      inputClass="font-mono tracking-[.3em]"
    />
  )
}
