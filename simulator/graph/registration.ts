import type { PhoneNumber } from '../core/state'
import { graphError } from './errors'

/** The rules of registering a phone number. */

const SECOND = 1000
const HOUR = 3600 * SECOND
const MAX_REGISTRATIONS = 10
const REGISTRATION_WINDOW = 72 * HOUR
/** Wrong PINs: three in a minute are too fast, ten in twelve hours too many. */
const FAST = { guesses: 3, window: 60 * SECOND }
const MANY = { guesses: 10, window: 12 * HOUR }

export const REGIONS = 'AE AU BH BR CA CH DE GB ID IN JP KR SG ZA'.split(' ')

/** Counts a register or deregister call. @throws 133016 */
export function countRegistration(number: PhoneNumber, now: number): void {
  number.registrations = number.registrations.filter((at) => at > now - REGISTRATION_WINDOW)
  if (number.registrations.length >= MAX_REGISTRATIONS) {
    throw graphError(133016, {
      details: 'Registration or deregistration was attempted too often. The number is blocked for 72 hours.',
    })
  }
  number.registrations.push(now)
}

/** @throws 133005, 133008, 133009 */
export function checkPin(number: PhoneNumber, { pin, now }: { pin: string; now: number }): void {
  const failuresWithin = (window: number) => number.pinFailures.filter((at) => at > now - window)
  number.pinFailures = failuresWithin(MANY.window)
  for (const [code, { guesses, window }] of [[133008, MANY] as const, [133009, FAST] as const]) {
    const failures = failuresWithin(window)
    const [oldest] = failures
    if (oldest === undefined || failures.length < guesses) continue
    const seconds = Math.ceil((oldest + window - now) / SECOND)
    throw graphError(code, { details: `Please retry after ${seconds} seconds.` })
  }
  if (number.pin === null || number.pin === pin) {
    number.pinFailures = []
    return
  }
  number.pinFailures.push(now)
  throw graphError(133005, { details: 'The two-step verification PIN is incorrect.' })
}

/** @throws 100 for what isn't six digits */
export function requirePin(pin: string): string {
  if (!/^\d{6}$/.test(pin)) throw graphError(100, { message: 'Param pin must be exactly 6 digits.' })
  return pin
}

/** @throws 133006, 133015 */
export function requireRegistrable(number: PhoneNumber, now: number): void {
  if (number.blockedUntil !== null && number.blockedUntil > now) {
    throw graphError(133015, { details: 'The phone number was deleted recently. Wait 5 minutes before trying again.' })
  }
  if (number.codeVerificationStatus !== 'VERIFIED') {
    throw graphError(133006, { details: 'The phone number has to be verified before it is registered.' })
  }
}

export const isRegistered = (number: PhoneNumber): boolean =>
  number.platformType === 'CLOUD_API' && !['DISCONNECTED', 'UNVERIFIED', 'PENDING'].includes(number.status)
