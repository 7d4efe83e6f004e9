import { DurableObject } from 'cloudflare:workers'
import { freshPace, type PaceRequest, type Permits, takePermits } from './number-pacer.models'

/**
 * One per phone number: hands out permits to send, as many as Meta's throughput allows, people's before bulk. What it
 * knows is a second old at most, so it is only remembered: an object that starts anew has sent nothing lately.
 */
export class NumberPacer extends DurableObject<Env> {
  #pace = freshPace()
  #latest = 0

  /** @param now the caller's clock; callers' clocks differ, the object's never goes back */
  take(request: PaceRequest, now: number): Permits {
    this.#latest = Math.max(this.#latest, now)
    const { pace, permits } = takePermits(this.#pace, request, this.#latest)
    this.#pace = pace
    return permits
  }

  /** Meta refused for the number's throughput: nobody sends until then. */
  hold(until: number): void {
    this.#pace = { ...this.#pace, heldUntil: Math.max(this.#pace.heldUntil, until) }
  }
}
