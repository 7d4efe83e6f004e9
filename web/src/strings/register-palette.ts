import { addStrings } from '../shared/i18n'
import { palette } from './en.palette'

// Imported by the palette and the list of shortcuts, which are loaded when they are opened.
addStrings({ shell: palette })
