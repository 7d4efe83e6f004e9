import { useLocation, useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { PasswordStep } from './password-step'
import { TotpStep } from './totp-step'
import { typedEmail } from './typed-email'

/** Where to go afterwards is the guard's business: it also sees a sign-in in another tab. */
export default function LoginPage() {
  const [search] = useSearchParams<{ reason: string; waiting: string }>()
  const location = useLocation()
  const [email, setEmail] = createSignal(typedEmail(location.state))
  const [challenge, setChallenge] = createSignal<string | null>(null)
  const [expired, setExpired] = createSignal(false)

  function notice(): string | null {
    if (expired()) return t('auth.totp.expired')
    if (search.reason === 'ended') return t('auth.login.ended')
    if (search.reason === 'password-changed') return t('auth.login.passwordChanged')
    const waiting = Number(search.waiting)
    if (Number.isSafeInteger(waiting) && waiting > 0) return t('auth.login.waiting', waiting)
    return null
  }

  return (
    <Show
      when={challenge()}
      fallback={
        <PasswordStep
          email={email()}
          onEmail={setEmail}
          notice={notice()}
          search={location.search}
          onChallenge={(token) => {
            setExpired(false)
            setChallenge(token)
          }}
        />
      }
    >
      {(token) => (
        <TotpStep
          challengeToken={token()}
          onBack={() => setChallenge(null)}
          onExpired={() => {
            setExpired(true)
            setChallenge(null)
          }}
        />
      )}
    </Show>
  )
}
