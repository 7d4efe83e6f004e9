import Sparkles from 'lucide-solid/icons/sparkles'
import { onCleanup, onMount } from 'solid-js'
import { t } from '../shared/i18n'
import { showToast } from '../ui/toast'

const EVERY_MS = 10 * 60_000

/**
 * Compares the script that runs with the one that the server's page names now. A new version asks; it never reloads
 * by itself.
 */
export function createUpdateCheck(): void {
  let told = false
  let last = Date.now()

  const check = async () => {
    if (told || document.visibilityState === 'hidden' || Date.now() - last < EVERY_MS) return
    last = Date.now()
    const running = document.querySelector('script[type="module"]')?.getAttribute('src')
    const page = await fetch('/', { cache: 'no-store' }).then((response) => (response.ok ? response.text() : ''))
    const served = /<script[^>]+type="module"[^>]+src="([^"]+)"/.exec(page)?.[1]
    if (!running || !served || running === served) return
    told = true
    showToast({
      text: t('shell.update.text'),
      icon: () => Sparkles({ 'aria-hidden': 'true' }),
      sticky: true,
      action: { label: t('shell.update.reload'), onSelect: () => window.location.reload() },
    })
  }
  // Offline is no news here: the connection banner speaks of it.
  const quietly = () => void check().catch(() => undefined)

  onMount(() => {
    const timer = setInterval(quietly, EVERY_MS)
    document.addEventListener('visibilitychange', quietly)
    onCleanup(() => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', quietly)
    })
  })
}
