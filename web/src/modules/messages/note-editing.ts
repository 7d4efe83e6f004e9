import type { Message } from '@worker/modules/messages/messages.schemas'
import { createSignal } from 'solid-js'
import { t } from '../../shared/i18n'
import { showToast } from '../../ui/toast'
import { keepRewording } from './rewordings'

/** The note that is being reworded in its place, by its id. */
const [editedNoteId, setEditedNoteId] = createSignal<string>()

export { editedNoteId, setEditedNoteId }

let resumedId: string | undefined
/** The conversation is open again, and its note is still being reworded: where one is on the page doesn't change. */
export function resumeNote(id: string): void {
  resumedId = id
  setEditedNoteId(id)
}
/** Whether a note's editor is there again by itself. Told once. */
export function isResumed(id: string): boolean {
  const is = resumedId === id
  resumedId = undefined
  return is
}

/** Opens a note's own editor with these words. */
export function reword(message: Message, text: string): void {
  keepRewording({ message, text, isInBox: false })
  setEditedNoteId(undefined)
  setEditedNoteId(message.id)
}

/** The editor of a note was left with other words than it has: they can be had back. */
export function offerRewording(onBack: () => void): void {
  showToast({
    text: t('thread.noteEdit.left'),
    action: { label: t('thread.noteEdit.undo'), isUndo: true, onSelect: onBack },
  })
}
