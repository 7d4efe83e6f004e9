import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { isEqual } from './tokens'

/**
 * 16 MiB and about 0.2 s. PBKDF2 with a safe number of rounds works locally and throws in production (its limit there
 * is 100,000), and scrypt's cost is capped at N·r·p = 2^20 (workerd, limit-enforcer.h).
 */
const COST = { N: 2 ** 14, r: 8, p: 5 }
const KEY_LENGTH = 32

type Cost = { N: number; r: number; p: number }

const derive = (password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> => {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) =>
    // NFKC: the same password typed on another keyboard can be other code points.
    scrypt(password.normalize('NFKC'), salt, KEY_LENGTH, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

/** `scrypt$N$r$p$salt$hash`, so that the cost can grow and old hashes still verify. */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

// A hash of nothing anyone knows, at today's cost: an unknown address takes as long as a known one.
const unknownAccount = `scrypt$${COST.N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** @param stored undefined when there is no such account: takes as long, and is false */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, N = '', r = '', p = '', salt = '', hash = ''] = (stored ?? unknownAccount).split('$')
  const key = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  return isEqual(key.toString('base64url'), hash) && stored !== undefined
}
