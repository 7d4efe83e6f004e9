import { addStrings } from '../shared/i18n'
import { contactsList } from './en.contacts-list'

// Imported by the contacts page.
addStrings({ contactsList })
