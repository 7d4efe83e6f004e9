import type { OrganizationContext } from '../../shared/context'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import { dueQueue } from '../../tenancy/due'
import { announceInboxEvents, inboxEventsRow } from '../../tenancy/inbox-events'
import type { GraphTemplate } from '../../whatsapp/graph.schemas'
import type { GraphClient } from '../../whatsapp/graph-client'
import type { TemplateUpdatedEvent } from '../../whatsapp/webhook-events'
import { ask, askOrThrow, toAppError } from '../phone-numbers/asking-meta.usecases'
import {
  findPhoneNumber,
  listConnectedNumbers,
  openGraph,
  type PhoneNumberRow,
  requireConnectedNumber,
} from '../phone-numbers/phone-numbers.usecases'
import { changesOf, compare, keyOf, languageOf, toRow } from './templates.models'
import { changeStored, findStored, findTold, listStored, type TemplateRow, writeFetched } from './templates.repository'

export type { TemplateRow } from './templates.repository'

const PAGE = 100
/** Meta allows 6,000 templates an account; a cursor that never ends is cut off. */
const MAX_PAGES = 100

/**
 * The stored copy; Meta is asked once when there is none. Undefined when Meta has none either.
 * @throws `phone_numbers.meta_unreachable`
 */
export async function findTemplate(
  ctx: OrganizationContext,
  { wabaId, name, language }: { wabaId: string; name: string; language: string },
): Promise<TemplateRow | undefined> {
  const stored = await findStored(ctx, { wabaId, name, language })
  if (stored) return stored
  const number = await numberOfAccount(ctx, wabaId)
  if (!number) return undefined
  const askedAt = ctx.clock.now()
  const graph = await openGraph(ctx, number)
  const answered = await ask(() => graph.listTemplates(wabaId, { name, limit: PAGE }))
  if (!('value' in answered)) {
    if (answered.isOpen) throw toAppError(answered)
    return undefined
  }
  // Meta's filter also finds names that only contain this one.
  const rows = answered.value.templates
    .filter((template) => template.name === name)
    .map((template) => toRow(template, { wabaId, now: askedAt }))
  await writeFetched(ctx, { wabaId, askedAt, changed: rows, gone: [], events: [] })
  return findStored(ctx, { wabaId, name, language })
}

const numberOfAccount = async (ctx: OrganizationContext, wabaId: string): Promise<PhoneNumberRow | undefined> =>
  (await listConnectedNumbers(ctx)).find((number) => number.wabaId === wabaId)

/** What a webhook says about a template. What it does not tell is asked for in the background. */
export async function applyTemplateUpdate(
  ctx: OrganizationContext,
  wabaId: string,
  event: TemplateUpdatedEvent,
): Promise<void> {
  const told = { wabaId, name: event.name, language: languageOf(event.language), metaTemplateId: event.templateId }
  const row = await findTold(ctx, told)
  if (event.status === 'DELETED') {
    if (row) await write(ctx, { row, changes: null, status: 'DELETED' })
    return
  }
  const { changes, look } = changesOf(event)
  if (row && Object.keys(changes).length > 0)
    await write(ctx, {
      row,
      changes: { ...changes, syncedAt: ctx.clock.now() },
      status: changes.status ?? row.status,
    })
  if (!row || look) await fetchLater(ctx, wabaId)
}

type Write = { row: TemplateRow; changes: Partial<TemplateRow> | null; status: string }
async function write(ctx: OrganizationContext, { row, changes, status }: Write): Promise<void> {
  const outbox = inboxEventsRow(ctx, [updated(ctx, { ...row, status })])
  await changeStored(ctx, { row, changes, events: [outbox.statement] })
  await announceInboxEvents(ctx, [outbox.row])
}

const updated = (
  ctx: OrganizationContext,
  { wabaId, name, language, status }: Pick<TemplateRow, 'wabaId' | 'name' | 'language' | 'status'>,
): InboxEvent => ({
  type: 'template.updated',
  version: 1,
  at: ctx.clock.now(),
  data: { wabaId, name, language, status },
})

