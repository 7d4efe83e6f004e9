import { addStrings } from '../shared/i18n'
import { composer } from './en.composer'
import { inbox } from './en.inbox'
import { thread } from './en.thread'

// Imported by the inbox.
addStrings({ composer, inbox, thread })
