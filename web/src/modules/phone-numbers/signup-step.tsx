import { useMutation } from '@tanstack/solid-query'
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'
import { Button, buttonClass } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { CONNECT_PATH } from './connect-paths'
import { emptyProgress, saveProgress } from './connect-progress'
import { loadMetaSdk, openSignup } from './meta-sdk'
import { readSignupEvent, type SignupEvent } from './signup-events'
import { StepFrame } from './step-frame'
import { StepHelp } from './step-help'
import type { Ways } from './way-step'

type Phase = 'rest' | 'opening' | 'waiting'

/** The step on the page of its own: the button that opens Meta's window, and what comes back from it. */
export function SignupStep(props: { organizationId: string; ways: Ways; onBack: () => void }) {
  const [phase, setPhase] = createSignal<Phase>('rest')
  const [problem, setProblem] = createSignal<string>()
  const [isOnPhoneApp, setOnPhoneApp] = createSignal(false)
  let told: SignupEvent | null = null

  onMount(() => {
    const listen = (event: MessageEvent) => {
      told = readSignupEvent(event) ?? told
    }
    window.addEventListener('message', listen)
    onCleanup(() => window.removeEventListener('message', listen))
  })

  const finish = useMutation(() => ({
    mutationFn: (code: string) => {
      const ids = told?.kind === 'finished' ? told : undefined
      return call(
        api.api['phone-numbers']['embedded-signup'].$post({
          json: {
            code,
            ...(ids?.wabaId && { wabaId: ids.wabaId }),
            ...(ids?.metaPhoneNumberId && { metaPhoneNumberId: ids.metaPhoneNumberId }),
            isOnPhoneApp: ids?.isOnPhoneApp ?? isOnPhoneApp(),
          },
        }),
      )
    },
    onSuccess: ({ phoneNumber }) =>
      saveProgress(localStorage, props.organizationId, {
        ...emptyProgress,
        way: 'signup',
        step: 'webhook',
        phoneNumberId: phoneNumber.id,
      }),
  }))

  async function start() {
    const { appId, configurationId, graphVersion } = props.ways
    if (appId === null || configurationId === null) return
    setProblem(undefined)
    finish.reset()
    told = null
    setPhase('opening')
    const sdk = await loadMetaSdk({ appId, version: graphVersion }).catch(() => null)
    if (!sdk) {
      setPhase('rest')
      setProblem(t('numbers.connecting.signup.failed.blocked'))
      return
    }
    setPhase('waiting')
    const code = await openSignup(sdk, { configurationId, isOnPhoneApp: isOnPhoneApp() })
    setPhase('rest')
    if (code === null) setProblem(closedText(told))
    else finish.mutate(code)
  }
  const busy = () => {
    if (finish.isPending) return t('numbers.connecting.signup.connecting')
    if (phase() === 'opening') return t('numbers.connecting.signup.opening')
    return phase() === 'waiting' ? t('numbers.connecting.signup.waiting') : undefined
  }

  return (
    <Show
      when={finish.data}
      fallback={
        <StepFrame
          onBack={phase() === 'rest' && !finish.isPending ? props.onBack : undefined}
          title={t('numbers.connecting.signup.title')}
          text={t('numbers.connecting.signup.text')}
          actions={
            <Button variant="primary" busy={busy()} onClick={() => void start()}>
              {t('numbers.connecting.signup.button')}
            </Button>
          }
          help={
            <StepHelp
              title={t('numbers.connecting.signup.findTitle')}
              anchor="continue-with-meta"
              steps={[
                t('numbers.connecting.signup.find.first'),
                t('numbers.connecting.signup.find.second'),
                t('numbers.connecting.signup.find.third'),
              ]}
            />
          }
        >
          <div class="mt-5 flex max-w-[560px] flex-col items-start gap-4">
            <Checkbox
              label={t('numbers.connecting.signup.phoneApp')}
              hint={t('numbers.connecting.signup.phoneAppHint')}
              checked={isOnPhoneApp()}
              onChange={setOnPhoneApp}
              disabled={phase() !== 'rest' || finish.isPending}
            />
            <Show when={problem()}>{(text) => <Banner tone="bad">{text()}</Banner>}</Show>
            <Show when={finish.error}>{(error) => <Banner tone="bad">{errorText(error())}</Banner>}</Show>
            <p role="status" class="text-ink-3 text-xs">
              {phase() === 'waiting'
                ? t('numbers.connecting.signup.waitingText')
                : t('numbers.connecting.signup.script')}
            </p>
          </div>
        </StepFrame>
      }
    >
      {(connected) => (
        <StepFrame
          title={t('numbers.connecting.signup.title')}
          text={t('numbers.connecting.signup.goOn')}
          actions={
            // Loaded anew: the page that allows Meta's script is left for good.
            <a href={CONNECT_PATH} target="_self" class={buttonClass({ variant: 'primary' })}>
              {t('numbers.connecting.continue')}
            </a>
          }
        >
          <div class="mt-5 flex max-w-[560px] flex-col gap-4">
            <Banner tone="ok">
              {t('numbers.connecting.signup.done', { number: connected().phoneNumber.displayPhoneNumber })}
            </Banner>
            <Show when={connected().warnings.length > 0}>
              <Banner tone="warn">{connected().warnings.join(' ')}</Banner>
            </Show>
          </div>
        </StepFrame>
      )}
    </Show>
  )
}

/** Why Meta's window ended without a code, as far as it said. */
function closedText(told: SignupEvent | null): string {
  if (told?.kind === 'failed') return t('numbers.connecting.signup.failed.error', { message: told.message })
  if (told?.kind === 'cancelled' && told.step !== undefined)
    return t('numbers.connecting.signup.failed.cancelledAt', { step: told.step })
  return t('numbers.connecting.signup.failed.cancelled')
}
