import { z } from 'zod'
import { contentLimits } from './content-limits.schemas'
import { keptContents } from './outbound-content.schemas'

/**
 * What a message says, in either direction: one union, stored as JSON and shown as it is.
 * Source: developers.facebook.com/docs/whatsapp/cloud-api, "Webhooks: messages".
 */

// ── Only inbound ──
/** A tapped reply button, a row of a list, or a quick reply of a template. */
const buttonReplyContent = z.object({
  type: z.literal('button_reply'),
  kind: z.enum(['button', 'list', 'template']),
  id: z.string(),
  title: z.string(),
  description: z.string().optional(),
})
/** `response` is what the flow or the address form returned; null when it could not be read, then `raw` has it. */
const flowReplyContent = z.object({
  type: z.literal('flow_reply'),
  name: z.string(),
  body: z.string(),
  response: z.record(z.string(), z.unknown()).nullable(),
  raw: z.string().nullable(),
})
const callPermissionReplyContent = z.object({
  type: z.literal('call_permission_reply'),
  response: z.string(),
  isPermanent: z.boolean().optional(),
  expiresAt: z.number().nullable(),
})
const orderContent = z.object({
  type: z.literal('order'),
  catalogId: z.string(),
  text: z.string().optional(),
  items: z.array(
    z.object({ productRetailerId: z.string(), quantity: z.number(), itemPrice: z.number(), currency: z.string() }),
  ),
})
/** `user_changed_number`, `user_changed_user_id`, `customer_identity_changed` and whatever comes next. */
const systemContent = z.object({ type: z.literal('system'), event: z.string(), body: z.string() })
const callContent = z.object({
  type: z.literal('call'),
  callId: z.string(),
  event: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  status: z.string().nullable(),
  durationSeconds: z.number().nullable(),
})
const welcomeRequestContent = z.object({ type: z.literal('welcome_request') })
/** The phone app had a file that was not shared with us. It may follow. */
const mediaPlaceholderContent = z.object({ type: z.literal('media_placeholder') })
/** Kept and shown as such, never dropped. `raw` is Meta's message. */
const unsupportedContent = z.object({
  type: z.literal('unsupported'),
  originalType: z.string(),
  reason: z.string().nullable(),
  raw: z.unknown(),
})
/** Events about another message (`targetWamid`): stored like messages, applied to their target, no bubble of their own. */
const editContent = z.object({ type: z.literal('edit'), content: z.unknown() })
const revokeContent = z.object({ type: z.literal('revoke') })

// ── Only internal: never sent ──
/** `mentions` are user ids. */
const noteContent = z.object({
  type: z.literal('note'),
  body: z.string().min(1).max(contentLimits.note),
  mentions: z.array(z.string()).max(50).default([]),
})
export const activityEvents = [
  'assigned',
  'unassigned',
  'closed',
  'reopened',
  'pending',
  'snoozed',
  'unsnoozed',
  'merged',
  'handed_over',
] as const
/** A line in the thread: who did what with the conversation. */
const activityContent = z.object({
  type: z.literal('activity'),
  event: z.enum(activityEvents),
  /** Whom it was assigned to, until when it is snoozed. */
  detail: z.string().nullable(),
})

/** Everything a message can hold, in any direction. */
export const messageContentSchema = z.discriminatedUnion('type', [
  ...keptContents,
  buttonReplyContent,
  flowReplyContent,
  callPermissionReplyContent,
  orderContent,
  systemContent,
  callContent,
  welcomeRequestContent,
  mediaPlaceholderContent,
  unsupportedContent,
  editContent,
  revokeContent,
  noteContent,
  activityContent,
])
export type MessageContent = z.infer<typeof messageContentSchema>
export type MessageType = MessageContent['type']

/** Where an inbound message came from, beside what it says. */
export const messageContextSchema = z.object({
  forwarded: z.boolean().optional(),
  frequentlyForwarded: z.boolean().optional(),
  /** The ad that was clicked, as Meta writes it. */
  referral: z.record(z.string(), z.unknown()).optional(),
  referredProduct: z.object({ catalogId: z.string(), productRetailerId: z.string() }).optional(),
  groupId: z.string().optional(),
  /** Another app (Meta's agent) owned the conversation when it arrived. */
  standby: z.boolean().optional(),
})
export type MessageContext = z.infer<typeof messageContextSchema>

/** Why Meta refused. */
export const metaErrorSchema = z.object({ code: z.number(), title: z.string(), details: z.string().nullable() })
export type MetaError = z.infer<typeof metaErrorSchema>
