import { t } from '../../shared/i18n'
import { serverNow } from '../../shared/server-clock'
import { showToast } from '../../ui/toast'
import { showNotice } from './browser-notice'
import { notificationSettings, quietNow } from './notification-settings'
import type { Notification } from './notification-store'
import { callText, shorten } from './notification-text'
import { ring } from './ring'

export type AnnouncePorts = {
  isInFront: () => boolean
  open: (conversationId: string) => void
  openPanel: () => void
}

const MOST_TOASTS = 2

/** Rings and pops up, as far as it is wanted now. In front: a toast for what matters; else the browser's notification. */
export function announce(fresh: readonly Notification[], ports: AnnouncePorts): void {
  const settings = notificationSettings()
  if (quietNow(serverNow(), settings)) return
  if (settings.sound) ring()
  if (!ports.isInFront()) {
    if (settings.desktop) for (const call of newestOfEach(fresh)) notify(call, settings.hideContent, ports.open)
    return
  }
  // A message that nobody has yet stands in the list for everybody: it needs no toast.
  const important = newestOfEach(fresh.filter(({ kind }) => kind !== 'unassigned'))
  if (important.length > MOST_TOASTS) {
    showToast({
      text: t('notifications.several', fresh.length),
      action: { label: t('notifications.show'), onSelect: ports.openPanel },
    })
    return
  }
  for (const call of important)
    showToast({
      text: shorten(t('notifications.from', { name: call.name, text: callText(call) })),
      tone: call.kind === 'failed' ? 'bad' : 'neutral',
      action: { label: t('notifications.open'), onSelect: () => ports.open(call.conversationId) },
    })
}

function notify(call: Notification, isHidden: boolean, open: (conversationId: string) => void): void {
  showNotice({
    title: isHidden ? t('notifications.hidden.title') : call.name,
    body: isHidden ? t('notifications.hidden.text') : shorten(callText(call)),
    tag: `wharf.${call.conversationId}`,
    onClick: () => open(call.conversationId),
  })
}

/** Several at once in one conversation are one call. */
function newestOfEach(calls: readonly Notification[]): Notification[] {
  const newest = new Map<string, Notification>()
  for (const call of calls) {
    const before = newest.get(call.conversationId)
    if (!before || before.at <= call.at) newest.set(call.conversationId, call)
  }
  return [...newest.values()]
}
