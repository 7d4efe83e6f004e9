import { A, useLocation } from '@solidjs/router'
import { createSignal, onMount, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/text-field'
import { AuthHeading } from './auth-heading'
import { FormError } from './form-error'
import { typedEmail } from './typed-email'

export default function ForgotPasswordPage() {
  const location = useLocation()
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const form = createForm({
    schema: () => import('@worker/modules/auth/auth.schemas').then((schemas) => schemas.forgotPasswordSchema),
    initial: { email: typedEmail(location.state) },
    onSubmit: async (input) => {
      await call(api.api.auth['forgot-password'].$post({ json: input }))
      setSentTo(input.email)
    },
  })

  return (
    <Show
      when={sentTo()}
      fallback={
        <form class="flex flex-col gap-4" onSubmit={form.submit} novalidate>
          <AuthHeading title={t('auth.forgot.title')}>{t('auth.forgot.text')}</AuthHeading>
          <TextField
            label={t('auth.forgot.email')}
            {...form.field('email')}
            type="email"
            size="lg"
            autocomplete="username"
            inputmode="email"
            required
          />
          <FormError form={form} />
          <Button
            type="submit"
            variant="primary"
            size="lg"
            full
            busy={form.submitting() ? t('auth.forgot.busy') : undefined}
            disabled={form.waitSeconds() > 0}
          >
            {t('auth.forgot.submit')}
          </Button>
          <BackToLogin search={location.search} />
        </form>
      }
    >
      {(email) => <Sent email={email()} search={location.search} onAgain={() => setSentTo(null)} />}
    </Show>
  )
}

/** The same for every address: whether it has an account is nobody's business. */
function Sent(props: { email: string; search: string; onAgain: () => void }) {
  let area: HTMLDivElement | undefined
  // The form is gone, and with it the focus: the answer takes it.
  onMount(() => area?.querySelector('h1')?.focus())
  return (
    <div ref={(element) => (area = element)} class="flex flex-col gap-4">
      <AuthHeading title={t('auth.forgot.sentTitle')}>
        <span class="wrap-anywhere">{t('auth.forgot.sentText', { email: props.email })}</span>
      </AuthHeading>
      <p class="text-ink-2">{t('auth.forgot.sentHint')}</p>
      <Button size="lg" full onClick={() => props.onAgain()}>
        {t('auth.forgot.again')}
      </Button>
      <BackToLogin search={props.search} />
    </div>
  )
}

function BackToLogin(props: { search: string }) {
  return (
    <p class="text-center">
      <A class="link" href={`/login${props.search}`}>
        {t('auth.forgot.back')}
      </A>
    </p>
  )
}
