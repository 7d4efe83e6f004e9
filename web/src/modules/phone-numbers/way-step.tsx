import type { signupConfigurationSchema } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { createUniqueId, For, Show } from 'solid-js'
import type { z } from 'zod'
import { t } from '../../shared/i18n'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { CONNECT_WITH_META_PATH } from './connect-paths'
import type { ConnectWay } from './connect-progress'
import type { ConnectWizard } from './connect-wizard'
import { SimulatorNote } from './simulator-note'
import { StepFrame } from './step-frame'
import { StepHelp } from './step-help'

const minutes: Record<ConnectWay, number> = { signup: 5, platform: 10, own: 20 }

export type Ways = z.infer<typeof signupConfigurationSchema>

/** Through which Meta app the number is connected. */
export function WayStep(props: { wizard: ConnectWizard; ways: Ways }) {
  const name = createUniqueId()
  const offered = (): ConnectWay[] => [
    ...(props.ways.isAvailable ? ['signup' as const] : []),
    ...(props.ways.hasPlatformApp ? ['platform' as const] : []),
    'own',
  ]
  const chosen = (): ConnectWay => {
    const { way } = props.wizard.progress()
    return way !== null && offered().includes(way) ? way : (offered()[0] ?? 'own')
  }
  const goOn = () => {
    props.wizard.choose(chosen())
    // A page of its own, loaded anew: only there is Meta's script allowed.
    if (chosen() === 'signup') window.location.assign(CONNECT_WITH_META_PATH)
    else props.wizard.next()
  }
  return (
    <StepFrame
      onBack={props.wizard.backTo()}
      title={t('numbers.connecting.ways.title')}
      text={t('numbers.connecting.ways.text')}
      actions={
        <Button variant="primary" onClick={goOn}>
          {t('numbers.connecting.continue')}
        </Button>
      }
      help={
        <StepHelp
          title={t('numbers.connecting.ways.need')}
          anchor="before-you-start"
          steps={[
            t('numbers.connecting.ways.needs.account'),
            t('numbers.connecting.ways.needs.number'),
            ...(chosen() === 'own' ? [t('numbers.connecting.ways.needs.app')] : []),
            ...(chosen() === 'signup' ? [] : [t('numbers.connecting.ways.needs.token')]),
          ]}
        >
          <SimulatorNote url={props.ways.simulatorUrl} class="mt-5" />
        </StepHelp>
      }
    >
      <fieldset class="mt-5 flex flex-col gap-3">
        <legend class="sr-only">{t('numbers.connecting.ways.label')}</legend>
        <For each={offered()}>
          {(way) => (
            <label class="flex items-start gap-3 rounded-lg p-4 ring-1 ring-line hover:bg-surface-2 has-checked:bg-brand-soft has-checked:ring-2 has-checked:ring-brand has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-3">
              <input
                type="radio"
                name={name}
                value={way}
                checked={chosen() === way}
                onChange={() => props.wizard.choose(way)}
                class="mt-0.5 size-4 flex-none accent-(--brand)"
              />
              <span class="min-w-0 flex-1">
                <span class="flex flex-wrap items-center gap-2">
                  <b>{t(`numbers.connecting.ways.${way}.title`)}</b>
                  <Show when={way === 'signup'}>
                    <Badge tone="brand">{t('numbers.connecting.ways.recommended')}</Badge>
                  </Show>
                </span>
                <span class="mt-0.5 block text-ink-2">{t(`numbers.connecting.ways.${way}.text`)}</span>
              </span>
              <span class="flex-none text-ink-3 text-xs/5 max-sm:hidden">
                {t('numbers.connecting.ways.minutes', minutes[way])}
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <Show when={!props.ways.hasPlatformApp}>
        <p class="mt-3 text-ink-3 text-xs">{t('numbers.connecting.ways.noPlatform')}</p>
      </Show>
    </StepFrame>
  )
}
