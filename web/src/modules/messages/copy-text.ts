import { t } from '../../shared/i18n'
import { showToast } from '../../ui/toast'

/** Copies and says so; where the browser forbids it, it says what to do instead. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    showToast({ tone: 'ok', text: done })
  } catch {
    showToast({ tone: 'bad', text: t('thread.actions.copyFailed') })
  }
}
