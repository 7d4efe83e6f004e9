import { onCleanup } from 'solid-js'
import { showToast } from '../ui/toast'
import { t } from './i18n'

type Reason = () => string | Promise<string>
let why: Reason | undefined

export const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** What is said of a file that is dropped beside whatever takes some, as long as the owner lives. */
export function explainStrayFiles(reason: Reason): void {
  why = reason
  onCleanup(() => {
    if (why === reason) why = undefined
  })
}

/**
 * A file that is dropped where nothing takes it would be opened by the browser in place of the app. Not as long as the owner
 * lives. Who takes files says so by `preventDefault`, on the document or below.
 */
export function catchStrayFiles(): void {
  const isTaken = (event: DragEvent) =>
    event.defaultPrevented ||
    !hasFiles(event) ||
    (event.target instanceof Element && event.target.closest('input[type="file"]') !== null)
  const over = (event: DragEvent) => {
    if (!isTaken(event)) event.preventDefault()
  }
  const drop = (event: DragEvent) => {
    if (isTaken(event)) return
    event.preventDefault()
    void say()
  }
  window.addEventListener('dragover', over)
  window.addEventListener('drop', drop)
  onCleanup(() => {
    window.removeEventListener('dragover', over)
    window.removeEventListener('drop', drop)
  })
}

async function say(): Promise<void> {
  showToast({ text: why ? await why() : t('shell.strayFile') })
}
