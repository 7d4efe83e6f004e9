import type { MetaError } from '../../whatsapp/message-content.schemas'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** A claim holds this long. Nobody else sends this conversation's messages in the meantime. */
export const LEASE = 30 * SECOND
/** A call is not begun when less is left of the lease: it may take ten seconds, and its outcome must still be ours. */
export const LEAST_LEASE = 11 * SECOND
/** How long a queued message waits for its queue message before the sweep sends another. */
export const SAFETY_NET = MINUTE
/** After so long without a status a person may send an unconfirmed message again. */
export const OFFER_AFTER = 10 * MINUTE
/** Messages of a number that is paused: `phone_number.resumed` brings them back sooner. */
export const PAUSED_FOR = 60 * MINUTE

/** What became of a claimed message. */
export type Outcome =
  | { kind: 'accepted'; wamid: string; waId: string | null; userId: string | null }
  /** Meta refused, or we do. */
  | { kind: 'failed'; error: MetaError }
  /** It was refused for now. Later messages of the conversation wait behind it. */
  | { kind: 'retry'; waitMs: number }
  /** It may have been sent: never again by itself. */
  | { kind: 'unconfirmed' }
  /** It was not tried. */
  | { kind: 'released'; waitMs: number }

const MAX_ATTEMPTS = 10
const PAIR_RATE = 131056

/**
 * When a message is tried again that Meta refused for now. Null: enough. Too many messages to one person: 4^X seconds, as
 * Meta says; everything else 2^X.
 * @param attempts how often it was tried, this time included
 */
export function retryAfter(
  { code }: MetaError,
  { attempts, askedMs }: { attempts: number; askedMs: number | null },
): number | null {
  if (attempts >= MAX_ATTEMPTS) return null
  const base = code === PAIR_RATE ? 4 : 2
  return Math.max(askedMs ?? 0, Math.min(base ** (attempts - 1) * SECOND, 5 * MINUTE))
}

/** Meta's limits that hold for the whole number, not for one message. */
export const isNumberBusy = ({ code }: MetaError): boolean => code === 130429 || code === 80007 || code === 4

/**
 * Where `due_at` of a message goes that waits. One that was tried may not be claimed before; one that was not may be
 * claimed at any time, and the time is only when the sweep looks after it.
 */
export const waitingUntil = (now: number, waitMs: number, attempts: number): number =>
  now + waitMs + (attempts === 0 ? SAFETY_NET : 0)

export const toDelaySeconds = (waitMs: number): number => Math.max(0, Math.ceil(waitMs / SECOND))
