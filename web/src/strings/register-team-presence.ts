import { addStrings } from '../shared/i18n'
import { teamPresence } from './en.team-presence'

// Imported by the team in the top bar.
addStrings({ teamPresence })
