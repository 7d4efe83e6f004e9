import { addStrings } from '../shared/i18n'
import { canned } from './en.canned'

// Imported by the manager of canned replies and by the composer.
addStrings({ canned })
