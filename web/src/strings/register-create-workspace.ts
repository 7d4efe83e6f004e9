import { addStrings } from '../shared/i18n'
import { createWorkspace } from './en.create-workspace'

// Imported by the dialog for another workspace.
addStrings({ createWorkspace })
