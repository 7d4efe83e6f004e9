import { addStrings } from '../shared/i18n'
import { composing } from './en.composing'

// Imported by what the composer opens.
addStrings({ composing })
