import type { OrganizationContext, SystemContext } from '../../shared/context'
import type { WebhookEvent } from '../../whatsapp/webhook-events'
import {
  applyAccountUpdate,
  applyNumberUpdate,
  isConnectedThrough,
  noteDelivery,
} from '../phone-numbers/phone-numbers.usecases'
import { applyTemplateUpdate } from '../templates/templates.usecases'
import { archiveChanges } from './archive.usecases'
import type { Budget } from './inbound-run.models'
import { type Entry, storeEntries } from './store.usecases'

/**
 * An organization's part of a queue batch: kept as it came, and stored as what it says, side by side. What fails fails the
 * queue messages that it came with; what can never go through is dead-lettered, and the rest is stored without it.
 */
export async function takeForOrganization(
  system: SystemContext,
  ctx: OrganizationContext,
  { entries, run }: { entries: Entry[]; run: Budget },
): Promise<void> {
  await Promise.all([archive(ctx, entries), storeEntries(system, ctx, { entries, run })])
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

/** What is about numbers, templates and the account, and what only the log keeps. */
async function updateAccount(ctx: OrganizationContext, entries: Entry[]): Promise<void> {
  for (const entry of entries)
    for (const event of entry.parsed.events)
      try {
        await update(ctx, entry, event)
      } catch (error) {
        entry.item.fail(error)
      }
}

async function update(ctx: OrganizationContext, { parsed, appKey }: Entry, event: WebhookEvent): Promise<void> {
  const account = { wabaId: parsed.wabaId ?? '', appKey }
  switch (event.kind) {
    case 'number':
      return applyNumberUpdate(ctx, account, event)
    case 'template':
      // It may have named a number of another account.
      return (await isConnectedThrough(ctx, account)) ? applyTemplateUpdate(ctx, account.wabaId, event) : undefined
    case 'account':
      return applyAccountUpdate(ctx, { wabaId: event.wabaId ?? account.wabaId, appKey }, event)
    case 'value_error':
      return ctx.log.warn('Meta reports an error of a number', { metaError: event.error })
    case 'history_progress':
      return ctx.log.info('the phone app’s history', {
        phase: event.phase,
        progress: event.progress,
        metaError: event.error,
      })
    case 'unknown':
      return ctx.log.info('a change that is only archived', { field: parsed.field, reason: event.reason })
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
