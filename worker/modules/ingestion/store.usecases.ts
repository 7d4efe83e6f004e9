import type { OrganizationContext, SystemContext } from '../../shared/context'
import { isConflict } from '../../shared/db/statements'
import type { BatchItem } from '../../shared/queue'
import type { ParsedChange, RawChange, WebhookEvent } from '../../whatsapp/webhook-events'
import { buryChanges, toBody, toInbound } from './dead-changes.usecases'
import { isPermanent, reasonOf } from './failures.models'
import { type Budget, QUERIES } from './inbound-run.models'
import { ingest, MAX_EVENTS } from './ingest.usecases'
import type { Inbound, SignedBy } from './ingestion.schemas'
import type { Told } from './told.models'

/** A change of a delivery, and the number of the organization that it speaks for. */
export type Entry = SignedBy & {
  item: Pick<BatchItem<Inbound>, 'id' | 'fail'>
  raw: RawChange
  parsed: ParsedChange
  phoneNumberId: string
}

/** How long an echo that may be one of ours waits before it is looked at again. */
const ECHO_DELAY_SECONDS = 10
/** A change that has so much in it that cannot be stored that it never comes to an end is a dead letter as a whole. */
const MAX_POSTPONED = 3

const inboxKinds = ['message', 'echo', 'history', 'status', 'identity', 'contact', 'preference', 'call', 'handover']
const isOfInbox = ({ kind }: WebhookEvent): boolean => inboxKinds.includes(kind)
const withOwnStatements = ['preference', 'identity', 'echo']

const toldBy = ({ parsed, phoneNumberId, receivedAt }: Entry, change: number): Told[] =>
  parsed.events.filter(isOfInbox).map((event) => ({ event, phoneNumberId, receivedAt, change }))
const statementsOf = (events: WebhookEvent[]): number =>
  events.filter(({ kind }) => withOwnStatements.includes(kind)).length * QUERIES.ownStatements

/** How many queries an organization's part of a batch may take. */
export function costOf(entries: Entry[]): number {
  const events = entries.flatMap(({ parsed }) => parsed.events)
  const inbox = events.filter(isOfInbox)
  const moreParts = Math.max(0, Math.ceil(inbox.length / MAX_EVENTS) - 1)
  const account = (events.length - inbox.length) * QUERIES.account
  return QUERIES.organization + moreParts * QUERIES.part + statementsOf(inbox) + account
}

/** Stores what the changes say. @returns how many of them were dead-lettered */
export async function storeEntries(
  system: SystemContext,
  ctx: OrganizationContext,
  { entries, run }: { entries: Entry[]; run: Budget },
): Promise<number> {
  const told = entries.flatMap(toldBy)
  if (told.length === 0) return 0
  const culprits = new Map<number, unknown>()
  const left = new Set<number>()
  const take = async (some: Told[]) =>
    defer(system, { ctx, entries }, await ingest(ctx, some, { onRetry: () => run.spend(QUERIES.part) }))

  /** In halves, those in halves: what cannot be stored is all that is left out, and found in a few steps. */
  async function takeApart(some: Told[], cause: unknown): Promise<void> {
    const changes = new Set(some.map(({ change }) => change))
    if (!isPermanent(cause) && !isConflict(cause)) return failAll(changes, cause)
    if (some.length === 1) {
      if (isConflict(cause)) return failAll(changes, cause)
      for (const change of changes) culprits.set(change, cause)
      return
    }
    const middle = Math.ceil(some.length / 2)
    for (const half of [some.slice(0, middle), some.slice(middle)])
      if (run.mayTake(QUERIES.part + statementsOf(half.map(({ event }) => event)))) await attempt(half)
      else for (const { change } of half) left.add(change)
  }
  async function attempt(some: Told[]): Promise<void> {
    try {
      await take(some)
    } catch (error) {
      await takeApart(some, error)
    }
  }
  function failAll(changes: Iterable<number>, error: unknown): void {
    for (const change of changes) entries[change]?.item.fail(error)
  }

  try {
    await take(told)
  } catch (error) {
    if (isPermanent(error) || isConflict(error))
      ctx.log.error('a batch does not go through, it is taken apart', { error })
    await takeApart(told, error)
  }
  let buried = 0
  for (const [change, entry] of entries.entries())
    try {
      const cause = culprits.get(change)
      const isLeft = left.has(change)
      if (isLeft && (cause === undefined || (entry.postponed ?? 0) < MAX_POSTPONED)) await sendAgain(system, ctx, entry)
      else if (cause !== undefined) {
        await buryChanges(system, { changes: [entry.raw], signedBy: signedBy(ctx, entry), reason: reasonOf(cause) })
        buried++
      }
    } catch (error) {
      entry.item.fail(error)
    }
  return buried
}

/** It is in the archive: or its queue message has failed, and comes again. */
const signedBy = ({ organizationId }: OrganizationContext, { appKey, receivedAt }: Entry): SignedBy => ({
  ...{ appKey, receivedAt, organizationId },
  isArchived: true,
})

/** What this invocation has no queries left for. */
async function sendAgain(system: SystemContext, ctx: OrganizationContext, entry: Entry): Promise<void> {
  const signed = { ...signedBy(ctx, entry), postponed: (entry.postponed ?? 0) + 1 }
  const payload = await toInbound(system, toBody([entry.raw]), signed)
  await system.env.INBOUND.send({ queue: 'inbound', payload })
}

type Part = { ctx: OrganizationContext; entries: Entry[] }
/** Echoes that may be messages we are sending at this moment come again a little later. */
async function defer(system: SystemContext, { ctx, entries }: Part, deferred: Told[]): Promise<void> {
  for (const change of new Set(deferred.map((one) => one.change))) {
    const entry = entries[change]
    if (!entry) continue
    const payload = await toInbound(system, toBody([entry.raw]), signedBy(ctx, entry))
    await system.env.INBOUND.send({ queue: 'inbound', payload }, { delaySeconds: ECHO_DELAY_SECONDS })
  }
}
