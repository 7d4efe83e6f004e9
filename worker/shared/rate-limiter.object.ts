import { DurableObject } from 'cloudflare:workers'

export type RateLimit = { limit: number; windowMs: number }
export type RateLimitResult = { allowed: boolean; remaining: number; retryAfterMs: number }
type Window = { endsAt: number; used: number }

/**
 * Counts attempts of one key (an address, an account) in a window that starts with the first one. One object a key, so
 * an attack on one account slows nobody else, and attempts at the same moment are counted one after the other.
 */
export class RateLimiter extends DurableObject {
  /** Counts one attempt. @param now milliseconds since 1970, the caller's clock */
  async consume({ limit, windowMs }: RateLimit, now: number): Promise<RateLimitResult> {
    const current = this.ctx.storage.kv.get<Window>('window')
    const open = current && current.endsAt > now ? current : { endsAt: now + windowMs, used: 0 }
    if (open.used >= limit) return { allowed: false, remaining: 0, retryAfterMs: open.endsAt - now }
    const used = open.used + 1
    this.ctx.storage.kv.put('window', { ...open, used })
    if (open !== current) await this.ctx.storage.setAlarm(open.endsAt)
    return { allowed: true, remaining: limit - used, retryAfterMs: 0 }
  }

  /** Forgets what was counted: the person has shown who they are. */
  async forgive(): Promise<void> {
    await this.ctx.storage.deleteAll()
  }

  /** An object that holds nothing costs nothing. */
  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll()
  }
}
