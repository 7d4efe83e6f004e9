import { MINUTE } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import type { DomainEvent } from '../../shared/outbox'
import { isSealedWithNewest, openIfReadable, seal } from '../../shared/sealing'
import { Secret } from '../../shared/secret'
import { dueQueue } from '../../tenancy/due'
import { announceEvents, eventsIfChanged } from '../../tenancy/events'
import { createGraphClient, type GraphClient } from '../../whatsapp/graph-client'
import type { AccountUpdatedEvent, NumberUpdatedEvent } from '../../whatsapp/webhook-events'
import { phoneNumberDisconnected, phoneNumberNotFound } from './phone-numbers.errors'
import { accountConsequence, changedKeys, changesOf, isSameNumber } from './phone-numbers.models'
import {
  type AccountOfApp,
  findNumber,
  listConnected,
  listOfAccount,
  type PhoneNumberChanges,
  type PhoneNumberRow,
  resealNumber,
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

/** One that Meta can be asked about. @throws `phone_numbers.not_found`, `phone_numbers.disconnected` */
export async function requireConnectedNumber(ctx: OrganizationContext, id: string): Promise<PhoneNumberRow> {
  const found = await requirePhoneNumber(ctx, id)
  if (found.disconnectedAt !== null) throw phoneNumberDisconnected()
  return found
}

/** Those that are not disconnected; paused ones are among them. */
export const listConnectedNumbers = (ctx: OrganizationContext): Promise<PhoneNumberRow[]> => listConnected(ctx)

/** The Graph API with the number's own token. A disconnected number has none: Meta refuses then. */
export async function openGraph(
  ctx: OrganizationContext,
  number: Pick<PhoneNumberRow, 'id' | 'accessToken'>,
): Promise<GraphClient> {
  return createGraphClient(ctx, await openToken(ctx, number))
}

/**
 * The number's token; empty once disconnected, and when its encryption key is gone: then it is as good as dead, and is given
 * again like any that is.
 */
export async function openToken(
  ctx: OrganizationContext,
  { id, accessToken }: Pick<PhoneNumberRow, 'id' | 'accessToken'>,
): Promise<Secret> {
  if (accessToken === '') return new Secret('')
  const token = await openIfReadable(ctx.config, accessToken, purposeOf(ctx, id, 'token'))
  if (token === null) ctx.log.error('a token is sealed with a key that ENCRYPTION_KEYS lacks', { phoneNumberId: id })
  return new Secret(token ?? '')
}

/** The PIN of its two-step verification, when we know it. */
export async function openPin(
  ctx: OrganizationContext,
  { id, pin }: Pick<PhoneNumberRow, 'id' | 'pin'>,
): Promise<Secret | null> {
  const known = pin === null ? null : await openIfReadable(ctx.config, pin, purposeOf(ctx, id, 'pin'))
  return known === null ? null : new Secret(known)
}

/** Token and PIN under the newest key, as far as they can still be read. @returns the number as it is then */
export async function sealAnew(ctx: OrganizationContext, number: PhoneNumberRow): Promise<PhoneNumberRow> {
  const isOld = (sealed: string | null): sealed is string =>
    sealed !== null && sealed !== '' && !isSealedWithNewest(ctx.config, sealed)
  const { id } = number
  const token = isOld(number.accessToken) ? await openToken(ctx, number) : new Secret('')
  const pin = isOld(number.pin) ? await openPin(ctx, number) : null
  const changes = {
    ...(token.reveal() !== '' && { accessToken: await sealOfNumber(ctx, { id, what: 'token', value: token }) }),
    ...(pin && { pin: await sealOfNumber(ctx, { id, what: 'pin', value: pin }) }),
  }
  if (Object.keys(changes).length > 0) await resealNumber(ctx, number, changes)
  return { ...number, ...changes }
}

export const sealOfNumber = (
  ctx: OrganizationContext,
  { id, what, value }: { id: string; what: 'token' | 'pin'; value: Secret },
): Promise<string> => seal(ctx.config, value.reveal(), purposeOf(ctx, id, what))

const purposeOf = ({ organizationId }: OrganizationContext, rowId: string, what: 'token' | 'pin') => ({
  purpose: `phone-number-${what}`,
  organizationId,
  rowId,
})

/**
 * Nothing is sent through it until it is resumed. Announces `phone_number.paused`, once.
 * @param reason a sentence for people
 */
export const pausePhoneNumber = (ctx: OrganizationContext, id: string, reason: string): Promise<boolean> =>
  changeNumber(ctx, {
    id,
    only: 'connected',
    changes: { status: 'paused', pausedReason: reason },
    events: [numberEvent(ctx, 'phone_number.paused', { phoneNumberId: id, reason })],
  })

/**
 * Meta refused what was asked with the token that was read with the number: the number is paused, unless it was given
 * another one meanwhile. @returns whether it was: false also when it was paused already
 */
export const pauseRefusedNumber = (
  ctx: OrganizationContext,
  { id, accessToken }: Pick<PhoneNumberRow, 'id' | 'accessToken'>,
  reason: string,
): Promise<boolean> =>
  changeNumber(ctx, {
    id,
    accessToken,
    only: 'connected',
    changes: { status: 'paused', pausedReason: reason },
    events: [numberEvent(ctx, 'phone_number.paused', { phoneNumberId: id, reason })],
  })

/** Announces `phone_number.resumed`, once: what waits for the number goes out then. */
export const resumePhoneNumber = (ctx: OrganizationContext, id: string): Promise<boolean> =>
  changeNumber(ctx, {
    id,
    only: 'paused',
    changes: { status: 'connected', pausedReason: null },
    events: [numberEvent(ctx, 'phone_number.resumed', { phoneNumberId: id })],
  })

/** Whether the organization has a number of the account that is connected through the app. */
export const isConnectedThrough = async (ctx: OrganizationContext, account: AccountOfApp): Promise<boolean> =>
  (await listOfAccount(ctx, account)).length > 0

/** What a webhook says about a number, or about all numbers of the account; those only that the app may speak for. */
export async function applyNumberUpdate(
  ctx: OrganizationContext,
  account: AccountOfApp,
  event: NumberUpdatedEvent,
): Promise<void> {
  const { displayPhoneNumber } = event
  const numbers = (await listOfAccount(ctx, account)).filter(
    (number) => displayPhoneNumber === null || isSameNumber(number.displayPhoneNumber, displayPhoneNumber),
  )
  for (const number of numbers) await keepFacts(ctx, number, changesOf(event))
  // That a number was flagged, or a name refused, says not what it is now.
  if (displayPhoneNumber !== null) await lookSoon(ctx, numbers)
}

/** Keeps what Meta says of a number, and announces what is new about it. */
export async function keepFacts(
  ctx: OrganizationContext,
  number: PhoneNumberRow,
  facts: PhoneNumberChanges,
): Promise<void> {
  const changed = changedKeys(number, facts)
  const visible = changed.filter((key) => key !== 'checkedAt')
  if (changed.length === 0) return
  await changeNumber(ctx, {
    id: number.id,
    changes: facts,
    events:
      visible.length > 0
        ? [numberEvent(ctx, 'phone_number.updated', { phoneNumberId: number.id, changes: visible })]
        : [],
  })
}

/** What a webhook says about the business account: switched off, given back, shared no longer, and so on. */
export async function applyAccountUpdate(
  ctx: OrganizationContext,
  account: AccountOfApp,
  event: AccountUpdatedEvent,
): Promise<void> {
  const numbers = await listOfAccount(ctx, account)
  const consequence = accountConsequence(event)
  if (consequence === 'look') return lookSoon(ctx, numbers)
  for (const number of numbers) {
    if ('pause' in consequence) await pausePhoneNumber(ctx, number.id, consequence.pause)
    else if (number.pausedReason === consequence.resumeFrom) await resumePhoneNumber(ctx, number.id)
  }
}

/** Has Meta asked about them in the background. If the queue does not take it, the hourly job does it. */
async function lookSoon(ctx: OrganizationContext, numbers: PhoneNumberRow[]): Promise<void> {
  const { organizationId } = ctx
  try {
    await dueQueue.send(
      ctx,
      numbers.map(({ id }) => ({ organizationId, kind: 'number-checks', ids: [id] })),
    )
  } catch (error) {
    ctx.log.warn('numbers wait for the hourly check', { error })
  }
}

/** When what was last noted of each number by this isolate: a busy one costs a statement a minute, not one a delivery. */
const noted = new Map<string, number>()
const MAX_NOTED = 10_000

/**
 * A signed delivery came for the numbers `heard`, with a message to those of them in `wroteTo`. Written at most once a minute
 * for each.
 */
export async function noteDelivery(
  ctx: OrganizationContext,
  { at, ...numbers }: { heard: readonly string[]; wroteTo: readonly string[]; at: number },
): Promise<void> {
  const isDue = (what: string) => Math.abs(at - (noted.get(what) ?? 0)) >= MINUTE
  const wroteTo = [...new Set(numbers.wroteTo)].filter((id) => isDue(`message ${id}`))
  const heard = [...new Set(numbers.heard)].filter((id) => isDue(id) || wroteTo.includes(id))
  if (heard.length === 0) return
  await touchNumbers(ctx, { heard, wroteTo, at, quietMs: MINUTE })
  if (noted.size > MAX_NOTED) noted.clear()
  for (const what of [...heard, ...wroteTo.map((id) => `message ${id}`)]) noted.set(what, at)
}

type Change = {
  id: string
  changes: PhoneNumberChanges
  /** Announced only if the number was changed. */
  events: DomainEvent[]
  only?: PhoneNumberRow['status']
  /** Only while its sealed token is this one. */
  accessToken?: string
}
/** Changes a connected number, with what follows from it in the same transaction. @returns whether it was changed */
export const changeNumber = (ctx: OrganizationContext, { events, ...change }: Change): Promise<boolean> =>
  withEvents(ctx, events, (statements) => updateNumber(ctx, { ...change, events: statements }))

/** Writes events behind a change that may turn out to change nothing, and announces them if it did. */
export async function withEvents(
  ctx: OrganizationContext,
  events: DomainEvent[],
  write: (statements: Statement[]) => Promise<boolean>,
): Promise<boolean> {
  const { rows, statements } = eventsIfChanged(ctx, events)
  if (!(await write(statements))) return false
  if (rows.length > 0) await announceEvents(ctx, rows)
  return true
}

type NumberEventType = Extract<InboxEvent['type'], `phone_number.${string}`>
/** An event about a phone number, for the directory's outbox. */
export const numberEvent = <T extends NumberEventType>(
  ctx: OrganizationContext,
  type: T,
  data: Extract<InboxEvent, { type: T }>['data'],
) => ({ type, version: 1 as const, at: ctx.clock.now(), data })
