import { accountCalls, tokenCalls } from './cases/accounts'
import { numberChanges, numberExtras, numberFields } from './cases/numbers'
import { runCases } from './run-cases'

runCases('a phone number answers', numberFields)
runCases('a phone number', numberChanges)
runCases('beside messages a phone number', numberExtras)
runCases('a business account', accountCalls)
runCases('Graph', tokenCalls)
