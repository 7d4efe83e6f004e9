import Sparkles from 'lucide-solid/icons/sparkles'
import { onCleanup, onMount } from 'solid-js'
import { t } from '../shared/i18n'
import { isUpdated } from '../shared/not-loaded'
import { showToast } from '../ui/toast'

const EVERY_MS = 10 * 60_000

/** A new version asks; it never reloads by itself. */
export function createUpdateCheck(): void {
  let told = false
  let last = Date.now()

  const check = async () => {
    if (told || document.visibilityState === 'hidden' || Date.now() - last < EVERY_MS) return
    last = Date.now()
    if (!(await isUpdated())) return
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
