import { interactiveViolations } from './cases/interactive-limits'
import { envelopeViolations, freeFormViolations } from './cases/limits'
import { marketingViolations, templateViolations } from './cases/template-violations'
import { runCases } from './run-cases'

runCases('a message is refused for', envelopeViolations)
runCases('a free-form message is refused for', freeFormViolations)
runCases('an interactive message is refused for', interactiveViolations)
runCases('a template message is refused for', templateViolations)
runCases('the Marketing Messages API refuses', marketingViolations)
