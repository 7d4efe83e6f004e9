import { addStrings } from '../shared/i18n'
import { contactImport } from './en.contact-import'

// Imported by the drawer that imports people.
addStrings({ contactImport })
