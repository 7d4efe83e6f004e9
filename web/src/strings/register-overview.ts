import { addStrings } from '../shared/i18n'
import { overview } from './en.overview'

// Imported by the overview.
addStrings({ overview })
