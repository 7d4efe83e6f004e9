import { z } from 'zod'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'

/** Who did it, as named then; null: the person themselves, or nobody. */
const actor = z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable()
const head = { id: z.string(), at: z.iso.datetime() }
const ofMessage = {
  ...head,
  conversationId: z.string(),
  messageType: z.string(),
  /** The beginning of what was said; null when it has no words, or was deleted by whoever sent it. */
  preview: z.string().nullable(),
  isRevoked: z.boolean(),
  actor,
}

export const timelineEntrySchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('message'), direction: z.enum(['inbound', 'outbound']), ...ofMessage }),
    z.object({ type: z.literal('broadcast'), ...ofMessage }),
    /** Of the person, or of a thread: then it has the conversation. */
    z.object({
      type: z.literal('note'),
      ...head,
      conversationId: z.string().nullable(),
      preview: z.string().nullable(),
      actor,
    }),
    z.object({
      type: z.literal('consent'),
      ...head,
      state: z.enum(['granted', 'revoked']),
      /** `whatsapp` (the person's own setting), `keyword`, `agent`, `api`, `import`. */
      source: z.string(),
      wording: z.string().nullable(),
      actor,
    }),
    z.object({ type: z.literal('conversation_opened'), ...head, conversationId: z.string(), by: z.string() }),
    z.object({
      type: z.literal('conversation_closed'),
      ...head,
      conversationId: z.string(),
      by: z.string().nullable(),
    }),
    /** `canUndo`: it stands, and nothing came on top of it. */
    z.object({
      type: z.literal('merged'),
      ...head,
      mergeId: z.string().nullable(),
      contactId: z.string().nullable(),
      name: z.string().nullable(),
      canUndo: z.boolean(),
      actor,
    }),
    z.object({
      type: z.literal('unmerged'),
      ...head,
      contactId: z.string().nullable(),
      name: z.string().nullable(),
      actor,
    }),
    z.object({ type: z.enum(['tagged', 'untagged']), ...head, tags: z.array(z.string()), actor }),
    /** Anything else that happened to them. `event`: created, imported, changed, owner, blocked, unblocked. */
    z.object({
      type: z.literal('event'),
      ...head,
      event: z.string(),
      data: z.record(z.string(), z.unknown()),
      actor,
    }),
  ])
  .meta({ id: 'TimelineEntry' })
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

export const timelineKinds = [
  'messages',
  'broadcasts',
  'notes',
  'consent',
  'conversations',
  'tags',
  'merges',
  'changes',
] as const
export type TimelineKind = (typeof timelineKinds)[number]
export const timelineQuerySchema = pageQuerySchema.extend({
  types: z
    .string()
    .max(120)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(timelineKinds)).max(timelineKinds.length))
    .optional()
    .meta({ description: `Some of ${timelineKinds.join(', ')}, with commas; all unless given` }),
})
/** A page may be short, or empty, and not the last one: how much is looked at for a page is bounded. */
export const timelinePageSchema = pageSchema(timelineEntrySchema).meta({ id: 'TimelinePage' })
