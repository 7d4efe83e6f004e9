import '../../strings/register-notifications'
import { onMount, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { serverNow } from '../../shared/server-clock'
import { formatClock } from '../../shared/times'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { Switch } from '../../ui/switch'
import { askForNotices, lookAtPermission, noticePermission } from '../notifications/browser-notice'
import {
  changeNotificationSettings as change,
  notificationSettings as chosen,
  type NotificationSettings,
} from '../notifications/notification-settings'
import { tryRing } from '../notifications/ring'

const HOUR_MS = 3_600_000

/** How somebody is told, on this device. */
export default function NotificationsPage() {
  onMount(lookAtPermission)
  const toggle = (key: keyof NotificationSettings) => (on: boolean) => change({ [key]: on })
  const setDesktop = async (on: boolean) => change({ desktop: on && (await askForNotices()) })
  const isMuted = () => chosen().mutedUntil > currentMinute()
  const isDesktop = () => chosen().desktop && noticePermission() === 'granted'
  return (
    <div class="flex max-w-[720px] flex-col gap-4">
      <Card title={t('notifications.page.what')} description={t('notifications.page.whatText')}>
        <Switch
          label={t('notifications.page.unassigned')}
          hint={t('notifications.page.unassignedHint')}
          checked={chosen().unassigned}
          onChange={toggle('unassigned')}
        />
      </Card>
      <Card title={t('notifications.page.how')} description={t('notifications.page.howText')}>
        <div class="flex flex-col gap-4">
          <Switch
            label={t('notifications.page.sound')}
            hint={t('notifications.page.soundHint')}
            checked={chosen().sound}
            onChange={toggle('sound')}
          />
          <Show when={chosen().sound}>
            <Button size="sm" class="self-start" onClick={() => void tryRing()}>
              {t('notifications.page.play')}
            </Button>
          </Show>
          <Switch
            label={t('notifications.page.desktop')}
            hint={t(
              noticePermission() === 'unsupported'
                ? 'notifications.page.unsupported'
                : 'notifications.page.desktopHint',
            )}
            checked={isDesktop()}
            disabled={noticePermission() === 'unsupported' || noticePermission() === 'denied'}
            onChange={(on) => void setDesktop(on)}
          />
          <Show when={noticePermission() === 'denied'}>
            <Banner>{t('notifications.refused')}</Banner>
          </Show>
          <Switch
            label={t('notifications.page.hide')}
            hint={t('notifications.page.hideHint')}
            checked={chosen().hideContent}
            onChange={toggle('hideContent')}
          />
        </div>
      </Card>
      <Card title={t('notifications.page.quiet')} description={t('notifications.page.quietText')}>
        <div class="flex flex-col gap-4">
          <Switch
            label={t('notifications.quiet.dnd')}
            hint={t('notifications.page.dndHint')}
            checked={chosen().doNotDisturb}
            onChange={toggle('doNotDisturb')}
          />
          <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <span class="font-medium">
              {isMuted()
                ? t('notifications.page.muted', { time: formatClock(new Date(chosen().mutedUntil).toISOString()) })
                : t('notifications.page.notMuted')}
            </span>
            <Button size="sm" onClick={() => change({ mutedUntil: isMuted() ? 0 : serverNow() + HOUR_MS })}>
              {t(isMuted() ? 'notifications.quiet.end' : 'notifications.quiet.mute')}
            </Button>
          </div>
          <Switch
            label={t('notifications.page.hours')}
            hint={t('notifications.page.hoursHint', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
            checked={chosen().quietHours}
            onChange={toggle('quietHours')}
          />
          <Show when={chosen().quietHours}>
            <div class="flex flex-wrap gap-4">
              <TimeField
                label={t('notifications.page.from')}
                value={chosen().quietFrom}
                onChange={(quietFrom) => change({ quietFrom })}
              />
              <TimeField
                label={t('notifications.page.to')}
                value={chosen().quietTo}
                onChange={(quietTo) => change({ quietTo })}
              />
            </div>
          </Show>
        </div>
      </Card>
    </div>
  )
}

function TimeField(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label class="flex flex-col gap-[5px] font-medium">
      {props.label}
      <span class="field-ring flex h-(--h-md) items-center rounded-sm bg-field px-2.5 max-sm:h-11 max-sm:text-lg">
        <input
          type="time"
          required
          value={props.value}
          // Half a time is none.
          onChange={(event) => event.currentTarget.value && props.onChange(event.currentTarget.value)}
          class="bg-transparent font-regular tabular-nums outline-none"
        />
      </span>
    </label>
  )
}
