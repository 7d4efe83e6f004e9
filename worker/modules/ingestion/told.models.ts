import type { Person, WebhookEvent } from '../../whatsapp/webhook-events'

/** One thing that Meta told about a number of the organization. */
export type Told<E = WebhookEvent> = {
  event: E
  /** Our `num_…`. */
  phoneNumberId: string
  /** When the delivery came in. */
  receivedAt: number
  /** Which of the batch's changes it stood in. */
  change: number
}
type Ids = Pick<Person, 'waId' | 'userId'>

/** The ids of everybody an event is about. */
export function idsOf(event: WebhookEvent): Ids[] {
  switch (event.kind) {
    case 'message':
    case 'echo':
    case 'history':
    case 'call':
    case 'contact':
    case 'preference':
      return [event.person]
    case 'handover':
      return event.person ? [event.person] : []
    case 'identity':
      return [event.previous, event.current]
    default:
      return []
  }
}

/** Meta's times have whole seconds. */
const SECOND = 1000

/**
 * What is not about an erased person, or was said after the erasure: somebody who writes again is somebody new. Within
 * the second of the erasure our own clock decides.
 */
export function withoutErased(
  told: Told[],
  erased: { identityHash: string; erasedAt: number }[],
  hashesOf: (ids: Ids) => string[],
): Told[] {
  if (erased.length === 0) return told
  const erasedAt = new Map(erased.map((row) => [row.identityHash, row.erasedAt]))
  const isGone = ({ event, receivedAt }: Told) => {
    const at = 'at' in event ? event.at : receivedAt
    return idsOf(event)
      .flatMap(hashesOf)
      .some((hash) => {
        const erasure = erasedAt.get(hash) ?? 0
        return at + SECOND <= erasure || (at < erasure && receivedAt < erasure)
      })
  }
  return told.filter((one) => !isGone(one))
}
