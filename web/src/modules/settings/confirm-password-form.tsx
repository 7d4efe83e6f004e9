import { onMount } from 'solid-js'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { PasswordField } from '../../ui/password-field'
import { DialogForm } from './dialog-form'

export type ConfirmPasswordFormProps = {
  submitLabel: string
  busy: string
  tone?: 'primary' | 'danger'
  onCancel: () => void
  /** Gets the password. What it throws is shown here. */
  onConfirm: (password: string) => Promise<void>
}

/** Sensitive changes ask for the password again. */
export function ConfirmPasswordForm(props: ConfirmPasswordFormProps) {
  const form = createForm({
    schema: () => import('@worker/modules/auth/auth.schemas').then((schemas) => schemas.confirmPasswordSchema),
    initial: { password: '' },
    onSubmit: ({ password }) => props.onConfirm(password),
    onError: (error) => {
      if (error.code !== 'auth.wrong_password') return false
      form.setError('password', t('settings.totp.wrongPassword'))
      return true
    },
  })

  return (
    <DialogForm
      form={form}
      submitLabel={props.submitLabel}
      busy={props.busy}
      tone={props.tone ?? 'primary'}
      onCancel={props.onCancel}
    >
      <PasswordField
        label={t('settings.totp.password')}
        {...form.field('password')}
        autocomplete="current-password"
        required
        ref={(element) => onMount(() => element.focus())}
      />
    </DialogForm>
  )
}
