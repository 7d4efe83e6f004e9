import { accountCalls, tokenCalls } from './cases/accounts'
import { analytics, analyticsViolations } from './cases/analytics'
import { conversations, templateTools } from './cases/beyond'
import {
  callbackViolations,
  profileViolations,
  registrationViolations,
  uploadViolations,
} from './cases/management-violations'
import { numberExtras } from './cases/number-extras'
import { numberChanges, numberFields } from './cases/numbers'
import { changeViolations, creationViolations } from './cases/template-limits'
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
runCases('registering refuses', registrationViolations)
runCases('profile, block list and QR codes refuse', profileViolations)
runCases('a callback is refused', callbackViolations)
runCases('a resumable upload is refused', uploadViolations)
runCases('creating a template refuses', creationViolations)
runCases('changing templates refuses', changeViolations)
runCases('analytics answer', analytics)
runCases('analytics refuse', analyticsViolations)
runCases('beside the phone app and the agent', conversations)
runCases('for templates there is', templateTools)
