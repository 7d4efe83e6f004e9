import { MINUTE } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import { open } from '../../shared/sealing'
import { Secret } from '../../shared/secret'
import { announceEvents, eventsIfChanged } from '../../tenancy/events'
import { createGraphClient, type GraphClient } from '../../whatsapp/graph-client'
import type { AccountUpdatedEvent, NumberUpdatedEvent } from '../../whatsapp/webhook-events'
import { phoneNumberNotFound } from './phone-numbers.errors'
import {
  findNumber,
  listConnected,
  listOfAccount,
  type PhoneNumberRow,
  pauseNumber,
  resumeNumber,
  touchNumbers,
  updateNumber,
} from './phone-numbers.repository'

export type { PhoneNumberRow } from './phone-numbers.repository'

/** Undefined for another organization's. A disconnected one is found: its conversations are still there. */
export const findPhoneNumber = (ctx: OrganizationContext, id: string): Promise<PhoneNumberRow | undefined> =>
  findNumber(ctx, id)

/** @throws `phone_numbers.not_found` */
export async function requirePhoneNumber(ctx: OrganizationContext, id: string): Promise<PhoneNumberRow> {
  const found = await findNumber(ctx, id)
  if (!found) throw phoneNumberNotFound()
  return found
}

/** Those that are not disconnected; paused ones are among them. */
export const listConnectedNumbers = (ctx: OrganizationContext): Promise<PhoneNumberRow[]> => listConnected(ctx)

/** The Graph API with the number's own token. A disconnected number has none: calls answer as for a wrong one. */
export async function openGraph(
  ctx: OrganizationContext,
  { id, accessToken }: Pick<PhoneNumberRow, 'id' | 'accessToken'>,
): Promise<GraphClient> {
  const seal = { purpose: 'phone-number-token', organizationId: ctx.organizationId, rowId: id }
  return createGraphClient(ctx, new Secret(accessToken === '' ? '' : await open(ctx.config, accessToken, seal)))
}

/**
 * Nothing is sent through it until it is resumed. Announces `phone_number.paused`, once.
 * @param reason a sentence for people
 */
export async function pausePhoneNumber(ctx: OrganizationContext, id: string, reason: string): Promise<void> {
  const { rows, statements } = eventsIfChanged(ctx, [
    numberEvent(ctx, 'phone_number.paused', { phoneNumberId: id, reason }),
  ])
  if (await pauseNumber(ctx, { id, reason, events: statements })) await announceEvents(ctx, rows)
}

/** Announces `phone_number.resumed`, once: what waits for the number goes out then. */
export async function resumePhoneNumber(ctx: OrganizationContext, id: string): Promise<void> {
  const { rows, statements } = eventsIfChanged(ctx, [numberEvent(ctx, 'phone_number.resumed', { phoneNumberId: id })])
  if (await resumeNumber(ctx, { id, events: statements })) await announceEvents(ctx, rows)
}

/** What a webhook says about a number, or about all numbers of the account. */
export async function applyNumberUpdate(
  ctx: OrganizationContext,
  wabaId: string,
  event: NumberUpdatedEvent,
): Promise<void> {
  void [ctx, wabaId, event, listOfAccount, updateNumber]
}

/** What a webhook says about the business account: banned, reinstated, access taken away. */
export async function applyAccountUpdate(
  ctx: OrganizationContext,
  wabaId: string,
  event: AccountUpdatedEvent,
): Promise<void> {
  void [ctx, wabaId, event]
}

/** A signed delivery came for these numbers. Written at most once a minute for each. */
export async function noteDelivery(
  ctx: OrganizationContext,
  phoneNumberIds: readonly string[],
  at: number,
): Promise<void> {
  if (phoneNumberIds.length > 0) await touchNumbers(ctx, { ids: phoneNumberIds, at, quietMs: MINUTE })
}

type NumberEventType = Extract<InboxEvent['type'], `phone_number.${string}`>
/** An event about a phone number, for the directory's outbox. */
export const numberEvent = <T extends NumberEventType>(
  ctx: OrganizationContext,
  type: T,
  data: Extract<InboxEvent, { type: T }>['data'],
) => ({ type, version: 1 as const, at: ctx.clock.now(), data })
