import '../../strings/register-numbers'
import { useQuery } from '@tanstack/solid-query'
import { createEffect, type JSX, Match, on, Switch } from 'solid-js'
import { ApiError } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { useCurrentMember } from '../auth/current-member'
import type { GuideAnchor } from '../guide/guide-anchors'
import { ConnectFrame, StepWith } from './connect-frame'
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
    <ConnectFrame anchor={anchors[wizard.step()]}>
      <Wizard wizard={wizard} />
    </ConnectFrame>
  )
}

function Wizard(props: { wizard: ConnectWizard }) {
  const member = useCurrentMember()
  const ways = useQuery(() => waysQuery(member.organizationId()))
  return (
    <div class={wizardGrid}>
      <ConnectSteps step={props.wizard.step()} progress={props.wizard.progress()} onOpen={props.wizard.goTo} />
      <StepWith query={ways} failedTitle={t('numbers.connecting.loadFailed')}>
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
      </StepWith>
    </div>
  )
}

/** The last three steps show a number that is there; when it is gone, the wizard begins again. */
function AfterConnecting(props: { wizard: ConnectWizard; id: string; simulatorUrl: string | null }): JSX.Element {
  const member = useCurrentMember()
  const number = useQuery(() => numberQuery(member.organizationId(), props.id))
  const isGone = () =>
    (number.error instanceof ApiError && number.error.status === 404) ||
    (!number.isPending && number.data?.status === 'disconnected')
  createEffect(on(isGone, (gone) => gone && props.wizard.startAgain()))
  return (
    <StepWith query={number} failedTitle={t('numbers.detail.loadFailed')}>
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
    </StepWith>
  )
}
