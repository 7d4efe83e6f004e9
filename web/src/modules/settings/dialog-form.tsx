import type { JSX } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { FormError, type FormErrorProps } from '../auth/form-error'

export type DialogFormProps = {
  form: FormErrorProps['form'] & { submit: (event?: SubmitEvent) => Promise<void>; submitting: () => boolean }
  submitLabel: string
  busy: string
  tone?: 'primary' | 'danger'
  onCancel: () => void
  children: JSX.Element
}

/** The inside of a dialog that asks for something: its fields, what went wrong, Cancel and the verb. */
export function DialogForm(props: DialogFormProps) {
  return (
    <form onSubmit={props.form.submit} novalidate class="flex flex-col gap-4 pb-1">
      {props.children}
      <FormError form={props.form} />
      <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
        <Button onClick={() => props.onCancel()}>{t('settings.common.cancel')}</Button>
        <Button
          type="submit"
          variant={props.tone ?? 'primary'}
          busy={props.form.submitting() ? props.busy : undefined}
          disabled={props.form.waitSeconds() > 0}
        >
          {props.submitLabel}
        </Button>
      </div>
    </form>
  )
}
