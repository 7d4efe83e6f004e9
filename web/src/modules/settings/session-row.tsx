import { useMutation } from '@tanstack/solid-query'
import type { Session } from '@worker/modules/auth/auth.schemas'
import Globe from 'lucide-solid/icons/globe'
import Monitor from 'lucide-solid/icons/monitor'
import Smartphone from 'lucide-solid/icons/smartphone'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { showToast } from '../../ui/toast'
import { type Device, parseDevice } from './device'
import { formatAgo, formatExact } from './time'

const icons = { phone: Smartphone, computer: Monitor, unknown: Globe } as const

export function SessionRow(props: { session: Session; onRevoked: () => void }) {
  const device = () => parseDevice(props.session.userAgent)
  const name = () => deviceName(device())
  const lastUsed = () => new Date(props.session.lastUsedAt)

  const revoke = useMutation(() => ({
    mutationFn: () => call(api.api.auth.sessions[':id'].$delete({ param: { id: props.session.id } })),
    onSuccess: () => {
      showToast({ text: t('settings.sessions.revoked', { device: name() }), tone: 'ok' })
      props.onRevoked()
    },
    onError: (error) =>
      showToast({
        text: t('settings.sessions.revokeFailed', { device: name(), reason: errorText(error) }),
        tone: 'bad',
      }),
  }))

  return (
    <li
      data-row
      tabindex="-1"
      class="flex min-h-[52px] items-center gap-3 border-line-soft border-b px-[18px] py-2 outline-none last:border-b-0 max-sm:px-4"
    >
      <Dynamic component={icons[device().kind]} aria-hidden="true" class="text-ink-3" />
      <div class="min-w-0 flex-1">
        <p class="flex flex-wrap items-center gap-x-2 font-medium" title={props.session.userAgent}>
          {name()}
          <Show when={props.session.current}>
            <Badge tone="brand">{t('settings.sessions.current')}</Badge>
          </Show>
        </p>
        <p class="wrap-anywhere text-ink-3 text-xs">
          {props.session.ipAddress || t('settings.sessions.unknownPlace')}
          {' · '}
          <time datetime={props.session.lastUsedAt} title={formatExact(lastUsed())}>
            {props.session.current
              ? t('settings.sessions.usedNow')
              : t('settings.sessions.used', { time: formatAgo(lastUsed(), new Date()) })}
          </time>
        </p>
      </div>
      <Show when={!props.session.current}>
        <Button
          size="sm"
          aria-label={revoke.isPending ? undefined : t('settings.sessions.revokeLabel', { device: name() })}
          busy={revoke.isPending ? t('settings.sessions.revoking') : undefined}
          onClick={() => revoke.mutate()}
        >
          {t('settings.sessions.revoke')}
        </Button>
      </Show>
    </li>
  )
}

function deviceName(device: Device): string {
  if (device.browser && device.system)
    return t('settings.sessions.browserOn', { browser: device.browser, system: device.system })
  return device.browser ?? device.system ?? t('settings.sessions.unknownDevice')
}
