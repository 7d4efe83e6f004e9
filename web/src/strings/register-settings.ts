import { addStrings } from '../shared/i18n'
import { settings } from './en.settings'

// Imported before the settings pages, see routes.tsx.
addStrings({ settings })
