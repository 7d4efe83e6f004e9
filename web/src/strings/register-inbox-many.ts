import { addStrings } from '../shared/i18n'
import { inboxMany } from './en.inbox-many'

// Imported by what is shown while something is selected, and by the dialog that begins a conversation.
addStrings({ inbox: inboxMany })
