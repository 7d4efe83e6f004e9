import { describe, expect, it } from 'vitest'
import { accountUpdates, numberUpdates } from '../../simulator/contract/cases/account-fields'
import { answersAndChanges } from '../../simulator/contract/cases/answers'
import { anyContent, coexistence, groups, handovers } from '../../simulator/contract/cases/beside'
import { inbound } from '../../simulator/contract/cases/inbound'
import { identities, preferencesAndCalls, statuses } from '../../simulator/contract/cases/statuses'
import { templateFields } from '../../simulator/contract/cases/template-fields'
import { createBusiness } from '../../simulator/test/business'
import { messageContentSchema } from './message-content.schemas'
import { parseWebhookJson } from './webhook-json'
import { parseChange, splitDelivery } from './webhook-parser'

const cases = [
  ...inbound,
  ...answersAndChanges,
  ...statuses,
  ...identities,
  ...preferencesAndCalls,
  ...templateFields,
  ...numberUpdates,
  ...accountUpdates,
  ...coexistence,
  ...handovers,
  ...groups,
  ...anyContent,
]
/** What is kept without being understood, and nothing else. */
const unknownFields = ['automatic_events', 'hologram_update']
const unsupported = ['what the API cannot show', 'a type that nobody knows yet']

describe('everything that Meta’s double tells is understood:', () => {
  it.each(cases.map((one) => [`${one.field}: ${one.name}`, one] as const))(
    '%s',
    async (_title, { name, field, when }) => {
      const business = createBusiness()
      await when(business)
      await business.simulator.whenQuiet()
      business.simulator.close()
      const changes = business.received
        .flatMap(({ body }) => splitDelivery(parseWebhookJson(body)) ?? [])
        .map((raw) => parseChange(raw))
      const wanted = changes.filter((change) => change.field === field)
      expect(wanted).not.toEqual([])
      for (const change of wanted) {
        expect([change.phoneNumberId, change.wabaId]).not.toEqual([null, null])
        for (const event of change.events) {
          expect(event.kind === 'unknown', JSON.stringify(event)).toBe(unknownFields.includes(field))
          if (!('content' in event)) continue
          expect(messageContentSchema.safeParse(event.content).error).toBeUndefined()
          if (!unsupported.includes(name)) expect(event.content.type).not.toBe('unsupported')
        }
      }
    },
  )
})
