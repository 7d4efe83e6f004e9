import { encodeTime, monotonicFactory } from 'ulid'

/** What each prefix names. An id says what it is wherever it turns up: in a log, a URL, a bug report. */
export type IdPrefix =
  | 'usr'
  | 'org'
  | 'ses'
  | 'tok'
  | 'key'
  | 'mail'
  | 'evt'
  | 'aud'
  | 'dead'
  | 'req'
  | 'app' // a tenant's own Meta app
  | 'num' // a connected phone number
  | 'tpl'
  | 'ctc' // contact
  | 'tag'
  | 'fld' // a custom field of the contacts
  | 'cns' // an entry of the consent log
  | 'cnt' // a note about a contact
  | 'mrg' // a merge of two contacts
  | 'con' // conversation
  | 'epi' // episode of a conversation
  | 'can' // canned reply
  | 'msg'
  | 'med'
  | 'clm' // a claim on a message that is being sent
  | 'dlv' // an archived part of Meta's deliveries
  | 'seg' // a segment of the contacts
  | 'rpl' // a replay of archived deliveries
  | 'job' // work that goes on by itself

// Made at the first use: Workers allow no randomness while a module loads.
let nextUlid: ReturnType<typeof monotonicFactory> | undefined

/**
 * A new id such as `org_01jd0x…`: prefix and lower-case ULID (26 characters), ordered by `at`.
 * @param at milliseconds since 1970
 */
export function createId(prefix: IdPrefix, at: number): string {
  nextUlid ??= monotonicFactory()
  return `${prefix}_${nextUlid(at).toLowerCase()}`
}

/** What every id that was made at a time or later is not below. */
export const idsSince = (prefix: IdPrefix, at: number): string => `${prefix}_${encodeTime(at).toLowerCase()}`

/** The id of an effect, derived from what caused it, so that doing it twice is doing it once. */
export const deriveId = (prefix: IdPrefix, cause: string): string => `${prefix}_${cause.slice(cause.indexOf('_') + 1)}`
