import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { ButtonLink } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { useCurrentMember } from '../auth/current-member'
import { guideHref } from '../guide/guide-anchors'
import { CONNECT_PATH } from '../phone-numbers/connect-paths'

/** In place of figures that would all be nothing. */
export function FirstNumberCard() {
  const member = useCurrentMember()
  const mayConnect = () => member.can('phone-numbers:update')
  return (
    <div class="rounded-lg bg-surface py-6 ring-1 ring-line">
      <EmptyState
        illustration="first-run"
        title={t('overview.firstRun.title')}
        text={
          mayConnect()
            ? t('overview.firstRun.text')
            : t('overview.firstRun.onlyAdmins', { organization: `\u2068${member.me().organization.name}\u2069` })
        }
      >
        <Show when={mayConnect()}>
          <ButtonLink href={CONNECT_PATH} variant="primary">
            {t('overview.numbers.connect')}
          </ButtonLink>
          <ButtonLink href={guideHref('before-you-start')} target="_blank" rel="noopener">
            {t('overview.firstRun.guide')}
          </ButtonLink>
        </Show>
      </EmptyState>
    </div>
  )
}
