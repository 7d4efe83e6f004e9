import { useQuery } from '@tanstack/solid-query'
import type { CheckId } from '@worker/modules/phone-numbers/doctor.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { CheckLine } from './check-line'
import type { ConnectWizard } from './connect-wizard'
import { CopyLine } from './copy-line'
import { DoctorCheck } from './doctor-check'
import { Emphasis } from './emphasis'
import { createFixing } from './fixing'
import { momentFact } from './number-facts'
import { doctorQuery, metaAppsQuery } from './phone-numbers.queries'
import { StepFrame } from './step-frame'
import { StepHelp } from './step-help'

/** What decides whether messages come in; the rest of the doctor's report can wait. */
const shown: readonly CheckId[] = ['subscription', 'callback', 'webhook_fields', 'handshake']
const onlyWhenBad: readonly CheckId[] = ['registration', 'token']

/** Where Meta delivers: what to copy, and whether it has arrived. */
export function WebhookStep(props: { wizard: ConnectWizard; number: PhoneNumber }) {
  const member = useCurrentMember()
  const isOwn = () => props.number.app === 'own'
  const doctor = useQuery(() => doctorQuery(member.organizationId(), props.number.id))
  const pending = createHeldPending(() => doctor.isPending)
  const fixing = createFixing(() => props.number.id)
  const checks = createMemo(() =>
    doctor.isPending
      ? []
      : (doctor.data?.checks ?? []).filter(
          ({ id, status }) =>
            shown.includes(id) || (onlyWhenBad.includes(id) && status !== 'ok' && status !== 'unknown'),
        ),
  )
  const isWell = () => checks().length > 0 && checks().every(({ status }) => status !== 'failed')
  return (
    <StepFrame
      onBack={props.wizard.backTo()}
      title={t('numbers.connecting.webhook.title')}
      text={t(isOwn() ? 'numbers.connecting.webhook.textOwn' : 'numbers.connecting.webhook.textPlatform')}
      actions={
        <Button variant="primary" onClick={() => props.wizard.next()}>
          {isWell() || doctor.isPending ? t('numbers.connecting.continue') : t('numbers.connecting.continueAnyway')}
        </Button>
      }
      help={
        <StepHelp
          title={t('numbers.connecting.webhook.findTitle')}
          anchor="let-messages-reach-you"
          steps={
            isOwn()
              ? [
                  t('numbers.connecting.webhook.find.first'),
                  t('numbers.connecting.webhook.find.second'),
                  t('numbers.connecting.webhook.find.third'),
                ]
              : [
                  t('numbers.connecting.webhook.findPlatform.first'),
                  t('numbers.connecting.webhook.findPlatform.second'),
                ]
          }
        />
      }
    >
      <div class="mt-5">
        <Banner tone="ok">
          {t('numbers.connecting.webhook.connected', { number: props.number.displayPhoneNumber })}
        </Banner>
      </div>
      <Show when={isOwn()}>
        <OwnAddress organizationId={member.organizationId()} metaAppId={props.wizard.progress().metaAppId} />
      </Show>
      <div class="mt-5 divide-y divide-line-soft overflow-hidden rounded-lg ring-1 ring-line">
        <Switch>
          <Match when={pending()}>
            <Skeleton shape="text" rows={4} />
          </Match>
          <Match when={!doctor.data && doctor.error}>
            {(error) => (
              <ErrorState
                title={t('numbers.doctor.failed')}
                text={errorText(error())}
                details={errorDetails(error())}
                onRetry={() => void doctor.refetch()}
              />
            )}
          </Match>
          <Match when={true}>
            <For each={checks()}>{(check) => <DoctorCheck check={check} fixing={fixing} />}</For>
          </Match>
        </Switch>
      </div>
    </StepFrame>
  )
}

/** The two values for Meta's webhook form. Asks every few seconds until Meta has used them. */
function OwnAddress(props: { organizationId: string; metaAppId: string }) {
  const known = useQuery(() => metaAppsQuery(props.organizationId))
  /** The app that was just connected through; its handshake is waited for. Where that isn't known any more, the newest. */
  const app = () => {
    const all = known.isPending ? undefined : known.data?.items
    return props.metaAppId === '' ? all?.[0] : all?.find(({ metaAppId }) => metaAppId === props.metaAppId)
  }
  useQuery(() => ({
    ...metaAppsQuery(props.organizationId, true),
    enabled: app() !== undefined && app()?.webhookVerifiedAt === null,
  }))
  return (
    <Show
      when={app()}
      fallback={
        <Show when={known.error}>
          {(error) => (
            <div class="mt-5">
              <Banner
                tone="bad"
                action={
                  <Button size="sm" onClick={() => void known.refetch()}>
                    {t('ui.tryAgain')}
                  </Button>
                }
              >
                {t('numbers.connecting.webhook.loadFailed')}. {errorText(error())}
              </Banner>
            </div>
          )}
        </Show>
      }
    >
      {(shownApp) => (
        <>
          <p class="mt-5 text-ink-2">
            <Emphasis text={t('numbers.connecting.webhook.paste')} />
          </p>
          <dl class="mt-3 grid grid-cols-2 gap-4 max-sm:grid-cols-1">
            <div class="min-w-0">
              <dt class="mb-[5px] font-medium text-[12.5px]/[18px]">{t('numbers.connecting.webhook.address')}</dt>
              <dd>
                <CopyLine text={shownApp().webhookUrl} label={t('numbers.connecting.webhook.copyAddress')} />
              </dd>
            </div>
            <div class="min-w-0">
              <dt class="mb-[5px] font-medium text-[12.5px]/[18px]">{t('numbers.connecting.webhook.verifyToken')}</dt>
              <dd>
                <CopyLine text={shownApp().verifyToken} label={t('numbers.connecting.webhook.copyToken')} />
              </dd>
            </div>
          </dl>
          <div role="status" class="mt-4 overflow-hidden rounded-lg ring-1 ring-line">
            <Show
              when={shownApp().webhookVerifiedAt}
              fallback={
                <CheckLine
                  kind="checking"
                  title={t('numbers.connecting.webhook.waiting')}
                  text={t('numbers.connecting.webhook.waitingText')}
                />
              }
            >
              {(at) => (
                <CheckLine
                  kind="ok"
                  title={t('numbers.connecting.webhook.verified')}
                  text={t('numbers.connecting.webhook.verifiedText', {
                    time: momentFact(at(), currentMinute()).text.toLocaleLowerCase('en-GB'),
                  })}
                />
              )}
            </Show>
          </div>
        </>
      )}
    </Show>
  )
}
