import { A } from '@solidjs/router'
import { onMount, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { session } from '../../shared/session'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { PasswordField } from '../../ui/password-field'
import { TextField } from '../../ui/text-field'
import { AuthHeading } from './auth-heading'
import { FormError } from './form-error'

export type PasswordStepProps = {
  email: string
  /** Kept by the page, so that coming back from the second step finds the address typed. */
  onEmail: (email: string) => void
  notice: string | null
  /** The query, handed on to sign-up and "Forgot it?" so that the page asked for is not lost on the way. */
  search: string
  onChallenge: (challengeToken: string) => void
}

export function PasswordStep(props: PasswordStepProps) {
  const form = createForm({
    schema: () => import('@worker/modules/auth/auth.schemas').then((schemas) => schemas.loginSchema),
    initial: { email: props.email, password: '' },
    onSubmit: async (credentials) => {
      props.onEmail(credentials.email)
      const result = await call(api.api.auth.login.$post({ json: credentials }))
      if (result.status === 'totp_required') return props.onChallenge(result.challengeToken)
      session.accept(result)
    },
    onError: (error) => {
      if (error.code !== 'auth.invalid_credentials') return false
      form.setError('password', mismatchText(error.details))
      return true
    },
  })

  return (
    <form class="flex flex-col gap-4" onSubmit={form.submit} novalidate>
      <AuthHeading title={t('auth.login.title')}>
        {t('auth.login.newHere')}{' '}
        <A class="link" href={`/signup${props.search}`}>
          {t('auth.login.signup')}
        </A>
      </AuthHeading>
      <Show when={props.notice}>{(notice) => <Banner tone="info">{notice()}</Banner>}</Show>
      <TextField
        label={t('auth.login.email')}
        {...form.field('email')}
        type="email"
        size="lg"
        autocomplete="username"
        inputmode="email"
        required
        ref={(element) => onMount(() => props.email === '' && element.focus())}
      />
      <PasswordField
        label={t('auth.login.password')}
        {...form.field('password')}
        size="lg"
        autocomplete="current-password"
        required
        labelEnd={
          <A class="link text-xs" href={`/forgot-password${props.search}`} state={{ email: form.values.email }}>
            {t('auth.login.forgot')}
          </A>
        }
      />
      <FormError form={form} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        full
        busy={form.submitting() ? t('auth.login.busy') : undefined}
        disabled={form.waitSeconds() > 0}
      >
        {t('auth.login.submit')}
      </Button>
    </form>
  )
}

function mismatchText(details: unknown): string {
  if (typeof details !== 'object' || details === null || !('attemptsLeft' in details)) return t('auth.login.mismatch')
  const left = details.attemptsLeft
  if (typeof left !== 'number') return t('auth.login.mismatch')
  return left > 0 ? t('auth.login.mismatchLeft', left) : t('auth.login.mismatchLast')
}
