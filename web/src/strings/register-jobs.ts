import { addStrings } from '../shared/i18n'
import { jobs } from './en.jobs'

// Imported by whatever shows jobs: the button in the top bar, an import.
addStrings({ jobs })
