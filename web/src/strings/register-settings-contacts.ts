import { addStrings } from '../shared/i18n'
import { settingsContacts } from './en.settings-contacts'

// Imported by the settings about people: fields, consent, how long messages are kept.
addStrings({ settingsContacts })
