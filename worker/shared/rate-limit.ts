import type { SystemContext } from './context'
import { defineError } from './errors'
import { platformObjectName } from './names'
import type { RateLimit, RateLimitResult } from './rate-limiter.object'
import { hashToken } from './tokens'

export const rateLimitExceeded = defineError({
  code: 'rate_limit.exceeded',
  status: 429,
  message: 'Too many attempts. Wait a little, then try again.',
})

const limiterOf = ({ env }: SystemContext, scope: string, key: string) =>
  env.RATE_LIMITER.getByName(platformObjectName(`rate-limit:${scope}:${hashToken(key)}`))

/**
 * Counts an attempt under a key before it is made.
 * @throws `rate_limit.exceeded` with the seconds to wait in `details` and `Retry-After`
 */
export async function countAttempt(
  system: SystemContext,
  { scope, key, ...limit }: RateLimit & { scope: string; key: string },
): Promise<RateLimitResult> {
  const result = await limiterOf(system, scope, key).consume(limit, system.clock.now())
  if (result.allowed) return result
  const retryAfterSeconds = Math.ceil(result.retryAfterMs / 1000)
  throw rateLimitExceeded({
    message: `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`,
    details: { retryAfterSeconds },
    headers: { 'retry-after': String(retryAfterSeconds) },
  })
}

export const forgiveAttempts = (system: SystemContext, scope: string, key: string): Promise<void> =>
  limiterOf(system, scope, key).forgive()

function inWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
