import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** 32 random bytes as base64url: 43 characters. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of a random token: SHA-256 in hex. A token of 256 random bits needs no slow hash. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** HMAC-SHA256 as base64url. */
export const signToken = (key: string, value: string): string =>
  createHmac('sha256', key).update(value).digest('base64url')

/** Compares in constant time; strings of different length are unequal. */
export function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
