import { addStrings } from '../shared/i18n'
import { settings } from './en.settings'

// Imported before the settings pages (routes.tsx), and by tests that draw parts of them.
addStrings({ settings })