/** If the queue does not take it, the hourly job does it. */
async function fetchLater(ctx: OrganizationContext, wabaId: string): Promise<void> {
  const number = await numberOfAccount(ctx, wabaId)
  if (!number) return
  try {
    await dueQueue.send(ctx, [{ organizationId: ctx.organizationId, kind: 'templates', ids: [number.id] }])
  } catch (error) {
    ctx.log.warn('templates wait for the hourly job', { error })
  }
}

export type Synced = { wabaId: string; templates: number; changed: number; removed: number }

/** Makes the copy equal to what Meta has for the number's business account: every page. @throws GraphError */
export async function syncTemplates(
  ctx: OrganizationContext,
  phoneNumber: Pick<PhoneNumberRow, 'id' | 'wabaId' | 'accessToken'>,
): Promise<Synced> {
  const { wabaId } = phoneNumber
  const askedAt = ctx.clock.now()
  const fetched = await fetchAll(await openGraph(ctx, phoneNumber), wabaId)
  const stored = await listStored(ctx, wabaId)
  const { changed, gone } = compare(
    stored,
    fetched.map((template) => toRow(template, { wabaId, now: askedAt })),
  )
  const statusOf = new Map(stored.map((row) => [keyOf(row), row.status]))
  // The first time everything is new, and nobody waits for news of it.
  const news =
    stored.length === 0
      ? []
      : [
          ...changed.filter((row) => statusOf.get(keyOf(row)) !== row.status),
          ...gone.map((row) => ({ ...row, status: 'DELETED' })),
        ]
  const outbox =
    news.length > 0
      ? inboxEventsRow(
          ctx,
          news.map((row) => updated(ctx, row)),
        )
      : undefined
  await writeFetched(ctx, { wabaId, askedAt, changed, gone, events: outbox ? [outbox.statement] : [] })
  if (outbox) await announceInboxEvents(ctx, [outbox.row])
  return { wabaId, templates: fetched.length, changed: changed.length, removed: gone.length }
}

async function fetchAll(graph: GraphClient, wabaId: string): Promise<GraphTemplate[]> {
  const all: GraphTemplate[] = []
  let after: string | null = null
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer: Awaited<ReturnType<GraphClient['listTemplates']>> = await graph.listTemplates(wabaId, {
      limit: PAGE,
      ...(after !== null && { after }),
    })
    all.push(...answer.templates)
    after = answer.after
    if (after === null) return all
  }
  // Half a list would delete the other half.
  throw new Error(`The templates of a business account do not end after ${MAX_PAGES} pages`)
}

/**
 * One business account, or each of the organization's.
 * @throws `phone_numbers.not_found`, `phone_numbers.meta_refused`, `phone_numbers.meta_unreachable`
 */
export async function syncNow(ctx: OrganizationContext, phoneNumberId: string | undefined): Promise<Synced[]> {
  const numbers =
    phoneNumberId === undefined ? await listConnectedNumbers(ctx) : [await requireConnectedNumber(ctx, phoneNumberId)]
  const firstOfAccount = new Map(numbers.toReversed().map((number) => [number.wabaId, number]))
  const synced: Synced[] = []
  for (const number of firstOfAccount.values()) synced.push(await askOrThrow(() => syncTemplates(ctx, number)))
  return synced
}

/** In the background: what Meta refuses now is asked again within the hour. */
export async function syncInBackground(ctx: OrganizationContext, phoneNumberId: string): Promise<void> {
  const number = await findPhoneNumber(ctx, phoneNumberId)
  if (!number || number.disconnectedAt !== null) return
  const answered = await ask(() => syncTemplates(ctx, number))
  if (!('value' in answered)) ctx.log.warn('templates could not be fetched', { phoneNumberId, code: answered.code })
}

/** Which business accounts a list is about; undefined: all of the organization's. */
export async function accountsFor(
  ctx: OrganizationContext,
  { phoneNumberId, wabaId }: { phoneNumberId?: string | undefined; wabaId?: string | undefined },
): Promise<string[] | undefined> {
  if (phoneNumberId === undefined) return wabaId === undefined ? undefined : [wabaId]
  const number = await findPhoneNumber(ctx, phoneNumberId)
  return number && (wabaId === undefined || wabaId === number.wabaId) ? [number.wabaId] : []
}
