import { z } from 'zod'
import { pageSchema } from '../../shared/pagination.schemas'

/** What was said about marketing, by whom it was noted, and when. Never changed. */
export const consentEntrySchema = z
  .object({
    id: z.string(),
    state: z.enum(['granted', 'revoked']),
    /** `whatsapp` (the person's own setting), `keyword`, `agent`, `api`, `import`. */
    source: z.string(),
    /** What was said or shown. */
    wording: z.string().nullable(),
    /** Null: the person themself. */
    actor: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable(),
    occurredAt: z.iso.datetime(),
  })
  .meta({ id: 'ConsentEntry' })
export type ConsentEntry = z.infer<typeof consentEntrySchema>
export const consentLogSchema = pageSchema(consentEntrySchema).meta({ id: 'ConsentLog' })

/** Of the event `message.received`, what matters here. */
export const keywordReceivedSchema = z.object({
  data: z.object({
    messageId: z.string(),
    conversationId: z.string(),
    contactId: z.string(),
    isStandby: z.boolean(),
    consent: z.enum(['granted', 'revoked']).optional(),
  }),
})
export type KeywordReceived = z.infer<typeof keywordReceivedSchema>['data']
