import { createHmac } from 'node:crypto'

/**
 * The bytes Meta sends and signs: JSON with everything outside ASCII as \uXXXX in lower-case hex, and slashes escaped.
 * Whoever parses first and hashes what JSON.stringify gives back gets another signature.
 */
export const webhookBody = (payload: unknown): string =>
  JSON.stringify(payload).replace(/[\u0080-\uffff/]/g, (character) =>
    character === '/' ? '\\/' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** The value of `X-Hub-Signature-256`. The body is ASCII: its characters are its bytes. */
export const sign = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body, 'latin1').digest('hex')}`
