import { useQuery } from '@tanstack/solid-query'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { onCleanup, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { t } from '../../shared/i18n'
import { useLive } from '../../shared/live'
import { currentMinute } from '../../shared/minute'
import { organizationKey } from '../../shared/query'
import { ButtonLink } from '../../ui/button'
import { useCurrentMember } from '../auth/current-member'
import { QrCode } from '../settings/qr-code'
import { CheckLine } from './check-line'
import { numberPath } from './connect-paths'
import type { ConnectWizard } from './connect-wizard'
import { momentFact } from './number-facts'
import { StepFrame } from './step-frame'
import { StepHelp } from './step-help'
import { TestAnswer } from './test-answer'
import { arrivedSince, chatLink } from './test-message'
import { TestTemplate } from './test-template'

const LOOK_MS = 4000

/** Somebody writes to the number and sees it arrive; then answers. */
export function TestStep(props: { wizard: ConnectWizard; number: PhoneNumber; simulatorUrl: string | null }) {
  const member = useCurrentMember()
  const live = useLive()
  const openedAt = Date.now()
  const newest = useQuery(() => ({
    queryKey: organizationKey(member.organizationId(), 'first-message', props.number.id),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call(api.api.conversations.$get({ query: { phoneNumberId: props.number.id, limit: '1' } }, { init: { signal } })),
    refetchInterval: LOOK_MS,
    gcTime: 0,
  }))
  const arrived = () => (newest.isPending ? null : arrivedSince(newest.data?.items[0], openedAt))
  // The inbox's own socket says that something came; asking is for the times when it is not there.
  let timer: ReturnType<typeof setTimeout> | undefined
  live.onFrame(() => {
    clearTimeout(timer)
    timer = setTimeout(() => void newest.refetch(), 100)
  })
  onCleanup(() => clearTimeout(timer))
  const isSimulated = () => props.simulatorUrl !== null

  return (
    <StepFrame
      onBack={props.wizard.backTo()}
      title={t('numbers.connecting.test.title')}
      text={t(isSimulated() ? 'numbers.connecting.test.simulatorText' : 'numbers.connecting.test.text')}
      actions={
        <>
          <ButtonLink href={numberPath(props.number.id)} onClick={() => props.wizard.forget()}>
            {t('numbers.connecting.test.number')}
          </ButtonLink>
          <ButtonLink variant="primary" href="/inbox" onClick={() => props.wizard.forget()}>
            {t('numbers.connecting.test.finish')}
          </ButtonLink>
        </>
      }
      help={
        <StepHelp
          title={t('numbers.connecting.test.findTitle')}
          anchor="send-a-test-message"
          steps={[
            t('numbers.connecting.test.find.first'),
            t('numbers.connecting.test.find.second'),
            t('numbers.connecting.test.find.third'),
          ]}
        />
      }
    >
      <div class="mt-5 flex items-start gap-5 max-sm:flex-col">
        <Show
          when={props.simulatorUrl}
          fallback={
            <figure class="flex-none max-sm:hidden">
              <QrCode text={chatLink(props.number.displayPhoneNumber)} />
              <figcaption class="mt-2 w-48 text-center text-ink-3 text-xs">
                {t('numbers.connecting.test.scan', { number: props.number.displayPhoneNumber })}
              </figcaption>
            </figure>
          }
        >
          {(url) => (
            <ButtonLink
              href={url()}
              target="_blank"
              rel="noopener noreferrer"
              variant={arrived() ? 'secondary' : 'soft'}
            >
              {t('numbers.connecting.simulator.open')}
            </ButtonLink>
          )}
        </Show>
        <div class="w-full min-w-0 flex-1">
          <div role="status" class="overflow-hidden rounded-lg ring-1 ring-line">
            <Show
              when={arrived()}
              fallback={
                <CheckLine
                  kind="checking"
                  title={t('numbers.connecting.test.waiting')}
                  text={t('numbers.connecting.test.waitingText')}
                />
              }
            >
              {(conversation) => (
                <CheckLine
                  kind="ok"
                  title={t('numbers.connecting.test.arrived')}
                  text={t('numbers.connecting.test.arrivedText', {
                    name: `\u2068${conversation().contact.displayName}\u2069`,
                    time: momentFact(conversation().lastInboundAt, currentMinute()).text.toLocaleLowerCase('en-GB'),
                  })}
                />
              )}
            </Show>
          </div>
          <Show when={!isSimulated()}>
            <a
              href={chatLink(props.number.displayPhoneNumber)}
              target="_blank"
              rel="noopener noreferrer"
              class="link mt-2 inline-block py-1"
            >
              {t('numbers.connecting.test.orOpen')}
            </a>
          </Show>
          <Show when={arrived()?.id} keyed>
            {(conversationId) => (
              <TestAnswer conversationId={conversationId} organization={member.me().organization.name} />
            )}
          </Show>
        </div>
      </div>
      <Show when={!arrived()}>
        <TestTemplate number={props.number} />
      </Show>
    </StepFrame>
  )
}
