import Eye from 'lucide-solid/icons/eye'
import EyeOff from 'lucide-solid/icons/eye-off'
import { createMemo, createSignal, For, Show, splitProps } from 'solid-js'
import { t } from '../shared/i18n'
import { cx } from './cx'
import { IconButton } from './icon-button'
import { type PasswordStrength, passwordStrength, strengthBars } from './password-strength'
import { TextField, type TextFieldProps } from './text-field'

export type PasswordFieldProps = Omit<TextFieldProps, 'type' | 'trailing'> & {
  /** Four bars and a sentence about how easy it is to guess. For new passwords only. */
  meter?: boolean | undefined
}

const barTones: Record<PasswordStrength, string> = {
  empty: 'bg-surface-4',
  short: 'bg-bad',
  weak: 'bg-bad',
  fair: 'bg-warn',
  good: 'bg-ok',
  strong: 'bg-ok',
}

export function PasswordField(props: PasswordFieldProps) {
  const [own, field] = splitProps(props, ['meter', 'hint'])
  const [shown, setShown] = createSignal(false)
  const strength = createMemo(() => passwordStrength(props.value))

  const hint = () => (
    <Show when={own.meter} fallback={own.hint}>
      <span class="flex gap-1 pb-[5px]" aria-hidden="true">
        <For each={[1, 2, 3, 4]}>
          {(bar) => (
            <i
              class={cx(
                'h-[3px] flex-1 rounded-[2px]',
                bar <= strengthBars[strength()] ? barTones[strength()] : 'bg-surface-4',
              )}
            />
          )}
        </For>
      </span>
      <span aria-live="polite">{t(`ui.password.${strength()}`)}</span>
    </Show>
  )

  return (
    <TextField
      {...field}
      spellcheck={false}
      type={shown() ? 'text' : 'password'}
      hint={own.meter || own.hint ? hint() : undefined}
      trailing={
        <IconButton
          label={shown() ? t('ui.hidePassword') : t('ui.showPassword')}
          icon={shown() ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          onClick={() => setShown(!shown())}
          disabled={field.disabled}
          class="-me-1.5 max-sm:-me-3"
        />
      }
    />
  )
}
