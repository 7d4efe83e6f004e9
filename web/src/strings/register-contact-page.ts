import { addStrings } from '../shared/i18n'
import { contactPage } from './en.contact-page'
import { details } from './en.details'

// Imported by the page of a person and by the review of duplicates.
addStrings({ contactPage, details })
