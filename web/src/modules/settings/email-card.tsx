import { useMutation } from '@tanstack/solid-query'
import Check from 'lucide-solid/icons/check'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import { Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Badge } from '../../ui/badge'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'

export function EmailCard() {
  const member = useCurrentMember()
  const user = () => member.me().user
  const resend = useMutation(() => ({
    mutationFn: () => call(api.api.auth['resend-verification'].$post()),
    onSuccess: () => showToast({ text: t('settings.profile.resent', { email: user().email }), tone: 'ok' }),
  }))

  return (
    <Card title={t('settings.profile.emailTitle')} description={t('settings.profile.emailText')}>
      <div class="flex flex-col gap-3">
        <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span class="wrap-anywhere font-medium text-md">{user().email}</span>
          <Show
            when={user().emailVerified}
            fallback={
              <Badge tone="warn" icon={<CircleAlert aria-hidden="true" />}>
                {t('settings.profile.unverified')}
              </Badge>
            }
          >
            <Badge tone="ok" icon={<Check aria-hidden="true" />}>
              {t('settings.profile.verified')}
            </Badge>
          </Show>
        </div>
        <Show when={!user().emailVerified}>
          <div class="flex flex-wrap items-center justify-between gap-3">
            <p class="text-ink-2">{t('settings.profile.unverifiedText')}</p>
            <Button
              busy={resend.isPending ? t('settings.profile.resending') : undefined}
              onClick={() => resend.mutate()}
            >
              {t('settings.profile.resend')}
            </Button>
          </div>
          <Show when={resend.error}>{(error) => <Banner tone="bad">{errorText(error())}</Banner>}</Show>
        </Show>
      </div>
    </Card>
  )
}
