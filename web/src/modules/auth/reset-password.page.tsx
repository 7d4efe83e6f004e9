import { A, useNavigate } from '@solidjs/router'
import { createSignal, onMount, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { session } from '../../shared/session'
import { Button, ButtonLink } from '../../ui/button'
import { PasswordField } from '../../ui/password-field'
import { AuthHeading } from './auth-heading'
import { FormError } from './form-error'
import { takeToken } from './take-token'

export default function ResetPasswordPage() {
  const token = takeToken()
  const navigate = useNavigate()
  const [valid, setValid] = createSignal(token !== '')
  const form = createForm({
    schema: () => import('@worker/modules/auth/auth.schemas').then((schemas) => schemas.resetPasswordSchema),
    initial: { token, password: '' },
    onSubmit: async (input) => {
      await call(api.api.auth['reset-password'].$post({ json: input }))
      // Every session has ended with the old password, this browser's too.
      if (session.status() === 'signed-in') session.end()
      navigate('/login?reason=password-changed', { replace: true })
    },
    onError: (error) => {
      const broken = error.code === 'auth.invalid_token' || error.fieldProblems.some(({ path }) => path === 'token')
      if (broken) setValid(false)
      return broken
    },
  })

  return (
    <Show when={valid() && !form.field('token').error} fallback={<InvalidLink />}>
      <form class="flex flex-col gap-4" onSubmit={form.submit} novalidate>
        <AuthHeading title={t('auth.reset.title')}>{t('auth.reset.text')}</AuthHeading>
        <PasswordField
          label={t('auth.reset.password')}
          {...form.field('password')}
          size="lg"
          autocomplete="new-password"
          meter
          required
        />
        <FormError form={form} />
        <Button
          type="submit"
          variant="primary"
          size="lg"
          full
          busy={form.submitting() ? t('auth.reset.busy') : undefined}
          disabled={form.waitSeconds() > 0}
        >
          {t('auth.reset.submit')}
        </Button>
      </form>
    </Show>
  )
}

function InvalidLink() {
  let area: HTMLDivElement | undefined
  onMount(() => area?.querySelector('h1')?.focus())
  return (
    <div ref={(element) => (area = element)} class="flex flex-col gap-4">
      <AuthHeading title={t('auth.reset.invalidTitle')}>{t('auth.reset.invalidText')}</AuthHeading>
      <ButtonLink href="/forgot-password" variant="primary" size="lg" full>
        {t('auth.reset.newLink')}
      </ButtonLink>
      <p class="text-center">
        <A class="link" href="/login">
          {t('auth.reset.back')}
        </A>
      </p>
    </div>
  )
}
