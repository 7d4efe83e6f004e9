import '../../strings/register-numbers'
import { useQuery } from '@tanstack/solid-query'
import LifeBuoy from 'lucide-solid/icons/life-buoy'
import X from 'lucide-solid/icons/x'
import { createEffect, type JSX, Match, on, Show, Switch } from 'solid-js'
import { ApiError, errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { buttonClass } from '../../ui/button'
import { CrumbHeader } from '../../ui/crumb-header'
import { ErrorState } from '../../ui/error-state'
import { NotAllowed } from '../../ui/not-allowed'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { type GuideAnchor, guideHref } from '../guide/guide-anchors'
import { whoCanText } from '../settings/who-can'
import type { ConnectStep } from './connect-progress'
import { ConnectSteps } from './connect-steps'
import { type ConnectWizard, createConnectWizard } from './connect-wizard'
import { CredentialsStep } from './credentials-step'
import { numberQuery, waysQuery } from './phone-numbers.queries'
import { ProfileStep } from './profile-step'
import { wizardGrid } from './step-frame'
import { TestStep } from './test-step'
import { WayStep } from './way-step'
import { WebhookStep } from './webhook-step'

const anchors: Record<ConnectStep, GuideAnchor> = {
  way: 'which-way-is-yours',
  credentials: 'copy-the-two-ids',
  webhook: 'let-messages-reach-you',
  profile: 'fill-in-the-profile',
  test: 'send-a-test-message',
}

export default function ConnectPage() {
  const member = useCurrentMember()
  const wizard = createConnectWizard(member.organizationId())
  return (
    <div class="flex h-full flex-col">
      <CrumbHeader
        crumbs={[
          { label: t('numbers.connecting.settings'), href: '/settings' },
          { label: t('numbers.title'), href: '/settings/numbers' },
        ]}
        title={t('numbers.connecting.title')}
        actions={
          <>
            <a
              href={guideHref(anchors[wizard.step()])}
              target="_blank"
              rel="noopener"
              class={buttonClass({ variant: 'ghost' })}
            >
              <LifeBuoy aria-hidden="true" />
              <span class="max-sm:sr-only">{t('numbers.connecting.help')}</span>
            </a>
            <a
              href="/settings/numbers"
              aria-label={t('numbers.connecting.close')}
              data-tip={t('numbers.connecting.close')}
              class={buttonClass({ variant: 'ghost', class: 'px-2! max-sm:hidden!' })}
            >
              <X aria-hidden="true" />
            </a>
          </>
        }
      />
      <Show
        when={member.can('phone-numbers:update')}
        fallback={<NotAllowed title={t('numbers.connecting.onlyAdmins')} text={whoCanText(member.me())} />}
      >
        <Wizard wizard={wizard} />
      </Show>
    </div>
  )
}

function Wizard(props: { wizard: ConnectWizard }) {
  const member = useCurrentMember()
  const ways = useQuery(() => waysQuery(member.organizationId()))
  const pending = createHeldPending(() => ways.isPending)
  return (
    <div class={wizardGrid}>
      <ConnectSteps step={props.wizard.step()} progress={props.wizard.progress()} onOpen={props.wizard.goTo} />
      <Switch>
        <Match when={pending()}>
          <div class="px-9 py-6 max-sm:px-4">
            <Skeleton shape="form" rows={3} />
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
        <Match when={ways.data}>
          {(available) => (
            <Switch>
              <Match when={props.wizard.step() === 'way'}>
                <WayStep wizard={props.wizard} ways={available()} />
              </Match>
              <Match when={props.wizard.step() === 'credentials'}>
                <CredentialsStep wizard={props.wizard} simulatorUrl={available().simulatorUrl} />
              </Match>
              <Match when={props.wizard.progress().phoneNumberId} keyed>
                {(id) => <AfterConnecting wizard={props.wizard} id={id} simulatorUrl={available().simulatorUrl} />}
              </Match>
            </Switch>
          )}
        </Match>
      </Switch>
    </div>
  )
}

/** The last three steps show a number that is there; when it is gone, the wizard begins again. */
function AfterConnecting(props: { wizard: ConnectWizard; id: string; simulatorUrl: string | null }): JSX.Element {
  const member = useCurrentMember()
  const number = useQuery(() => numberQuery(member.organizationId(), props.id))
  const pending = createHeldPending(() => number.isPending)
  const isGone = () =>
    (number.error instanceof ApiError && number.error.status === 404) ||
    (!number.isPending && number.data?.status === 'disconnected')
  createEffect(on(isGone, (gone) => gone && props.wizard.startAgain()))
  return (
    <Switch>
      <Match when={pending()}>
        <div class="px-9 py-6 max-sm:px-4">
          <Skeleton shape="form" rows={3} />
        </div>
      </Match>
      <Match when={!number.data && number.error}>
        {(error) => (
          <ErrorState
            title={t('numbers.detail.loadFailed')}
            text={errorText(error())}
            details={errorDetails(error())}
            onRetry={() => void number.refetch()}
          />
        )}
      </Match>
      <Match when={number.data}>
        {(data) => (
          <Switch>
            <Match when={props.wizard.step() === 'webhook'}>
              <WebhookStep wizard={props.wizard} number={data()} />
            </Match>
            <Match when={props.wizard.step() === 'profile'}>
              <ProfileStep wizard={props.wizard} number={data()} />
            </Match>
            <Match when={props.wizard.step() === 'test'}>
              <TestStep wizard={props.wizard} number={data()} simulatorUrl={props.simulatorUrl} />
            </Match>
          </Switch>
        )}
      </Match>
    </Switch>
  )
}
