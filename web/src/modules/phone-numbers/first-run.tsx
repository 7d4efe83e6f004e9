import '../../strings/register-inbox'
import '../../strings/register-numbers'
import { useQuery } from '@tanstack/solid-query'
import FlaskConical from 'lucide-solid/icons/flask-conical'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { ButtonLink } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { PageHeader } from '../../ui/page-header'
import { useCurrentMember } from '../auth/current-member'
import { CONNECT_PATH } from './connect-paths'
import { waysQuery } from './phone-numbers.queries'

/** In place of an inbox that has no number yet. */
export default function FirstRun() {
  const member = useCurrentMember()
  const mayConnect = () => member.can('phone-numbers:update')
  const ways = useQuery(() => ({ ...waysQuery(member.organizationId()), enabled: mayConnect() }))
  const simulatorUrl = () => (ways.isPending ? null : (ways.data?.simulatorUrl ?? null))
  return (
    <div class="flex h-full flex-col">
      <PageHeader title={t('inbox.title')} />
      <div class="min-h-0 flex-1">
        <EmptyState
          illustration="first-run"
          title={t('numbers.firstRun.title')}
          text={
            mayConnect()
              ? simulatorUrl() === null
                ? t('numbers.firstRun.text')
                : t('numbers.firstRun.simulatorText')
              : t('numbers.firstRun.onlyAdmins', { organization: `\u2068${member.me().organization.name}\u2069` })
          }
        >
          <Show when={mayConnect()}>
            <ButtonLink href={CONNECT_PATH} variant="primary">
              {t('numbers.connect')}
            </ButtonLink>
            <Show when={simulatorUrl()}>
              {(url) => (
                <ButtonLink
                  href={url()}
                  target="_blank"
                  rel="noopener noreferrer"
                  icon={<FlaskConical aria-hidden="true" class="size-3.5" />}
                >
                  {t('numbers.connecting.simulator.open')}
                </ButtonLink>
              )}
            </Show>
          </Show>
        </EmptyState>
      </div>
    </div>
  )
}
