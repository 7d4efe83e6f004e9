import { z } from 'zod'
import { ERRORS } from '../graph/error-codes'
import { phoneSchema } from './action.schemas'

const rate = z.number().min(0, 'A rate is from 0 to 1.').max(1, 'A rate is from 0 to 1.')
const code = z
  .number()
  .int()
  .refine((value) => Object.hasOwn(ERRORS, value), { error: ({ input }) => `Meta has no error code ${input}.` })
const id = z.string().min(1)

export const failureSchema = z.object({
  code,
  /** Accepted, then `failed` by a status; otherwise the call itself is refused. */
  asStatus: z.boolean().default(true),
  times: z.number().int().min(1).max(1000).default(1),
})

export const chaosSchema = z
  .strictObject({
    seed: z.number().int(),
    duplicate: rate,
    reorder: rate,
    drop: rate,
    delayMs: z.tuple([z.number().nonnegative(), z.number().nonnegative()]),
    batch: z.number().int().min(1).max(1000),
    statusBeforeMessage: rate,
    statusBeforeResponse: rate,
    skipDelivered: rate,
    failWith5xx: rate,
    acceptBeforeFailing: rate,
    hang: rate,
    closeConnection: rate,
    throttle: rate,
    corruptMedia: rate,
    expireToken: z.boolean(),
    nextFailures: z.array(z.object({ code, asStatus: z.boolean() })),
  })
  .partial()

export const businessSchema = z.object({
  name: z.string().min(1).default('Lucky Shrub'),
  /** Given: the app that already exists with this id gets one more account. */
  appId: id.optional(),
  appSecret: z.string().min(1).optional(),
  verifyToken: z.string().min(1).optional(),
  /** Where webhooks go. Without one nothing is delivered until the business subscribes. */
  callbackUrl: z.url('The callback is an address with http:// or https://.').nullable().default(null),
  /** Whether the app is subscribed to the account at once. */
  subscribe: z.boolean().default(true),
  currency: z.string().length(3).default('USD'),
  messagingLimit: z.enum(['TIER_250', 'TIER_2K', 'TIER_10K', 'TIER_100K', 'TIER_UNLIMITED']).default('TIER_2K'),
  numbers: z
    .array(
      z.object({
        displayPhoneNumber: z.string().min(5).optional(),
        verifiedName: z.string().optional(),
        throughput: z.enum(['STANDARD', 'HIGH']).default('STANDARD'),
        /** Its owner uses it in the WhatsApp Business app as well. */
        isOnBizApp: z.boolean().default(false),
      }),
    )
    .min(1, 'A business needs a number.')
    .default([{ throughput: 'STANDARD', isOnBizApp: false }]),
})

const person = {
  name: z.string().min(1).max(100).optional(),
  language: z.string().min(2).max(10).optional(),
  username: z.string().min(3).max(35).nullable().optional(),
  identityMode: z.enum(['phone-and-id', 'id-only', 'phone-only']).optional(),
  isOnline: z.boolean().optional(),
  readsMessages: z.boolean().optional(),
}
export const customerSchema = z.object({ ...person, phone: phoneSchema.optional(), isUnknown: z.boolean().optional() })
export const sameCustomersSchema = z.object({ count: z.number().int().min(1).max(100_000), ...person })
export const customersSchema = z.object({ customers: z.array(customerSchema).min(1).max(10_000) })
export const customerChangeSchema = z.strictObject(person)

export const crowdSchema = z.object({
  numberId: id.optional(),
  count: z.number().int().min(1).max(1000).default(50),
  /** One of these, in turn; short questions otherwise. */
  texts: z.array(z.string().min(1)).min(1).optional(),
})

const HOURS_400_DAYS = 400 * 24 * 3600_000
export const clockSchema = z.union(
  [
    z.strictObject({ advanceMs: z.number().int().min(0).max(HOURS_400_DAYS) }),
    z.strictObject({ offsetMs: z.number().int() }),
    z.strictObject({ at: z.iso.datetime({ offset: true }) }),
  ],
  'Give one of advanceMs, offsetMs or at (an ISO date).',
)

export const quietSchema = z.object({
  /** Work that is due within this time is waited for too: the longest delay of a status unless given. */
  withinMs: z.number().int().min(0).max(60_000).optional(),
  timeoutMs: z.number().int().min(1).max(120_000).default(10_000),
})

export const settingsSchema = z
  .strictObject({
    statusDelaysMs: z.object({
      sent: z.number().min(0),
      delivered: z.number().min(0),
      read: z.number().min(0),
      played: z.number().min(0),
    }),
    windowFailure: z.enum(['sync', 'async']),
    strangers: z.enum(['unknown', 'exist']),
    marketingPerDay: z.number().int().min(0),
    freeServicePerMonth: z.number().int().min(0),
    accountCallsPerHour: z.number().int().min(1).nullable(),
    appCallsPerHour: z.number().int().min(1).nullable(),
    reviewDelayMs: z.number().int().min(0),
    webhooks: z.object({
      timeoutMs: z.number().int().min(1),
      retryDelaysMs: z.array(z.number().int().min(0)),
      parallel: z.number().int().min(1).max(1000),
    }),
  })
  .partial()

export const numberChangeSchema = z.strictObject({
  qualityRating: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']).optional(),
  status: z.enum(['CONNECTED', 'DISCONNECTED', 'UNVERIFIED', 'PENDING', 'FLAGGED', 'RESTRICTED']).optional(),
  nameStatus: z.enum(['APPROVED', 'PENDING_REVIEW', 'DECLINED', 'NONE']).optional(),
  throughput: z.enum(['STANDARD', 'HIGH']).optional(),
  isOnBizApp: z.boolean().optional(),
})

export const tokenChangeSchema = z.union(
  [z.strictObject({ expiresInSeconds: z.number().int().min(0).nullable() }), z.strictObject({ isValid: z.boolean() })],
  'Give expiresInSeconds (0 is now, null is never) or isValid.',
)

export const echoSchema = z.object({ customerId: id, text: z.string().min(1).max(4096) })
export const historySchema = z.object({
  /** Messages for each customer. */
  messages: z.number().int().min(1).max(500).default(6),
  days: z.number().int().min(1).max(180).default(30),
  declined: z.boolean().default(false),
})

export const loadSchema = z.object({
  /** Where the deliveries go; the callback of the number's app otherwise. */
  url: z.url().optional(),
  count: z.number().int().min(1).max(1_000_000).default(1000),
  seed: z.number().int().default(1),
  /** Deliveries a second; null is as fast as the answers come. */
  rate: z.number().positive().max(100_000).nullable().default(null),
  concurrency: z.number().int().min(1).max(1000).default(32),
  customers: z.number().int().min(1).max(100_000).default(200),
  numberIds: z.array(id).min(1).optional(),
  /** Updates in one delivery. */
  perDelivery: z.number().int().min(1).max(1000).default(1),
  /** Share of deliveries that are sent a second time, a little later: the same bytes. */
  repeat: rate.default(0),
  /** Share of updates that are statuses of messages the business sent (it takes the ones that are known). */
  statuses: rate.default(0),
  timeoutMs: z.number().int().min(1).default(10_000),
})

export type BusinessRequest = z.infer<typeof businessSchema>
export type LoadRequest = z.infer<typeof loadSchema>
export type ClockRequest = z.infer<typeof clockSchema>
export type ChaosChange = z.infer<typeof chaosSchema>
