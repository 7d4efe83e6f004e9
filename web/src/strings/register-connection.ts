import { addStrings } from '../shared/i18n'
import { connection } from './en.connection'

// Imported by the banner, which is fetched when nothing else happens.
addStrings({ connection })
