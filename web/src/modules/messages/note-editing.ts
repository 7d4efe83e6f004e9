import { createSignal } from 'solid-js'
import { t } from '../../shared/i18n'
import { showToast } from '../../ui/toast'

/** The note that is being reworded, by its id. The composer sets it for "↑ in an empty box". */
const [editedNoteId, setEditedNoteId] = createSignal<string>()

export { editedNoteId, setEditedNoteId }

const rewordings = new Map<string, string>()
/** What a note was being reworded to when its editor was left and wanted back. Handed out once. */
export function takeRewording(id: string): string | undefined {
  const words = rewordings.get(id)
  rewordings.delete(id)
  return words
}

/** Opens a note's own editor with these words. */
export function reword(id: string, words: string): void {
  rewordings.set(id, words)
  setEditedNoteId(undefined)
  setEditedNoteId(id)
}

/** The editor of a note was left with other words than it has: they can be had back. */
export function offerRewording(onBack: () => void): void {
  showToast({
    text: t('thread.noteEdit.left'),
    action: { label: t('thread.noteEdit.undo'), isUndo: true, onSelect: onBack },
  })
}
