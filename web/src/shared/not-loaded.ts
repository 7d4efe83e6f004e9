import { showToast } from '../ui/toast'
import { offlineError } from './api-error'
import { errorText } from './errors'
import { t } from './i18n'
import { online } from './online'

/** Compares the script that runs with the one that the server's page names now. Throws without a network. */
export async function isUpdated(): Promise<boolean> {
  const running = document.querySelector('script[type="module"]')?.getAttribute('src')
  const response = await fetch('/', { cache: 'no-store' })
  const served = response.ok && /<script[^>]+type="module"[^>]+src="([^"]+)"/.exec(await response.text())?.[1]
  return !!running && !!served && running !== served
}

/** Says why what somebody opened stays shut: its script didn't arrive. */
export async function sayNotLoaded(): Promise<void> {
  if (!online()) showToast({ text: t('shell.part.offline') })
  else if (await isUpdated().catch(() => false))
    showToast({
      text: t('shell.part.updated'),
      action: { label: t('shell.loadFailed.reload'), onSelect: () => window.location.reload() },
    })
  else showToast({ text: errorText(offlineError()), tone: 'bad' })
}
