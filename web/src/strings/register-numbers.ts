import { addStrings } from '../shared/i18n'
import { numbers } from './en.numbers'

// Imported by the numbers' pages.
addStrings({ numbers })
