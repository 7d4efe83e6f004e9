import { A } from '@solidjs/router'
import Check from 'lucide-solid/icons/check'
import { createSignal, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { session } from '../../shared/session'
import { Button } from '../../ui/button'
import { PasswordField } from '../../ui/password-field'
import { Segmented } from '../../ui/segmented'
import { TextField } from '../../ui/text-field'
import { FormError } from './form-error'

const plans = [
  { value: 'self-hosted', label: t('auth.signup.planSelfHosted') },
  { value: 'team', label: t('auth.signup.planTeam') },
  { value: 'business', label: t('auth.signup.planBusiness') },
] as const

export function SignupForm(props: { loginHref: string }) {
  const [emailLeft, setEmailLeft] = createSignal(false)
  const [taken, setTaken] = createSignal(false)
  const form = createForm({
    schema: () => import('@worker/modules/auth/auth.schemas').then((schemas) => schemas.registerSchema),
    initial: {
      name: '',
      email: '',
      organizationName: '',
      password: '',
      plan: 'team',
      // The sentence under the button says that continuing accepts them.
      acceptTerms: true,
    },
    onSubmit: async (values) => {
      const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
      session.accept(await call(api.api.auth.register.$post({ json: { ...values, timeZone } })))
    },
    onError: (error) => {
      if (error.code !== 'auth.email_taken') return false
      setTaken(true)
      form.setError('email', t('auth.signup.taken'))
      return true
    },
  })
  const email = form.field('email')
  const emailFine = () => emailLeft() && !email.error && /^\S+@\S+\.\S+$/.test(email.value)

  return (
    <form class="flex flex-col gap-4" onSubmit={form.submit} novalidate>
      <TextField label={t('auth.signup.name')} {...form.field('name')} size="lg" autocomplete="name" required />
      <TextField
        label={t('auth.signup.email')}
        {...email}
        onInput={(value) => {
          setEmailLeft(false)
          setTaken(false)
          email.onInput(value)
        }}
        onBlur={() => {
          setEmailLeft(true)
          email.onBlur()
        }}
        type="email"
        size="lg"
        autocomplete="username"
        inputmode="email"
        required
        labelEnd={
          <Show when={taken()}>
            <A class="link text-xs" href={props.loginHref} state={{ email: email.value }}>
              {t('auth.signup.takenLogin')}
            </A>
          </Show>
        }
        trailing={
          <Show when={emailFine()}>
            <Check role="img" aria-label={t('auth.signup.emailFine')} class="text-ok-ink" />
          </Show>
        }
      />
      <TextField
        label={t('auth.signup.workspace')}
        {...form.field('organizationName')}
        size="lg"
        autocomplete="organization"
        required
      />
      <PasswordField
        label={t('auth.signup.password')}
        {...form.field('password')}
        size="lg"
        autocomplete="new-password"
        meter
        required
      />
      <div class="flex items-center justify-between gap-3 max-sm:flex-col max-sm:items-stretch max-sm:gap-1">
        <span aria-hidden="true" class="font-medium text-[12.5px]/[18px]">
          {t('auth.signup.plan')}
        </span>
        <Segmented label={t('auth.signup.plan')} options={plans} {...form.choice('plan')} />
      </div>
      <FormError form={form} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        full
        busy={form.submitting() ? t('auth.signup.busy') : undefined}
        disabled={form.waitSeconds() > 0}
      >
        {t('auth.signup.submit')}
      </Button>
      <p class="text-ink-3 text-xs">
        {t('auth.signup.accept')} <LegalLink href="/terms" text={t('auth.signup.terms')} /> {t('auth.signup.and')}{' '}
        <LegalLink href="/privacy" text={t('auth.signup.privacy')} />. {t('auth.signup.noNewsletter')}
      </p>
    </form>
  )
}

/** In a new tab, because leaving the page would lose what is typed. */
function LegalLink(props: { href: string; text: string }) {
  return (
    <a class="link" href={props.href} target="_blank" rel="noopener">
      {props.text}
    </a>
  )
}
