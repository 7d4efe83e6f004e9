import type { StoredMessage } from '../core/state'

/** US dollars for a delivered message: round figures of the right size, the same for every country. */
const RATES: Record<string, number> = {
  marketing: 0.025,
  marketing_lite: 0.025,
  utility: 0.004,
  service: 0.004,
  authentication: 0.0135,
  authentication_international: 0.02,
}

const rateOf = ({ pricing }: StoredMessage): number =>
  pricing?.billable === true && typeof pricing.category === 'string' ? (RATES[pricing.category] ?? 0) : 0

/** Rounded where sums of fractions would show their tail. */
export const priceOf = (messages: StoredMessage[]): number =>
  Math.round(messages.reduce((sum, message) => sum + rateOf(message), 0) * 10_000) / 10_000
