import { addStrings } from '../shared/i18n'
import { frame } from './en.frame'

// Imported by the signed-in layout.
addStrings({ shell: frame })
