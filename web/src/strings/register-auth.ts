import { addStrings } from '../shared/i18n'
import { auth } from './en.auth'

// Imported by the layout of the pages before signing in.
addStrings({ auth })
