import { addStrings } from '../shared/i18n'
import { segments } from './en.segments'

// Imported by whatever shows conditions: the contacts page, an audience.
addStrings({ segments })
