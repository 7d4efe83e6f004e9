import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../shared/secret'

const FORM = /^sha256=([0-9a-f]{64})$/i

/**
 * Whether Meta's app with this secret signed these bytes, told in constant time.
 * Meta signs its own escaping of the body (`\u00e4`): only the raw bytes verify, never what was parsed and written again.
 * @param header `X-Hub-Signature-256`: `sha256=` and 64 hexadecimal digits
 */
export async function verifySignature(secret: Secret, body: ArrayBuffer, header: string | undefined): Promise<boolean> {
  const given = header === undefined ? null : FORM.exec(header)
  if (!given?.[1]) return false
  const expected = createHmac('sha256', secret.reveal()).update(new Uint8Array(body)).digest()
  return timingSafeEqual(expected, Buffer.from(given[1], 'hex'))
}
