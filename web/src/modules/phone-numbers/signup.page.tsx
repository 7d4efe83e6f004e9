import '../../strings/register-numbers'
import { useQuery } from '@tanstack/solid-query'
import { onCleanup, onMount, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { buttonClass } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { useCurrentMember } from '../auth/current-member'
import { ConnectFrame, StepWith } from './connect-frame'
import { CONNECT_PATH, CONNECT_WITH_META_PATH } from './connect-paths'
import { ConnectSteps } from './connect-steps'
import { waysQuery } from './phone-numbers.queries'
import { SignupStep } from './signup-step'
import { wizardGrid } from './step-frame'

/** "Continue with Meta". The one page where Meta's script may run. */
export default function SignupPage() {
  const member = useCurrentMember()
  onMount(() => {
    // Come to from within the dashboard, this document still has the policy of another page: load it anew.
    const [entry] = performance.getEntriesByType('navigation')
    if (entry && new URL(entry.name).pathname !== CONNECT_WITH_META_PATH) window.location.reload()
  })
  onCleanup(() => {
    // And whoever leaves it within the dashboard leaves Meta's script behind.
    if (window.FB) setTimeout(() => window.location.reload())
  })
  return (
    <ConnectFrame anchor="continue-with-meta">
      <Signup organizationId={member.organizationId()} />
    </ConnectFrame>
  )
}

function Signup(props: { organizationId: string }) {
  const ways = useQuery(() => waysQuery(props.organizationId))
  const back = () => window.location.assign(CONNECT_PATH)
  return (
    <div class={wizardGrid}>
      <ConnectSteps step="credentials" progress={{ way: 'signup', phoneNumberId: null }} onOpen={back} />
      <StepWith query={ways} failedTitle={t('numbers.connecting.loadFailed')}>
        {(data) => (
          <Show
            when={data().isAvailable}
            fallback={
              <EmptyState
                title={t('numbers.connecting.signup.unavailable')}
                text={t('numbers.connecting.signup.unavailableText')}
              >
                <a href={CONNECT_PATH} class={buttonClass({ variant: 'primary' })}>
                  {t('numbers.connecting.signup.otherWay')}
                </a>
              </EmptyState>
            }
          >
            <SignupStep organizationId={props.organizationId} ways={data()} onBack={back} />
          </Show>
        )}
      </StepWith>
    </div>
  )
}
