import { createHmac, timingSafeEqual } from 'node:crypto'
import { HOUR } from './clock'
import type { Config } from './config'

type Keys = Pick<Config, 'accessTokenSecret'>
type Named = { organizationId: string; mediaId: string; expiresAt: number }

const sign = ({ accessTokenSecret }: Keys, { organizationId, mediaId, expiresAt }: Named): Buffer =>
  createHmac('sha256', `media:${accessTokenSecret.reveal()}`)
    .update(`${organizationId}\n${mediaId}\n${expiresAt}`)
    .digest()
    .subarray(0, 16)

/**
 * The address of a file: it carries its own permission, because an <img> sends no Authorization. Good for one to two
 * hours, and the same within an hour, so that a browser's cache holds.
 */
export function mediaUrl(config: Keys, organizationId: string, mediaId: string, now: number): string {
  const expiresAt = (Math.floor(now / HOUR) + 2) * HOUR
  const signature = sign(config, { organizationId, mediaId, expiresAt }).toString('base64url')
  return `/api/media/${mediaId}/content?organization=${organizationId}&expires=${expiresAt}&signature=${signature}`
}

/** Whether an address is ours and still good. Constant time. */
export function isMediaUrlSigned(config: Keys, named: Named & { signature: string }, now: number): boolean {
  const given = Buffer.from(named.signature, 'base64url')
  const wanted = sign(config, named)
  return given.length === wanted.length && timingSafeEqual(given, wanted) && named.expiresAt > now
}
