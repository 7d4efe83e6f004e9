import { and, eq, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { phoneNumbers } from '../../shared/db/directory.tables'
import type { Statement } from '../../shared/db/statements'

export type PhoneNumberRow = typeof phoneNumbers.$inferSelect
export type PhoneNumberChanges = Partial<Omit<PhoneNumberRow, 'id' | 'organizationId'>>

/** Also a disconnected one: its conversations are still there. */
export const findNumber = async ({ directory }: OrganizationContext, id: string): Promise<PhoneNumberRow | undefined> =>
  (await directory.select(phoneNumbers, eq(phoneNumbers.id, id)))[0]

/** In the order they were connected. */
export const listConnected = ({ directory }: OrganizationContext): Promise<PhoneNumberRow[]> =>
  directory.select(phoneNumbers, isNull(phoneNumbers.disconnectedAt)).orderBy(phoneNumbers.id)

/** @param events are written only if the number was connected and is paused by this call @returns whether it was */
export async function pauseNumber(
  { directory }: OrganizationContext,
  { id, reason, events }: { id: string; reason: string; events: Statement[] },
): Promise<boolean> {
  const change = directory
    .update(
      phoneNumbers,
      { status: 'paused', pausedReason: reason },
      eq(phoneNumbers.id, id),
      eq(phoneNumbers.status, 'connected'),
    )
    .returning({ id: phoneNumbers.id })
  const [paused] = await directory.batch([change, ...events])
  return paused.length > 0
}

/** @param events are written only if the number was paused @returns whether it was */
export async function resumeNumber(
  { directory }: OrganizationContext,
  { id, events }: { id: string; events: Statement[] },
): Promise<boolean> {
  const change = directory
    .update(
      phoneNumbers,
      { status: 'connected', pausedReason: null },
      eq(phoneNumbers.id, id),
      eq(phoneNumbers.status, 'paused'),
    )
    .returning({ id: phoneNumbers.id })
  const [resumed] = await directory.batch([change, ...events])
  return resumed.length > 0
}

/** @param events are written only if the number is still connected @returns whether it was */
export async function updateNumber(
  { directory }: OrganizationContext,
  { id, changes, events = [] }: { id: string; changes: PhoneNumberChanges; events?: Statement[] },
): Promise<boolean> {
  const change = directory
    .update(phoneNumbers, changes, eq(phoneNumbers.id, id), isNull(phoneNumbers.disconnectedAt))
    .returning({ id: phoneNumbers.id })
  const [changed] = await directory.batch([change, ...events])
  return changed.length > 0
}

/** One statement for all; a number that was noted within `quietMs` costs no write. */
export async function touchNumbers(
  { directory }: OrganizationContext,
  { ids, at, quietMs }: { ids: readonly string[]; at: number; quietMs: number },
): Promise<void> {
  await directory.update(
    phoneNumbers,
    { webhookVerifiedAt: at, lastMessageAt: at },
    sql`${phoneNumbers.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    ne(phoneNumbers.status, 'disconnected'),
    or(isNull(phoneNumbers.lastMessageAt), lt(phoneNumbers.lastMessageAt, at - quietMs)),
  )
}

/** Connected numbers of a business account. */
export const listOfAccount = ({ directory }: OrganizationContext, wabaId: string): Promise<PhoneNumberRow[]> =>
  directory.select(phoneNumbers, and(eq(phoneNumbers.wabaId, wabaId), isNull(phoneNumbers.disconnectedAt)))
