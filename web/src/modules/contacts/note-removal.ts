import { createSignal } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { showToast } from '../../ui/toast'

/** As long as a toast with an undo stands. */
const WAIT_MS = 10_000

type Removal = { contactId: string; noteId: string; onDone: () => void }
const waiting = new Map<string, { removal: Removal; timer: ReturnType<typeof setTimeout> }>()
const [hidden, setHidden] = createSignal<ReadonlySet<string>>(new Set())

/** Notes that are out of sight: deleted, or about to be. */
export const hiddenNotes = hidden

const without = (id: string) => setHidden((ids) => new Set([...ids].filter((one) => one !== id)))

/**
 * Out of sight at once; off the server when nobody has taken it back. Like this a note that comes back is the very same
 * one. Whoever leaves the page means it.
 */
export function removeNote(removal: Removal): void {
  const { noteId } = removal
  setHidden((ids) => new Set([...ids, noteId]))
  const timer = setTimeout(() => void finish(noteId), WAIT_MS)
  waiting.set(noteId, { removal, timer })
  showToast({
    text: t('details.notes.removed'),
    action: { label: t('details.notes.undo'), onSelect: () => takeBack(noteId), isUndo: true },
  })
}

function takeBack(noteId: string): void {
  const entry = waiting.get(noteId)
  if (!entry) return
  clearTimeout(entry.timer)
  waiting.delete(noteId)
  without(noteId)
}

async function finish(noteId: string, { keepalive = false } = {}): Promise<void> {
  const entry = waiting.get(noteId)
  if (!entry) return
  clearTimeout(entry.timer)
  waiting.delete(noteId)
  const { contactId, onDone } = entry.removal
  try {
    await call(
      api.api.contacts[':id'].notes[':noteId'].$delete({ param: { id: contactId, noteId } }, { init: { keepalive } }),
    )
    onDone()
  } catch (error) {
    without(noteId)
    showToast({ tone: 'bad', text: errorText(error) })
  }
}

/** Nobody is there any more to take them back. */
export function finishRemovals(): void {
  for (const noteId of [...waiting.keys()]) void finish(noteId, { keepalive: true })
}
window.addEventListener('pagehide', finishRemovals)
