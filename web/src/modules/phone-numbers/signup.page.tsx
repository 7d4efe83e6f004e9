import '../../strings/register-numbers'
import { useQuery } from '@tanstack/solid-query'
import ExternalLink from 'lucide-solid/icons/external-link'
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
import { waysQuery } from './phone-numbers.queries'
import { SignupPanel } from './signup-panel'

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
          { label: t('numbers.connecting.title'), href: CONNECT_PATH },
        ]}
        title={t('numbers.connecting.signup.title')}
        actions={
          <a
            href={guideHref('continue-with-meta')}
            target="_blank"
            rel="noopener"
            class={buttonClass({ variant: 'ghost' })}
          >
            <LifeBuoy aria-hidden="true" />
            <span class="max-sm:sr-only">{t('numbers.connecting.help')}</span>
            <ExternalLink aria-hidden="true" class="size-3.5 max-sm:hidden" />
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
  return (
    <div class="min-h-0 flex-1 overflow-y-auto px-6 py-6 max-sm:px-4">
      <Switch>
        <Match when={pending()}>
          <Skeleton shape="text" rows={3} />
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
          {(data) => <SignupPanel organizationId={props.organizationId} ways={data()} />}
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
