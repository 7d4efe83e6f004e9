import { addStrings } from '../shared/i18n'
import { threadRare } from './en.thread-rare'

// Imported by the rows and contents that are loaded when the first of them is shown.
addStrings({ thread: threadRare })
