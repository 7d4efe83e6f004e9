import { accountUpdates, numberUpdates } from './cases/account-fields'
import { answersAndChanges } from './cases/answers'
import { anyContent, coexistence, groups, handovers } from './cases/beside'
import { inbound } from './cases/inbound'
import { identities, preferencesAndCalls, statuses } from './cases/statuses'
import { templateFields } from './cases/template-fields'
import { runWebhooks } from './run-webhooks'

runWebhooks('a customer’s message is told as its sample:', inbound)
runWebhooks('an answer or change is told as its sample:', answersAndChanges)
runWebhooks('a status is told as its sample:', statuses)
runWebhooks('somebody is known', identities)
runWebhooks('a customer wants', preferencesAndCalls)
runWebhooks('a template is told to be', templateFields)
runWebhooks('a number is told', numberUpdates)
runWebhooks('an account is told', accountUpdates)
runWebhooks('beside the phone app the business hears', coexistence)
runWebhooks('beside Meta’s agent the business hears', handovers)
runWebhooks('of a group the business hears', groups)
runWebhooks('a test tells', anyContent)
