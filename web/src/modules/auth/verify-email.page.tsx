import { A } from '@solidjs/router'
import { createEffect, createSignal, Match, Show, Switch, untrack } from 'solid-js'
import { api, call } from '../../shared/api'
import { ApiError } from '../../shared/api-error'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { session } from '../../shared/session'
import { Banner } from '../../ui/banner'
import { Button, ButtonLink } from '../../ui/button'
import { Spinner } from '../../ui/spinner'
import { AuthHeading } from './auth-heading'
import { pendingLink } from './pending-link'
import { takeToken } from './take-token'

type State = 'login' | 'working' | 'done' | 'invalid' | 'failed' | 'resent'

export default function VerifyEmailPage() {
  const token = takeToken() || pendingLink.take()
  const signedIn = () => session.status() === 'signed-in'
  const [state, setState] = createSignal<State>(firstState(token, signedIn()))
  const [problem, setProblem] = createSignal('')
  const [resending, setResending] = createSignal(false)
  const [resendProblem, setResendProblem] = createSignal('')
  let area: HTMLDivElement | undefined

  /** Each state is a new answer to the same question, so its heading takes the focus and is read out. */
  function show(next: State) {
    setState(next)
    area?.querySelector('h1')?.focus()
  }

  function showFailure(error: unknown) {
    const refused = error instanceof ApiError && ['auth.invalid_token', 'request.invalid'].includes(error.code)
    setProblem(errorText(error))
    if (refused) pendingLink.forget()
    show(refused ? 'invalid' : 'failed')
  }

  function showDone() {
    pendingLink.forget()
    show('done')
  }

  async function verify() {
    setState('working')
    await call(api.api.auth['verify-email'].$post({ json: { token } })).then(showDone, showFailure)
  }

  async function resend() {
    setResending(true)
    setResendProblem('')
    await call(api.api.auth['resend-verification'].$post()).then(
      () => show('resent'),
      (error: unknown) => setResendProblem(errorText(error)),
    )
    setResending(false)
  }

  // Only the person it was mailed to can confirm an address: whoever is not signed in, or is not any more, logs in first.
  createEffect(() => {
    const isSignedIn = signedIn()
    if (!token || !['login', 'working', 'failed'].includes(untrack(state))) return
    if (isSignedIn) return void verify()
    pendingLink.keep(token)
    show('login')
  })

  return (
    <div ref={(element) => (area = element)} class="flex flex-col gap-4">
      <Switch>
        <Match when={state() === 'working'}>
          <AuthHeading title={t('auth.verify.workingTitle')}>
            <span role="status" class="flex items-center gap-2">
              <Spinner />
              {t('auth.verify.workingText')}
            </span>
          </AuthHeading>
        </Match>
        <Match when={state() === 'login'}>
          <AuthHeading title={t('auth.verify.loginTitle')}>{t('auth.verify.loginText')}</AuthHeading>
          <ButtonLink href="/login?next=/verify-email" variant="primary" size="lg" full>
            {t('auth.verify.login')}
          </ButtonLink>
          <p class="text-ink-2">
            {t('auth.verify.notYou')}{' '}
            <A class="link" href="/forgot-password">
              {t('auth.verify.takeOver')}
            </A>
          </p>
        </Match>
        <Match when={state() === 'done'}>
          <AuthHeading title={t('auth.verify.doneTitle')}>{t('auth.verify.doneText')}</AuthHeading>
          <ButtonLink href="/" variant="primary" size="lg" full>
            {t('auth.verify.open')}
          </ButtonLink>
        </Match>
        <Match when={state() === 'failed'}>
          <AuthHeading title={t('auth.verify.failedTitle')}>{problem()}</AuthHeading>
          <Button variant="primary" size="lg" full onClick={() => void verify()}>
            {t('auth.verify.retry')}
          </Button>
        </Match>
        <Match when={state() === 'resent'}>
          <AuthHeading title={t('auth.verify.resentTitle')}>{t('auth.verify.resentText')}</AuthHeading>
          <OpenApp />
        </Match>
        <Match when={state() === 'invalid'}>
          <AuthHeading title={t('auth.verify.invalidTitle')}>
            {t('auth.verify.invalidText')} <Show when={!signedIn()}>{t('auth.verify.loginToResend')}</Show>
          </AuthHeading>
          <Show
            when={signedIn()}
            fallback={
              <ButtonLink href="/login?next=/settings/profile" variant="primary" size="lg" full>
                {t('auth.verify.login')}
              </ButtonLink>
            }
          >
            <Show when={resendProblem()}>{(text) => <Banner tone="bad">{text()}</Banner>}</Show>
            <Button
              variant="primary"
              size="lg"
              full
              busy={resending() ? t('auth.verify.resending') : undefined}
              onClick={() => void resend()}
            >
              {t('auth.verify.resend')}
            </Button>
            <OpenApp />
          </Show>
        </Match>
      </Switch>
    </div>
  )
}

function firstState(token: string, signedIn: boolean): State {
  if (!token) return 'invalid'
  return signedIn ? 'working' : 'login'
}

function OpenApp() {
  return (
    <p class="text-center">
      <A class="link" href="/">
        {t('auth.verify.open')}
      </A>
    </p>
  )
}
