import { z } from 'zod'

/**
 * What happened in an organization, for whoever wants to react: automations, outgoing webhooks, analytics. Ids, not
 * contents: a subscriber reads what it needs, so that an erased person is in no queue. Every event has an `id` that stays
 * the same when it comes twice, `at` (ms), and a `version`: a field is only ever added within one.
 * docs/api.md describes each.
 */
const event = <T extends string, D extends z.ZodRawShape>(type: T, data: D) =>
  z.object({ type: z.literal(type), version: z.literal(1), at: z.number().int(), data: z.object(data) })

const ofConversation = { conversationId: z.string(), contactId: z.string(), phoneNumberId: z.string() }
const ofMessage = { messageId: z.string(), ...ofConversation }

export const inboxEventSchema = z.discriminatedUnion('type', [
  /**
   * A customer wrote. Once per message, never for history. A replay brings it for what had been missing and is stored only
   * then, and for nothing that was here: how long ago it was said, the message tells. `consent`: all it says is a word
   * that opts in or out.
   */
  event('message.received', {
    ...ofMessage,
    messageType: z.string(),
    isStandby: z.boolean(),
    consent: z.enum(['granted', 'revoked']).optional(),
  }),
  /** Something of ours went out, or was taken up by the queue. */
  event('message.created', { ...ofMessage, messageType: z.string(), sentBy: z.string() }),
  /** `status` as in the API: sent, delivered, read, played, failed, unconfirmed. */
  event('message.status', {
    messageId: z.string(),
    conversationId: z.string(),
    phoneNumberId: z.string(),
    status: z.string(),
  }),
  event('message.edited', { messageId: z.string(), conversationId: z.string() }),
  event('message.revoked', { messageId: z.string(), conversationId: z.string() }),
  event('note.created', { messageId: z.string(), conversationId: z.string(), mentions: z.array(z.string()) }),
  event('conversation.opened', { ...ofConversation, by: z.string() }),
  event('conversation.closed', { ...ofConversation, by: z.string() }),
  event('conversation.updated', { ...ofConversation, changes: z.array(z.enum(['status', 'assignee', 'snooze'])) }),
  event('conversation.assigned', {
    ...ofConversation,
    assigneeId: z.string().nullable(),
    previousAssigneeId: z.string().nullable(),
  }),
  event('contact.created', { contactId: z.string(), source: z.string() }),
  event('contact.updated', { contactId: z.string(), changes: z.array(z.string()) }),
  event('contact.merged', { contactId: z.string(), mergedContactId: z.string() }),
  event('media.ready', { mediaId: z.string(), messageId: z.string(), conversationId: z.string() }),
  event('media.failed', { mediaId: z.string(), messageId: z.string(), conversationId: z.string() }),
  event('template.updated', { wabaId: z.string(), name: z.string(), language: z.string(), status: z.string() }),
  event('phone_number.updated', { phoneNumberId: z.string(), changes: z.array(z.string()) }),
  event('phone_number.paused', { phoneNumberId: z.string(), reason: z.string() }),
  /** It sends again: what waits for it can go out. */
  event('phone_number.resumed', { phoneNumberId: z.string() }),
  event('phone_number.connected', { phoneNumberId: z.string() }),
  event('phone_number.disconnected', { phoneNumberId: z.string() }),
])
export type InboxEvent = z.infer<typeof inboxEventSchema>

/** One outbox row of a committed batch. */
export const inboxEventsSchema = z.object({ type: z.literal('inbox.events'), events: z.array(inboxEventSchema) })
