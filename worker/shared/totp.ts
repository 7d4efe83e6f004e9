import { randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

const PERIOD = 30
/** One step before and after: clocks of phones are up to half a minute off. */
const WINDOW = 1

const totpOf = (secret: string, account: string) =>
  new TOTP({ issuer: 'Wharf', label: account, secret: Secret.fromBase32(secret), period: PERIOD })

/** A new secret: 160 bits in base32. */
export const createTotpSecret = (): string => new Secret({ size: 20 }).base32

/** The otpauth:// address that authenticator apps read from a QR code. */
export const totpUri = (secret: string, account: string): string => totpOf(secret, account).toString()

/** The step (30 s since 1970) that the code is of, or null when it is wrong. A step must be used only once. */
export function findTotpStep(secret: string, code: string, now: number): number | null {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now, window: WINDOW })
  return delta === null ? null : Math.floor(now / 1000 / PERIOD) + delta
}

// No 0, 1, o, l, i: codes are copied from paper.
const RECOVERY_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const RECOVERY_CODES = 10

/** Ten codes of 10 letters (49 bits each), shown as `abcde-23456`. Each is good for one sign-in without the app. */
export const createRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: 10 }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]).join(''),
  )

export const formatRecoveryCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`
