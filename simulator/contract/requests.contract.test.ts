import { reading } from './cases/analytics'
import { interactiveKinds } from './cases/interactive'
import { byUserId, common, freeForm, numberQuirks } from './cases/sending'
import { templateMessages } from './cases/template-messages'
import { runCases } from './run-cases'

runCases('a free-form message may be', freeForm)
runCases('a message may have', common)
runCases('the wa_id of', numberQuirks)
runCases('a message by user id takes', byUserId)
runCases('an interactive message may be', interactiveKinds)
runCases('a template message may have', templateMessages)
runCases('the business tells', reading)
