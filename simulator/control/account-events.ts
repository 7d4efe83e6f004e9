import { z } from 'zod'
import type { World } from '../core/world'
import {
  changeCountry,
  sendFlowErrors,
  sendFlowStatus,
  sendInternationalRates,
  sendPartnerSolution,
  sendPaymentConfiguration,
  sendTrackingEvent,
  sendVolumeTier,
} from '../webhooks/business-fields'

const country = z.string().regex(/^[A-Z]{2}$/, 'A country is two letters, as PT.')
const word = z.string().min(1)

/** Payments, partners, flows and prices: what Meta tells of them. */
export const businessChanges = [
  z.strictObject({
    do: z.literal('payment'),
    name: word.default('payments'),
    provider: word.default('razorpay'),
    status: word.default('Active'),
  }),
  z.strictObject({
    do: z.literal('solution'),
    event: z.enum(['SOLUTION_CREATED', 'SOLUTION_UPDATED']),
    status: word.default('INITIATED'),
  }),
  z.strictObject({ do: z.literal('flow'), flowId: word, from: word, to: word }),
  z.strictObject({ do: z.literal('flow-errors'), flowId: word, rate: z.number().min(0).max(100).default(14.28) }),
  z.strictObject({
    do: z.literal('tracking'),
    numberId: word,
    event: z.enum(['LeadSubmitted', 'Purchase']),
    messageId: word,
  }),
  z.strictObject({ do: z.literal('country'), country }),
  z.strictObject({ do: z.literal('volume-tier'), category: word, tier: word, region: word }),
  z.strictObject({ do: z.literal('international-rates'), countries: z.array(country).min(1) }),
] as const

type BusinessChange = z.infer<(typeof businessChanges)[number]>
const names: ReadonlySet<string> = new Set(businessChanges.map(({ shape }) => shape.do.value))
export const isBusinessChange = (change: { do: string }): change is BusinessChange => names.has(change.do)

export function tellOfBusiness(world: World, accountId: string, change: BusinessChange): Promise<void> {
  switch (change.do) {
    case 'payment':
      return sendPaymentConfiguration(world, { accountId, ...change })
    case 'solution':
      return sendPartnerSolution(world, { accountId, ...change })
    case 'flow':
      return sendFlowStatus(world, { accountId, ...change })
    case 'flow-errors':
      return sendFlowErrors(world, { accountId, ...change })
    case 'tracking':
      return sendTrackingEvent(world, { accountId, ...change, wamid: change.messageId })
    case 'country':
      return changeCountry(world, { accountId, ...change })
    case 'volume-tier':
      return sendVolumeTier(world, { accountId, ...change })
    case 'international-rates':
      return sendInternationalRates(world, { accountId, ...change })
  }
}
