import { z } from 'zod'

const signedBy = {
  /** Of the Meta app whose secret signed it; null: the platform's. */
  appKey: z.string().nullable(),
  /** Milliseconds since 1970. */
  receivedAt: z.number().int(),
  /** It is in the organization's archive already. */
  isArchived: z.boolean().optional(),
  /**
   * Whose it was the first time: nobody else gets it, whoever has the number now. Where it is not given, that follows from
   * what it says and who signed it.
   */
  organizationId: z.string().optional(),
  /** How often what could not be stored of it has taken more than an invocation has. */
  postponed: z.number().int().optional(),
}

/** What travels on the queue `inbound`. */
export const inboundSchema = z.discriminatedUnion('type', [
  /** One of Meta's deliveries, as it came. */
  z.object({ type: z.literal('delivery'), ...signedBy, body: z.string() }),
  /** The same, too large for the queue: the body is in the bucket. */
  z.object({ type: z.literal('stored'), ...signedBy, key: z.string().startsWith('platform/') }),
  /** Deliveries that were refused at the edge, gathered for a minute. */
  z.object({
    type: z.literal('refused'),
    refusals: z.array(
      z.object({
        appKey: z.string().nullable(),
        reason: z.string(),
        count: z.number().int(),
        lastAt: z.number().int(),
      }),
    ),
  }),
  /** The next step of a replay. */
  z.object({ type: z.literal('replay'), organizationId: z.string(), replayId: z.string() }),
])
export type Inbound = z.infer<typeof inboundSchema>
export type SignedBy = Pick<
  Extract<Inbound, { type: 'delivery' }>,
  'appKey' | 'receivedAt' | 'isArchived' | 'organizationId' | 'postponed'
>

/** Why a delivery was refused at the edge. */
export const refusalReasons = [
  'signature_missing',
  'signature_wrong',
  'unknown_app',
  /** It may have been a real one: see `webhook.busy`. */
  'busy',
  'too_large',
  'verify_token_wrong',
] as const
export type RefusalReason = (typeof refusalReasons)[number]
