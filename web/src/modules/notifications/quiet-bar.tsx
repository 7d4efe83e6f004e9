import BellOff from 'lucide-solid/icons/bell-off'
import { Switch as Choose, Match, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { serverNow } from '../../shared/server-clock'
import { formatClock } from '../../shared/times'
import { Button } from '../../ui/button'
import { askForNotices, noticePermission } from './browser-notice'
import { changeNotificationSettings, notificationSettings, quietNow } from './notification-settings'

const HOUR_MS = 3_600_000

/** The panel's foot: peace for an hour or until further notice, and the offer to be told outside of the page. */
export function QuietBar() {
  const quiet = () => quietNow(currentMinute())
  const turnOn = async () => {
    if (await askForNotices()) changeNotificationSettings({ desktop: true })
  }
  return (
    <div class="flex flex-none flex-col gap-2 border-line-soft border-t bg-surface-2 px-4 py-2.5 text-sm">
      <Choose>
        <Match when={quiet()}>
          {(why) => (
            <p class="flex items-center gap-2 text-ink-2">
              <BellOff aria-hidden="true" class="flex-none" />
              <span class="flex-1">{quietText(why())}</span>
              <Show when={why() !== 'quietHours'}>
                <Button size="sm" onClick={() => changeNotificationSettings({ doNotDisturb: false, mutedUntil: 0 })}>
                  {t('notifications.quiet.end')}
                </Button>
              </Show>
            </p>
          )}
        </Match>
        <Match when={!quiet()}>
          <p class="flex flex-wrap gap-2">
            <Button size="sm" onClick={() => changeNotificationSettings({ mutedUntil: serverNow() + HOUR_MS })}>
              {t('notifications.quiet.mute')}
            </Button>
            <Button size="sm" onClick={() => changeNotificationSettings({ doNotDisturb: true })}>
              {t('notifications.quiet.dnd')}
            </Button>
          </p>
        </Match>
      </Choose>
      <Show when={noticePermission() === 'default' && !quiet()}>
        <p class="flex items-center gap-2 text-ink-2">
          <span class="flex-1">{t('notifications.offer.text')}</span>
          <Button size="sm" variant="soft" onClick={() => void turnOn()}>
            {t('notifications.offer.button')}
          </Button>
        </p>
      </Show>
    </div>
  )
}

export function quietText(why: 'doNotDisturb' | 'muted' | 'quietHours'): string {
  const { mutedUntil, quietTo } = notificationSettings()
  if (why === 'doNotDisturb') return t('notifications.quiet.doNotDisturb')
  if (why === 'muted') return t('notifications.quiet.muted', { time: formatClock(new Date(mutedUntil).toISOString()) })
  return t('notifications.quiet.quietHours', { time: quietTo })
}
