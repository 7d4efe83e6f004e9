import type { GraphError } from '../../whatsapp/graph.errors'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Meta writes digests in base64 or in hex, padded or not. Null for what is neither: then there is nothing to compare. */
export function toHexDigest(digest: string | null): string | null {
  if (digest === null) return null
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase()
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(digest)) return null
  const standard = digest.replaceAll('-', '+').replaceAll('_', '/')
  return Array.from(atob(standard), (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

const firstDelays = [4 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 20 * MINUTE]
/** How long to wait after so many attempts. */
export const copyDelay = (attempts: number): number => firstDelays[attempts - 1] ?? Math.min(attempts - 5, 6) * HOUR

/** A store that is down for a day must not be asked for every file each minute. */
export const mirrorDelay = (attempts: number): number => Math.min(2 ** (attempts - 1) * MINUTE, DAY)

/** Meta keeps what customers send for seven days. */
export const KEPT_BY_META = 7 * DAY
const DAMAGED_ATTEMPTS = 5
/** Meta has been seen to tell of a file a moment before it has it. */
const GONE_ATTEMPTS = 3

const REPAIRED_WITHIN = 20 * MINUTE

/** Why a copy did not succeed. */
export type CopyFailure =
  | { reason: 'damaged' }
  | { reason: 'too_large' }
  | { reason: 'disconnected' }
  | { reason: 'graph'; error: Pick<GraphError, 'disposition' | 'httpStatus' | 'metaError' | 'retryAfterMs'> }
  /** On our side, or on the way. */
  | { reason: 'interrupted' }

/** Ask again later, or a sentence for people that says why there is no file. */
export type CopyVerdict = { retryAfter: number } | { failure: string }

/** Not the last word: see `copyAgain`. */
export const DISCONNECTED = 'The phone number was disconnected before this file had arrived.'
const MISSING = 'WhatsApp does not have this file any more. Ask for it to be sent again.'

export function judgeCopy(
  failure: CopyFailure,
  { attempts, createdAt, now }: { attempts: number; createdAt: number; now: number },
): CopyVerdict {
  const again = { retryAfter: copyDelay(attempts) }
  if (failure.reason === 'too_large')
    return { failure: 'This file has more than 100 MB, which WhatsApp does not hand over.' }
  if (failure.reason === 'disconnected') return { failure: DISCONNECTED }
  if (failure.reason === 'damaged' && attempts >= DAMAGED_ATTEMPTS)
    return { failure: 'This file arrives damaged every time. Ask for it to be sent again.' }
  if (failure.reason === 'graph' && isGone(failure.error) && attempts >= GONE_ATTEMPTS) return { failure: MISSING }
  if (now - createdAt >= KEPT_BY_META)
    return { failure: 'WhatsApp did not hand over this file within seven days, and has deleted it since.' }
  if (failure.reason !== 'graph') return again
  // A person repairs the number, and looks at the conversation then.
  if (failure.error.disposition === 'pause_number') return { retryAfter: Math.min(again.retryAfter, REPAIRED_WITHIN) }
  return { retryAfter: Math.max(again.retryAfter, failure.error.retryAfterMs ?? 0) }
}

/** 100: no such object, or not for this token. 131052: Meta could not load it itself. */
const isGone = ({ httpStatus, metaError }: Pick<GraphError, 'httpStatus' | 'metaError'>): boolean =>
  httpStatus === 404 || metaError.code === 100 || metaError.code === 131052
