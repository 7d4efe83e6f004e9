import { accountCalls, tokenCalls } from './cases/accounts'
import { numberExtras } from './cases/number-extras'
import { numberChanges, numberFields } from './cases/numbers'
import { creations, templateCalls, uploads } from './cases/templates'
import { runCases } from './run-cases'

runCases('a phone number answers', numberFields)
runCases('a phone number', numberChanges)
runCases('beside messages a phone number', numberExtras)
runCases('a business account', accountCalls)
runCases('Graph', tokenCalls)
runCases('a template is created with', creations)
runCases('templates', templateCalls)
runCases('a resumable upload', uploads)
