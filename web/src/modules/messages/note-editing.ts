import { createSignal } from 'solid-js'

/** The note that is being reworded, by its id. The composer sets it for "↑ in an empty box". */
const [editedNoteId, setEditedNoteId] = createSignal<string>()

export { editedNoteId, setEditedNoteId }
