import { addStrings } from '../shared/i18n'
import { inboxList } from './en.inbox-list'

// Imported by the list of the inbox, which a phone that opens a conversation loads later.
addStrings({ inbox: inboxList })
