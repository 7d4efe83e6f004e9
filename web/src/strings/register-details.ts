import { addStrings } from '../shared/i18n'
import { details } from './en.details'

// Imported by the sidebar of a conversation, and by whatever shows a part of it elsewhere.
addStrings({ details })
