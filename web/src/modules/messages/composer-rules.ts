import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'

/** Why no reply can be written now. Notes can be, except by whoever may only read. */
export type ComposerBlock =
  | { kind: 'read_only' }
  | { kind: 'blocked' }
  | { kind: 'disconnected' }
  | { kind: 'paused' }
  | { kind: 'never_wrote' }
  | { kind: 'window_closed'; hoursAgo: number }

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const SOON_MINUTES = 60

type Situation = {
  conversation: Pick<Conversation, 'contact' | 'windowEndsAt' | 'lastInboundAt'>
  /** Undefined while it isn't known yet: nothing is claimed then. */
  number: Pick<PhoneNumber, 'status'> | undefined
  maySend: boolean
  now: number
}

/** The first thing that stands in the way: what helps with it is what has to be shown. */
export function findBlock({ conversation, number, maySend, now }: Situation): ComposerBlock | null {
  if (!maySend) return { kind: 'read_only' }
  if (conversation.contact.isBlocked) return { kind: 'blocked' }
  if (number?.status === 'disconnected') return { kind: 'disconnected' }
  if (number?.status === 'paused') return { kind: 'paused' }
  const { windowEndsAt, lastInboundAt } = conversation
  if (windowEndsAt === null || lastInboundAt === null) return { kind: 'never_wrote' }
  if (Date.parse(windowEndsAt) > now) return null
  return { kind: 'window_closed', hoursAgo: Math.max(24, Math.floor((now - Date.parse(lastInboundAt)) / HOUR_MS)) }
}

/** Minutes until the window closes, in its last hour; otherwise null. */
export function closesIn({ windowEndsAt }: Pick<Conversation, 'windowEndsAt'>, now: number): number | null {
  if (windowEndsAt === null) return null
  const minutes = Math.ceil((Date.parse(windowEndsAt) - now) / MINUTE_MS)
  return minutes > 0 && minutes <= SOON_MINUTES ? minutes : null
}

/** How one speaks of somebody; a number or a user name stays whole. */
export function firstNameOf(displayName: string): string {
  const name = displayName.trim()
  return /^[+\d(@]/.test(name) ? name : (name.split(/\s+/)[0] ?? name)
}
/** Whether a name is a person's, not the number that stands in for one. */
export const isRealName = (displayName: string): boolean => !/^[+\d(@]/.test(displayName.trim())
