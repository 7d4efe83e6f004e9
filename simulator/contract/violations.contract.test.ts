import { accessViolations, signupViolations } from './cases/access'
import { interactiveViolations } from './cases/interactive-limits'
import { envelopeViolations, freeFormViolations } from './cases/limits'
import { laterFailures, readViolations, sendingRefusals } from './cases/rules'
import { marketingViolations, templateViolations } from './cases/template-violations'
import { runCases } from './run-cases'

runCases('a message is refused for', envelopeViolations)
runCases('a free-form message is refused for', freeFormViolations)
runCases('an interactive message is refused for', interactiveViolations)
runCases('a template message is refused for', templateViolations)
runCases('the Marketing Messages API refuses', marketingViolations)
runCases('a message fails later', laterFailures)
runCases('sending is refused for', sendingRefusals)
runCases('marking as read is refused for', readViolations)
runCases('Graph refuses', accessViolations)
runCases('a signup code isn’t taken', signupViolations)
