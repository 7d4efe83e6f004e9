import Eye from 'lucide-solid/icons/eye'
import EyeOff from 'lucide-solid/icons/eye-off'
import { createSignal } from 'solid-js'
import { t } from '../../shared/i18n'
import { IconButton } from '../../ui/icon-button'
import { TextField, type TextFieldProps } from '../../ui/text-field'

/** For tokens and secrets: hidden until somebody wants to see it, and no browser offers to keep it. */
export function SecretField(props: Omit<TextFieldProps, 'type' | 'autocomplete'>) {
  const [isShown, setShown] = createSignal(false)
  const label = () => t(`numbers.connecting.credentials.${isShown() ? 'hide' : 'reveal'}`, { field: props.label })
  return (
    <TextField
      {...props}
      type={isShown() ? 'text' : 'password'}
      autocomplete="off"
      spellcheck={false}
      dir="ltr"
      inputClass="font-mono text-xs/4! max-sm:text-lg!"
      trailing={
        <>
          {props.trailing}
          <IconButton
            size="sm"
            label={label()}
            icon={
              isShown() ? <EyeOff aria-hidden="true" class="size-3.5" /> : <Eye aria-hidden="true" class="size-3.5" />
            }
            onClick={() => setShown((shown) => !shown)}
            class="-me-1.5 max-sm:-me-3"
          />
        </>
      }
    />
  )
}
