import { z } from 'zod'

/** The protocol both sides speak; the access token travels as a second one, `bearer.<token>`, and never in the address. */
export const SOCKET_PROTOCOL = 'wharf'
export const TOKEN_PROTOCOL_PREFIX = 'bearer.'

/** Why a socket was closed, for the dashboard: refresh and come back, or look again at what you may see. */
export const closeCodes = { signedOut: 4401, accessRemoved: 4403 } as const

/** What a client may send. `ping` is answered `pong` without waking the object. */
export const clientFrameSchema = z.strictObject({ type: z.literal('token'), accessToken: z.string().min(1).max(4096) })
export type ClientFrame = z.infer<typeof clientFrameSchema>

/** What a client receives. Grows with the features: clients ignore types they do not know. */
export const serverFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('token_accepted'), expiresAt: z.iso.datetime() }),
])
export type ServerFrame = z.infer<typeof serverFrameSchema>

export const memberLeftSchema = z.object({ type: z.literal('member.left'), userId: z.string() })
