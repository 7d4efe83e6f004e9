import '../../strings/register-numbers'
import { useQuery } from '@tanstack/solid-query'
import Plus from 'lucide-solid/icons/plus'
import Smartphone from 'lucide-solid/icons/smartphone'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { ButtonLink } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { guideHref } from '../guide/guide-anchors'
import { CONNECT_PATH } from './connect-paths'
import { DisconnectedNumbers } from './disconnected-numbers'
import { NumberCard } from './number-card'
import { watchedNumbersQuery } from './phone-numbers.queries'

/** Every number with its health. */
export default function NumbersPage() {
  const member = useCurrentMember()
  const mayUpdate = () => member.can('phone-numbers:update')
  const list = useQuery(() => watchedNumbersQuery(member.organizationId()))
  const pending = createHeldPending(() => list.isPending)
  const numbers = createMemo(() => (list.isPending ? [] : (list.data?.items ?? [])))
  const connected = createMemo(() => numbers().filter(({ status }) => status !== 'disconnected'))
  const disconnected = createMemo(() => numbers().filter(({ status }) => status === 'disconnected'))
  const connectButton = () => (
    <Show when={mayUpdate()}>
      <ButtonLink href={CONNECT_PATH} variant="primary" icon={<Plus aria-hidden="true" />}>
        {t('numbers.connect')}
      </ButtonLink>
    </Show>
  )

  return (
    <div class="flex max-w-[960px] flex-col gap-4">
      <Switch>
        <Match when={pending()}>
          <Skeleton rows={3} />
        </Match>
        <Match when={!list.data && list.error}>
          {(error) => (
            <ErrorState
              title={t('numbers.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void list.refetch()}
            />
          )}
        </Match>
        <Match when={connected().length === 0}>
          <div class="rounded-lg ring-1 ring-line">
            <EmptyState
              illustration="first-run"
              icon={<Smartphone aria-hidden="true" />}
              title={t('numbers.empty.title')}
              text={
                mayUpdate()
                  ? t('numbers.empty.text')
                  : t('numbers.empty.onlyAdmins', {
                      organization: `\u2068${member.me().organization.name}\u2069`,
                      role: t(`settings.roles.${member.me().role}`),
                    })
              }
            >
              {connectButton()}
              <ButtonLink href={guideHref('before-you-start')} target="_blank" rel="noopener">
                {t('numbers.guide')}
              </ButtonLink>
            </EmptyState>
          </div>
        </Match>
        <Match when={true}>
          <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <p class="min-w-0 flex-1 text-ink-2">
              {mayUpdate()
                ? t('numbers.text')
                : t('numbers.onlyAdmins', { role: t(`settings.roles.${member.me().role}`) })}
            </p>
            {connectButton()}
          </div>
          <For each={connected()}>{(number) => <NumberCard number={number} />}</For>
        </Match>
      </Switch>
      <Show when={disconnected().length > 0}>
        <DisconnectedNumbers numbers={disconnected()} mayConnect={mayUpdate()} />
      </Show>
    </div>
  )
}
