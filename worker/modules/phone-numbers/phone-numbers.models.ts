import type { GraphPhoneNumber } from '../../whatsapp/graph.schemas'
import type { AccountUpdatedEvent, NumberUpdatedEvent } from '../../whatsapp/webhook-events'
import type { PhoneNumberRow } from './phone-numbers.repository'
import type { PhoneNumber } from './phone-numbers.schemas'

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

export const toPhoneNumber = (row: PhoneNumberRow): PhoneNumber => ({
  id: row.id,
  name: row.name,
  displayPhoneNumber: row.displayPhoneNumber,
  verifiedName: row.verifiedName,
  metaPhoneNumberId: row.metaPhoneNumberId,
  wabaId: row.wabaId,
  app: row.appKey === null ? 'platform' : 'own',
  status: row.status,
  pausedReason: row.pausedReason,
  tokenExpiresAt: iso(row.tokenExpiresAt),
  hasPin: row.pin !== null,
  qualityRating: row.qualityRating,
  messagingLimit: row.messagingLimit,
  throughputLevel: row.throughputLevel,
  nameStatus: row.nameStatus,
  accountMode: row.accountMode,
  isOnPhoneApp: row.isOnPhoneApp,
  webhookVerifiedAt: iso(row.webhookVerifiedAt),
  lastMessageAt: iso(row.lastMessageAt),
  checkedAt: iso(row.checkedAt),
  disconnectedAt: iso(row.disconnectedAt),
  createdAt: new Date(row.createdAt).toISOString(),
})

/** Where Meta delivers for an app; the platform's own has no key. */
export const webhookUrl = (publicUrl: string, appKey: string | null): string =>
  `${publicUrl}/api/webhook${appKey === null ? '' : `/${appKey}`}`

export type NumberFacts = Pick<
  PhoneNumberRow,
  | 'displayPhoneNumber'
  | 'verifiedName'
  | 'qualityRating'
  | 'messagingLimit'
  | 'throughputLevel'
  | 'nameStatus'
  | 'accountMode'
  | 'isOnPhoneApp'
>
/** What the row keeps of Meta's answer. What Meta leaves out keeps its last value. */
export const factsOf = (number: GraphPhoneNumber, known: Partial<NumberFacts> = {}): NumberFacts => ({
  displayPhoneNumber: number.displayPhoneNumber || known.displayPhoneNumber || number.id,
  verifiedName: number.verifiedName || known.verifiedName || '',
  qualityRating: number.qualityRating ?? known.qualityRating ?? null,
  messagingLimit: number.messagingLimit ?? known.messagingLimit ?? null,
  throughputLevel: number.throughputLevel ?? known.throughputLevel ?? null,
  nameStatus: number.nameStatus ?? known.nameStatus ?? null,
  accountMode: number.accountMode ?? known.accountMode ?? null,
  isOnPhoneApp: number.isOnPhoneApp ?? known.isOnPhoneApp ?? false,
})

/** The names of the values that differ, for the event that says what changed. */
export const changedKeys = <Row extends object>(before: Row, changes: Partial<Row>): (keyof Row & string)[] =>
  (Object.keys(changes) as (keyof Row & string)[]).filter((key) => before[key] !== changes[key])

/** Display numbers are written in many ways: only the digits count. */
export const isSameNumber = (a: string, b: string): boolean => a.replace(/\D/g, '') === b.replace(/\D/g, '')

/** What a webhook about a number changes on its row. */
export const changesOf = (event: NumberUpdatedEvent): Partial<NumberFacts> => ({
  ...(event.qualityRating !== undefined && { qualityRating: event.qualityRating }),
  ...(event.messagingLimit !== undefined && { messagingLimit: event.messagingLimit }),
  ...(event.throughputLevel !== undefined && { throughputLevel: event.throughputLevel }),
  ...(event.verifiedName !== undefined && { verifiedName: event.verifiedName }),
  // What is refused or put off is a new name: the one that customers see stays.
  ...(event.nameStatus === 'APPROVED' && { nameStatus: event.nameStatus }),
})

const DISABLED =
  'Meta has disabled this WhatsApp Business Account. Appeal in Meta’s Business Support Home; sending goes on once it is back.'

/**
 * What the account's news mean for its numbers. `look`: they may mean something, Meta has to be asked. A partner that was
 * removed, for instance, need not be us.
 */
export function accountConsequence({
  event,
  detail,
}: AccountUpdatedEvent): { pause: string } | { resumeFrom: string } | 'look' {
  if (event === 'ACCOUNT_DELETED' || (event === 'DISABLED_UPDATE' && detail === 'DISABLE')) return { pause: DISABLED }
  if (event === 'DISABLED_UPDATE' && detail === 'REINSTATE') return { resumeFrom: DISABLED }
  return 'look'
}
