import '../../strings/register-numbers'
import { useQuery } from '@tanstack/solid-query'
import LifeBuoy from 'lucide-solid/icons/life-buoy'
import { Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { buttonClass } from '../../ui/button'
import { CrumbHeader } from '../../ui/crumb-header'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { NotAllowed } from '../../ui/not-allowed'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { guideHref } from '../guide/guide-anchors'
import { whoCanText } from '../settings/who-can'
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
    <div class="flex h-full flex-col">
      <CrumbHeader
        crumbs={[
          { label: t('numbers.connecting.settings'), href: '/settings' },
          { label: t('numbers.title'), href: '/settings/numbers' },
        ]}
        title={t('numbers.connecting.title')}
        actions={
          <a
            href={guideHref('continue-with-meta')}
            target="_blank"
            rel="noopener"
            class={buttonClass({ variant: 'ghost' })}
          >
            <LifeBuoy aria-hidden="true" />
            <span class="max-sm:sr-only">{t('numbers.connecting.help')}</span>
          </a>
        }
      />
      <Show
        when={member.can('phone-numbers:update')}
        fallback={<NotAllowed title={t('numbers.connecting.onlyAdmins')} text={whoCanText(member.me())} />}
      >
        <Signup organizationId={member.organizationId()} />
      </Show>
    </div>
  )
}

function Signup(props: { organizationId: string }) {
  const ways = useQuery(() => waysQuery(props.organizationId))
  const pending = createHeldPending(() => ways.isPending)
  const back = () => window.location.assign(CONNECT_PATH)
  return (
    <div class={wizardGrid}>
      <ConnectSteps step="credentials" progress={{ way: 'signup', phoneNumberId: null }} onOpen={back} />
      <Switch>
        <Match when={pending()}>
          <div class="px-9 py-6 max-sm:px-4">
            <Skeleton shape="text" rows={3} />
          </div>
        </Match>
        <Match when={!ways.data && ways.error}>
          {(error) => (
            <ErrorState
              title={t('numbers.connecting.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void ways.refetch()}
            />
          )}
        </Match>
        <Match when={ways.data?.isAvailable && ways.data}>
          {(data) => <SignupStep organizationId={props.organizationId} ways={data()} onBack={back} />}
        </Match>
        <Match when={true}>
          <EmptyState
            title={t('numbers.connecting.signup.unavailable')}
            text={t('numbers.connecting.signup.unavailableText')}
          >
            <a href={CONNECT_PATH} class={buttonClass({ variant: 'primary' })}>
              {t('numbers.connecting.signup.otherWay')}
            </a>
          </EmptyState>
        </Match>
      </Switch>
    </div>
  )
}
