import { useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { nextPath } from './next-path'
import { PasswordStep } from './password-step'
import { TotpStep } from './totp-step'
import { typedEmail } from './typed-email'

export default function LoginPage() {
  const [search] = useSearchParams<{ next: string; reason: string }>()
  const location = useLocation()
  const navigate = useNavigate()
  const [email, setEmail] = createSignal(typedEmail(location.state))
  const [challenge, setChallenge] = createSignal<string | null>(null)
  const [expired, setExpired] = createSignal(false)

  const openApp = () => navigate(nextPath(search.next, window.location.origin), { replace: true })

  function notice(): string | null {
    if (expired()) return t('auth.totp.expired')
    if (search.reason === 'ended') return t('auth.login.ended')
    if (search.reason === 'password-changed') return t('auth.login.passwordChanged')
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
          onSignedIn={openApp}
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
          onSignedIn={openApp}
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
