import type { MetaApp } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { CopyLine } from './copy-line'
import type { CredentialWay } from './credential-rules'
import { SimulatorNote } from './simulator-note'
import { StepHelp } from './step-help'

/** "Where do I find these?" */
export function CredentialsHelp(props: { way: CredentialWay; app: MetaApp | undefined; simulatorUrl: string | null }) {
  const steps = () =>
    props.way === 'own'
      ? [t('numbers.connecting.find.app'), t('numbers.connecting.find.token'), t('numbers.connecting.find.ids')]
      : [t('numbers.connecting.find.platformToken'), t('numbers.connecting.find.platformIds')]
  return (
    <StepHelp title={t('numbers.connecting.find.title')} steps={steps()} anchor="make-an-access-token">
      <Show when={props.app}>
        {(app) => (
          <>
            <h3 class="mt-5 mb-2 font-semibold text-md">{t('numbers.connecting.find.webhookTitle')}</h3>
            <CopyLine text={app().webhookUrl} label={t('numbers.connecting.webhook.copyAddress')} />
            <p class="mt-1.5 text-ink-3 text-xs">{t('numbers.connecting.find.webhookText')}</p>
          </>
        )}
      </Show>
      <SimulatorNote url={props.simulatorUrl} class="mt-5" />
    </StepHelp>
  )
}
