import { z } from 'zod'
import { memberRoleSchema } from '../../tenancy/permissions.schemas'
import { conversationSchema } from '../conversations/conversations.schemas'
import { messageSchema } from '../messages/messages.schemas'
import { agentVisibilitySchema } from '../organizations/organizations.schemas'

/** The protocol both sides speak; the access token travels as a second one, `bearer.<token>`, and never in the address. */
export const SOCKET_PROTOCOL = 'wharf'
export const TOKEN_PROTOCOL_PREFIX = 'bearer.'

/** Why a socket was closed, for the dashboard: refresh and come back, or look again at what you may see. */
export const closeCodes = { signedOut: 4401, accessRemoved: 4403 } as const

/** What a client may send, on either socket. `ping` is answered `pong` without waking the object. */
export const clientFrameSchema = z.discriminatedUnion('type', [
  /** The next access token of the same session. */
  z.strictObject({ type: z.literal('token'), accessToken: z.string().min(1).max(4096) }),
  /** Inbox socket: at the desk or not. */
  z.strictObject({ type: z.literal('presence'), isAway: z.boolean() }),
  /** Conversation socket: what the person does in the composer. Sent again every few seconds; forgotten after ten. */
  z.strictObject({ type: z.literal('writing'), kind: z.enum(['reply', 'note']).nullable() }),
])
export type ClientFrame = z.infer<typeof clientFrameSchema>

const person = z.object({ userId: z.string(), name: z.string() })

/** What a client receives. Grows with the features: clients ignore types they do not know. */
export const serverFrameSchema = z.discriminatedUnion('type', [
  /**
   * The first frame. `to`: the newest change there was when the socket opened; on a conversation's socket the newest of that
   * conversation. Whoever has seen that far as this role, with this sight, has missed nothing. Newer frames may come before it.
   */
  z.object({
    type: z.literal('hello'),
    to: z.number().int(),
    role: memberRoleSchema,
    /** What this person sees of the inbox: everything, or their own conversations and those of nobody. */
    visibility: agentVisibilitySchema,
  }),
  z.object({ type: z.literal('token_accepted'), expiresAt: z.iso.datetime() }),
  /**
   * Inbox socket: the organization's changes after `from` up to `to`, also when none of them concerns this person. A `from`
   * above the last `to` is a gap: ask `GET /api/inbox/changes`.
   */
  z.object({
    type: z.literal('inbox.changed'),
    from: z.number().int(),
    to: z.number().int(),
    conversations: z.array(conversationSchema),
    /** Conversations this person has lost sight of. */
    removed: z.array(z.string()),
  }),
  /**
   * Conversation socket: the conversation and every message of it that changed after its change `from` up to its change `to`.
   * The numbers between belong to other conversations. A `from` above the last change that the thread holds is a gap.
   */
  z.object({
    type: z.literal('conversation.changed'),
    from: z.number().int(),
    to: z.number().int(),
    conversation: conversationSchema,
    messages: z.array(messageSchema),
  }),
  /** Conversation socket: this person no longer sees it. The socket is closed next. */
  z.object({ type: z.literal('conversation.removed'), conversationId: z.string() }),
  /** Inbox socket: who is online. */
  z.object({ type: z.literal('presence'), online: z.array(person.extend({ isAway: z.boolean() })) }),
  /** Conversation socket: who looks at it, and who is writing what. */
  z.object({
    type: z.literal('viewers'),
    viewers: z.array(person.extend({ writing: z.enum(['reply', 'note']).nullable() })),
  }),
])
export type ServerFrame = z.infer<typeof serverFrameSchema>

export const memberLeftSchema = z.object({ type: z.literal('member.left'), userId: z.string() })
export const roleChangedSchema = z.object({ type: z.literal('member.role_changed'), userId: z.string() })
