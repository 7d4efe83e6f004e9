import type { OrganizationContext, SystemContext } from '../../shared/context'
import { isConflict } from '../../shared/db/statements'
import type { BatchItem } from '../../shared/queue'
import type { ParsedChange, RawChange, WebhookEvent } from '../../whatsapp/webhook-events'
import { applyAccountUpdate, applyNumberUpdate, noteDelivery } from '../phone-numbers/phone-numbers.usecases'
import { applyTemplateUpdate } from '../templates/templates.usecases'
import { archiveChanges } from './archive.usecases'
import { buryChanges, toBody, toInbound } from './dead-changes.usecases'
import { isPermanent, reasonOf } from './failures.models'
import { ingest } from './ingest.usecases'
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

/**
 * An organization's part of a queue batch: kept as it came, and stored as what it says, side by side. What fails fails the
 * queue messages that it came with; what can never go through is dead-lettered, and the rest is stored without it.
 */
export async function takeForOrganization(
  system: SystemContext,
  ctx: OrganizationContext,
  entries: Entry[],
): Promise<void> {
  await Promise.all([archive(ctx, entries), storeEntries(system, ctx, entries)])
  await updateAccount(ctx, entries)
  await note(ctx, entries)
}

const failAll = (entries: Entry[], error: unknown): void => {
  for (const { item } of entries) item.fail(error)
}

async function archive(ctx: OrganizationContext, entries: Entry[]): Promise<void> {
  const fresh = entries.filter(({ isArchived }) => !isArchived)
  try {
    await archiveChanges(ctx, {
      changes: fresh.map(({ raw, receivedAt, appKey, phoneNumberId }) => ({
        ...raw,
        receivedAt,
        appKey,
        phoneNumberId,
      })),
      messageIds: [...new Set(fresh.map(({ item }) => item.id))],
    })
  } catch (error) {
    failAll(fresh, error)
  }
}

const inboxKinds = ['message', 'echo', 'history', 'status', 'identity', 'contact', 'preference', 'call', 'handover']
const isOfInbox = ({ kind }: WebhookEvent): boolean => inboxKinds.includes(kind)

const toldBy = ({ parsed, phoneNumberId, receivedAt }: Entry, change: number): Told[] =>
  parsed.events.filter(isOfInbox).map((event) => ({ event, phoneNumberId, receivedAt, change }))

/** Stores what the changes say. @returns how many of them were dead-lettered */
export async function storeEntries(system: SystemContext, ctx: OrganizationContext, entries: Entry[]): Promise<number> {
  const told = entries.flatMap(toldBy)
  if (told.length === 0) return 0
  try {
    await defer(system, entries, await ingest(ctx, told))
    return 0
  } catch (error) {
    if (!isPermanent(error) && !isConflict(error)) {
      failAll(entries, error)
      return 0
    }
    ctx.log.error('a batch does not go through, its changes are taken one by one', { error })
  }
  let buried = 0
  for (const [change, entry] of entries.entries()) {
    const own = told.filter((one) => one.change === change).map((one) => ({ ...one, change: 0 }))
    if (await storeAlone(system, ctx, { entry, told: own })) buried++
  }
  return buried
}

/** A change by itself, its events one by one: what cannot be stored is all that is left out. @returns whether any is */
async function storeAlone(
  system: SystemContext,
  ctx: OrganizationContext,
  { entry, told }: { entry: Entry; told: Told[] },
): Promise<boolean> {
  let culprit: unknown
  for (const one of told)
    try {
      await defer(system, [entry], await ingest(ctx, [one]))
    } catch (error) {
      if (isPermanent(error) && !isConflict(error)) culprit = error
      else {
        entry.item.fail(error)
        return false
      }
    }
  if (culprit === undefined) return false
  const { raw, appKey, receivedAt } = entry
  const signedBy = { appKey, receivedAt, isArchived: true, organizationId: ctx.organizationId }
  try {
    await buryChanges(system, { changes: [raw], signedBy, reason: reasonOf(culprit) })
  } catch (error) {
    entry.item.fail(error)
  }
  return true
}

/** Echoes that may be messages we are sending at this moment come again a little later. */
async function defer(system: SystemContext, entries: Entry[], deferred: Told[]): Promise<void> {
  for (const change of new Set(deferred.map((one) => one.change))) {
    const entry = entries[change]
    if (!entry) continue
    const { raw, appKey, receivedAt } = entry
    const payload = await toInbound(system, toBody([raw]), { appKey, receivedAt, isArchived: true })
    await system.env.INBOUND.send({ queue: 'inbound', payload }, { delaySeconds: ECHO_DELAY_SECONDS })
  }
}

/** What is about numbers, templates and the account, and what only the log keeps. */
async function updateAccount(ctx: OrganizationContext, entries: Entry[]): Promise<void> {
  for (const { parsed, item } of entries)
    for (const event of parsed.events)
      try {
        await update(ctx, parsed, event)
      } catch (error) {
        item.fail(error)
      }
}

async function update(ctx: OrganizationContext, { wabaId, field }: ParsedChange, event: WebhookEvent): Promise<void> {
  switch (event.kind) {
    case 'number':
      return applyNumberUpdate(ctx, wabaId ?? '', event)
    case 'template':
      return applyTemplateUpdate(ctx, wabaId ?? '', event)
    case 'account':
      return applyAccountUpdate(ctx, event.wabaId ?? wabaId ?? '', event)
    case 'value_error':
      return ctx.log.warn('Meta reports an error of a number', { metaError: event.error })
    case 'history_progress':
      return ctx.log.info('the phone app’s history', {
        phase: event.phase,
        progress: event.progress,
        metaError: event.error,
      })
    case 'unknown':
      return ctx.log.info('a change that is only archived', { field, reason: event.reason })
    default:
  }
}

/** A notice of WhatsApp's is not written by anybody. */
const isWritten = (event: WebhookEvent): boolean => event.kind === 'message' && event.content.type !== 'system'

/** That deliveries arrive is for the numbers' page: nothing is tried again for it. */
async function note(ctx: OrganizationContext, entries: Entry[]): Promise<void> {
  const named = entries.filter(({ parsed }) => parsed.phoneNumberId !== null)
  const written = named.filter(({ parsed }) => parsed.events.some(isWritten))
  const idsOf = (some: Entry[]) => some.map(({ phoneNumberId }) => phoneNumberId)
  const [heard, wroteTo] = [idsOf(named), idsOf(written)]
  try {
    if (heard.length > 0) await noteDelivery(ctx, { heard, wroteTo, at: ctx.clock.now() })
  } catch (error) {
    ctx.log.warn('the delivery is not noted at its number', { error })
  }
}
