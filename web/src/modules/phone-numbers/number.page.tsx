import '../../strings/register-numbers'
import { useParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { Match, Show, Switch } from 'solid-js'
import { ApiError, errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'
import { Button, ButtonLink } from '../../ui/button'
import { CrumbHeader } from '../../ui/crumb-header'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { AboutNumber } from './about-number'
import { DisconnectCard } from './disconnect-card'
import { createConnectAgain } from './disconnected-numbers'
import { DoctorCard } from './doctor-card'
import { StatusBadge } from './number-marks'
import { NumberSettings } from './number-settings'
import { numberQuery } from './phone-numbers.queries'
import { ProfileCard } from './profile-card'

/** One number: the doctor, what customers see, and its settings. */
export default function NumberPage() {
  const member = useCurrentMember()
  const params = useParams<{ id: string }>()
  const number = useQuery(() => numberQuery(member.organizationId(), params.id))
  const pending = createHeldPending(() => number.isPending)
  const isMissing = () => number.error instanceof ApiError && number.error.status === 404
  const shown = () => (number.isPending ? undefined : number.data)
  return (
    <div class="flex h-full flex-col">
      <CrumbHeader
        crumbs={[
          { label: t('numbers.connecting.settings'), href: '/settings' },
          { label: t('numbers.title'), href: '/settings/numbers' },
        ]}
        title={shown()?.name ?? t('numbers.detail.about')}
        actions={<Show when={shown()}>{(data) => <StatusBadge status={data().status} />}</Show>}
      />
      <div class="min-h-0 flex-1 overflow-y-auto px-6 pt-4 pb-7 max-sm:px-3">
        <Switch>
          <Match when={pending()}>
            <Skeleton rows={4} />
          </Match>
          <Match when={isMissing()}>
            <EmptyState title={t('numbers.detail.missing')} text={t('numbers.detail.missingText')}>
              <ButtonLink href="/settings/numbers">{t('numbers.detail.back')}</ButtonLink>
            </EmptyState>
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
          <Match when={number.data}>{(data) => <Sections number={data()} />}</Match>
        </Switch>
      </div>
    </div>
  )
}

function Sections(props: { number: PhoneNumber }) {
  const member = useCurrentMember()
  const connectAgain = createConnectAgain()
  const mayUpdate = () => member.can('phone-numbers:update')
  const isConnected = () => props.number.status !== 'disconnected'
  return (
    <div class="grid max-w-[1120px] grid-cols-[minmax(0,1fr)_340px] items-start gap-4 max-lg:grid-cols-1">
      <div class="flex min-w-0 flex-col gap-4">
        <Show when={!mayUpdate()}>
          <Banner>{t('numbers.onlyAdmins', { role: t(`settings.roles.${member.me().role}`) })}</Banner>
        </Show>
        <Show
          when={isConnected()}
          fallback={
            <Banner
              tone="warn"
              action={
                <Show when={mayUpdate()}>
                  <Button size="sm" class="-my-[5px]" onClick={() => connectAgain(props.number)}>
                    {t('numbers.connectAgain')}
                  </Button>
                </Show>
              }
            >
              <b>{t('numbers.detail.disconnected')}.</b> {t('numbers.detail.disconnectedText')}
            </Banner>
          }
        >
          <DoctorCard number={props.number} mayUpdate={mayUpdate()} />
          <ProfileCard number={props.number} mayUpdate={mayUpdate()} />
        </Show>
      </div>
      <div class="flex min-w-0 flex-col gap-4">
        <AboutNumber number={props.number} />
        <Show when={isConnected() && mayUpdate()}>
          <NumberSettings number={props.number} />
          <DisconnectCard number={props.number} />
        </Show>
      </div>
    </div>
  )
}
