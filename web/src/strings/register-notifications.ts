import { addStrings } from '../shared/i18n'
import { notifications } from './en.notifications'

// Imported by what shows notifications, which is loaded after the page.
addStrings({ notifications })
