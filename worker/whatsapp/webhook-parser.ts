import type { ParsedChange, RawChange } from './webhook-events'

/** Grows when a change would be read differently: rows of an older version can be completed by a replay. */
export const PARSER_VERSION = 1

/** The changes of a delivery, in their order; null when the body is not one of Meta's deliveries about WhatsApp. */
export function splitDelivery(body: unknown): RawChange[] | null {
  return body === null ? null : []
}

/** What a change says. Never throws: what cannot be read becomes an `unknown` event, or `unsupported` content. */
export function parseChange(change: RawChange): ParsedChange {
  return { field: change.field, phoneNumberId: null, wabaId: change.wabaId, events: [] }
}
