import { createSignal } from 'solid-js'

export type NoticePermission = NotificationPermission | 'unsupported'

const current = (): NoticePermission => ('Notification' in window ? window.Notification.permission : 'unsupported')
const [permission, setPermission] = createSignal<NoticePermission>(current())

/** Whether the browser lets us show notifications outside of the page. */
export const noticePermission = permission

/** Only ever from a click, after it was said what for. @returns whether it may be done */
export async function askForNotices(): Promise<boolean> {
  if (current() === 'default') await window.Notification.requestPermission().catch(() => undefined)
  setPermission(current())
  return current() === 'granted'
}

/** Asked again where it may have been changed meanwhile: in the browser's own settings. */
export const lookAtPermission = (): void => void setPermission(current())

/** One for each conversation: the next one takes the place of the one before. */
export function showNotice(notice: { title: string; body: string; tag: string; onClick: () => void }): void {
  if (current() !== 'granted') return
  try {
    // Silent: we ring ourselves, where it is wanted.
    const shown = new window.Notification(notice.title, {
      body: notice.body,
      tag: notice.tag,
      icon: '/favicon.svg',
      silent: true,
    })
    shown.onclick = () => {
      window.focus()
      notice.onClick()
      shown.close()
    }
  } catch {
    // Browsers of phones allow it to service workers only. The list and the title still tell.
  }
}
