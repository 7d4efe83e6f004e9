import type { InboxEvent } from '../../shared/domain-events.schemas'
import type { MetaError } from '../../whatsapp/message-content.schemas'
import type { StatusEvent } from '../../whatsapp/webhook-events'
import type { NewMessage, NewParkedStatus } from './ingestion.repository'
import type { Known, KnownMessage } from './known.repository'

type Told = { event: StatusEvent; phoneNumberId: string }
type TimeColumn = 'sentAt' | 'deliveredAt' | 'readAt' | 'playedAt' | 'failedAt'
type Times = Record<TimeColumn, number | null>
/** Written where nothing is written yet. */
export type StatusChange = Times & { id: string; error: MetaError | null; pricing: Record<string, unknown> | null }
/** A message of ours of which only a status has told Meta's id. */
export type Settlement = {
  id: string
  wamid: string
  /** It counted as failed, and was not. */
  isRevived: boolean
}
/** An echo that turned out to be a message of ours. */
export type Absorption = { id: string; into: string; intoAt: number; conversationId: string; mediaId: string | null }

const columnOf = {
  sent: 'sentAt',
  delivered: 'deliveredAt',
  read: 'readAt',
  played: 'playedAt',
  failed: 'failedAt',
} as const
const columns = Object.values(columnOf)
const nothing: Times = { sentAt: null, deliveredAt: null, readAt: null, playedAt: null, failedAt: null }
const keyOf = (phoneNumberId: string, wamid: string) => `${phoneNumberId}|${wamid}`
/**
 * States in which Meta may have the message, and we don't know its id: from a try before, where it waits or is cancelled;
 * and where it is accepted, because an echo had the id when the answer came.
 */
const unsettled: readonly unknown[] = ['queued', 'sending', 'unconfirmed', 'failed', 'cancelled', 'accepted']

/**
 * What the statuses of a batch do. Each time is written once, so that they may come twice and in any order. A status that
 * carries our id settles a message whose sending was never answered; one whose message nobody knows is kept until it comes.
 */
export function planStatuses(
  told: Told[],
  known: Pick<Known, 'messages' | 'ours' | 'retired' | 'faster'> & {
    rows: ReadonlyMap<string, NewMessage>
    now: number
  },
) {
  const byWamid = new Map(known.messages.map((row) => [keyOf(row.phoneNumberId, row.wamid ?? ''), row]))
  /** Of tries that are over: they settle nothing, and wait for nothing. */
  const retired = new Set(known.retired.map((row) => keyOf(row.phoneNumberId, row.wamid)))
  const byId = new Map(known.ours.map((row) => [row.id, row]))
  const changes = new Map<string, StatusChange>()
  const parked = new Map<string, NewParkedStatus>()
  const settled = new Map<string, Settlement>()
  const absorbed = new Map<string, Absorption>()
  const touched = new Map<string, KnownMessage>()
  const events: InboxEvent[] = []

  const tell = (row: Pick<KnownMessage, 'id' | 'conversationId' | 'phoneNumberId'>, status: string): void =>
    void events.push({
      type: 'message.status',
      version: 1,
      at: known.now,
      data: { messageId: row.id, conversationId: row.conversationId, phoneNumberId: row.phoneNumberId, status },
    })

  /** The message that this status is about, and settles if need be. */
  function settle({ event, phoneNumberId }: Told): KnownMessage | undefined {
    const ours = event.callbackData === null ? undefined : byId.get(event.callbackData)
    const found = byWamid.get(keyOf(phoneNumberId, event.wamid))
    if (!ours || ours.phoneNumberId !== phoneNumberId || ours.id === found?.id) return found
    const isOpen = ours.wamid === null && unsettled.includes(ours.sendState)
    if (!isOpen) return settled.get(ours.id)?.wamid === event.wamid ? ours : found
    // A message that somebody else sent, the echo says; but it carries our id.
    if (found && found.sentBy !== 'phone_app' && found.sentBy !== 'other_app') return found
    if (found) {
      absorbed.set(found.id, {
        id: found.id,
        into: ours.id,
        intoAt: ours.occurredAt,
        conversationId: ours.conversationId,
        mediaId: found.mediaId,
      })
      change(ours, found)
    }
    const isRevived = ours.sendState === 'failed' && event.status !== 'failed'
    settled.set(ours.id, { id: ours.id, wamid: event.wamid, isRevived })
    Object.assign(ours, { wamid: event.wamid, ...(isRevived && { failedAt: null }) })
    touched.set(ours.id, ours)
    byWamid.set(keyOf(phoneNumberId, event.wamid), ours)
    learn(ours)
    return ours
  }

  /** What is parked for it is applied with the settlement: it is told here. */
  function learn(row: KnownMessage): void {
    const stored = known.faster.find((one) => one.wamid === row.wamid && one.phoneNumberId === row.phoneNumberId)
    const ofBatch = parked.get(keyOf(row.phoneNumberId, row.wamid ?? ''))
    for (const [status, column] of Object.entries(columnOf)) {
      const at = stored?.[column] ?? ofBatch?.[column] ?? null
      if (at === null || row[column] !== null) continue
      row[column] = at
      tell(row, status)
    }
  }

  function change(row: KnownMessage, times: Partial<Times>, rest: Partial<StatusChange> = {}): StatusChange {
    const one = changes.get(row.id) ?? { ...nothing, id: row.id, error: null, pricing: null }
    for (const column of columns) one[column] ??= times[column] ?? null
    one.error ??= rest.error ?? null
    one.pricing ??= rest.pricing ?? null
    changes.set(row.id, one)
    touched.set(row.id, row)
    return one
  }

  function park({ event, phoneNumberId }: Told): void {
    const key = keyOf(phoneNumberId, event.wamid)
    const row = parked.get(key) ?? {
      ...nothing,
      phoneNumberId,
      wamid: event.wamid,
      error: null,
      pricing: null,
      createdAt: known.now,
    }
    row[columnOf[event.status]] ??= event.at
    row.error ??= event.error
    row.pricing ??= event.pricing
    parked.set(key, row)
  }

  for (const one of told) {
    const { event, phoneNumberId } = one
    if (retired.has(keyOf(phoneNumberId, event.wamid))) continue
    const column = columnOf[event.status]
    const fresh = known.rows.get(keyOf(phoneNumberId, event.wamid))
    if (fresh) {
      Object.assign(fresh, {
        [column]: fresh[column] ?? event.at,
        error: fresh.error ?? event.error,
        pricing: fresh.pricing ?? event.pricing,
      })
      continue
    }
    const row = settle(one)
    if (!row) park(one)
    else if (row.direction === 'outbound' && row[column] === null) {
      row[column] = event.at
      change(row, { [column]: event.at }, { error: event.error, pricing: event.pricing })
      tell(row, event.status)
    }
  }

  return {
    changes: [...changes.values()],
    parked: [...parked.values()],
    settled: [...settled.values()],
    absorbed: [...absorbed.values()],
    messageIds: [...touched.keys()],
    conversationIds: [...new Set([...touched.values()].map(({ conversationId }) => conversationId))],
    /** Where something of ours was in flight: the next message may go. */
    freed: [...settled.keys()].flatMap((id) => byId.get(id)?.conversationId ?? []),
    events,
  }
}
