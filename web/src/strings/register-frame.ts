import { addStrings } from '../shared/i18n'
import { frame } from './en.frame'

// Imported by the signed-in layout, and by tests that draw parts of it.
addStrings({ shell: frame })
