import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'

export type FormErrorProps = {
  form: { formError: () => string | undefined; waitSeconds: () => number }
}

/** What went wrong with the form as a whole. A wait is said once: no screen reader should read every second of it. */
export function FormError(props: FormErrorProps) {
  const waitIsOver = () => props.form.formError() === t('errors.tryAgainNow')
  return (
    <Show
      when={props.form.waitSeconds() > 0}
      fallback={
        <Show when={props.form.formError()}>
          {(text) => <Banner tone={waitIsOver() ? 'ok' : 'bad'}>{text()}</Banner>}
        </Show>
      }
    >
      <Banner tone="bad">
        <span class="sr-only">{t('auth.waitText')}</span>
        <span aria-hidden="true" class="tabular-nums">
          {props.form.formError()}
        </span>
      </Banner>
    </Show>
  )
}
