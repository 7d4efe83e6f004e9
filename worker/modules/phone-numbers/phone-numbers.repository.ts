import { and, eq, gt, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { phoneNumbers } from '../../shared/db/directory.tables'
import { isUniqueViolation, type Statement } from '../../shared/db/statements'

export type PhoneNumberRow = typeof phoneNumbers.$inferSelect
export type NewPhoneNumber = Omit<typeof phoneNumbers.$inferInsert, 'organizationId'>
export type PhoneNumberChanges = Partial<Omit<PhoneNumberRow, 'id' | 'organizationId'>>

/** Also a disconnected one: its conversations are still there. */
export const findNumber = async ({ directory }: OrganizationContext, id: string): Promise<PhoneNumberRow | undefined> =>
  (await directory.select(phoneNumbers, eq(phoneNumbers.id, id)))[0]

/** The row that this organization has, or had, of Meta's number. There is one at most. */
export const findByMetaId = async (
  { directory }: OrganizationContext,
  metaPhoneNumberId: string,
): Promise<PhoneNumberRow | undefined> =>
  (await directory.select(phoneNumbers, eq(phoneNumbers.metaPhoneNumberId, metaPhoneNumberId)))[0]

/** In the order they were first connected. */
export const listConnected = ({ directory }: OrganizationContext): Promise<PhoneNumberRow[]> =>
  directory.select(phoneNumbers, isNull(phoneNumbers.disconnectedAt)).orderBy(phoneNumbers.id)

/** Disconnected ones too, in the order they were first connected. */
export const listNumbers = (
  { directory }: OrganizationContext,
  { status, after, limit }: { status: PhoneNumberRow['status'] | undefined; after: string | undefined; limit: number },
): Promise<PhoneNumberRow[]> =>
  directory
    .select(
      phoneNumbers,
      status && eq(phoneNumbers.status, status),
      after === undefined ? undefined : gt(phoneNumbers.id, after),
    )
    .orderBy(phoneNumbers.id)
    .limit(limit)

/** An account as an app knows it: null is the platform's. */
export type AccountOfApp = { wabaId: string; appKey: string | null }
/** Numbers of a business account that are connected through the app: nobody else's news are for them. */
export const listOfAccount = (
  { directory }: OrganizationContext,
  { wabaId, appKey }: AccountOfApp,
): Promise<PhoneNumberRow[]> =>
  directory
    .select(
      phoneNumbers,
      eq(phoneNumbers.wabaId, wabaId),
      appKey === null ? isNull(phoneNumbers.appKey) : eq(phoneNumbers.appKey, appKey),
      isNull(phoneNumbers.disconnectedAt),
    )
    .orderBy(phoneNumbers.id)

/** @param events are written with it @returns false when somebody, in any organization, has the number connected */
export const insertNumber = ({ directory }: OrganizationContext, row: NewPhoneNumber, events: Statement[]) =>
  unlessTaken(() => directory.batch([directory.insert(phoneNumbers, row), ...events]).then(() => true))

/** A disconnected number comes back with its history. @returns false when it is connected, here or elsewhere */
export const reviveNumber = (
  { directory }: OrganizationContext,
  { id, changes, events }: { id: string; changes: PhoneNumberChanges; events: Statement[] },
) =>
  unlessTaken(async () => {
    const revive = directory
      .update(phoneNumbers, changes, eq(phoneNumbers.id, id), isNotNull(phoneNumbers.disconnectedAt))
      .returning({ id: phoneNumbers.id })
    const [revived] = await directory.batch([revive, ...events])
    return revived.length > 0
  })

async function unlessTaken(write: () => Promise<boolean>): Promise<boolean> {
  try {
    return await write()
  } catch (error) {
    if (isUniqueViolation(error, 'phone_numbers.meta_phone_number_id')) return false
    throw error
  }
}

/**
 * Changes a number that is connected, and `only` if its status is that, and its sealed token still `accessToken`.
 * @param events are written only if it was changed @returns whether it was
 */
export async function updateNumber(
  { directory }: OrganizationContext,
  {
    id,
    changes,
    events = [],
    only,
    accessToken,
  }: {
    id: string
    changes: PhoneNumberChanges
    events?: Statement[]
    only?: PhoneNumberRow['status'] | undefined
    accessToken?: string | undefined
  },
): Promise<boolean> {
  const change = directory
    .update(
      phoneNumbers,
      changes,
      eq(phoneNumbers.id, id),
      isNull(phoneNumbers.disconnectedAt),
      only && eq(phoneNumbers.status, only),
      accessToken === undefined ? undefined : eq(phoneNumbers.accessToken, accessToken),
    )
    .returning({ id: phoneNumbers.id })
  const [changed] = await directory.batch([change, ...events])
  return changed.length > 0
}

/** One statement for all; a number that was noted within `quietMs` costs no write. @param wroteTo those of `heard` that somebody wrote to */
export async function touchNumbers(
  { directory }: OrganizationContext,
  {
    heard,
    wroteTo,
    at,
    quietMs,
  }: { heard: readonly string[]; wroteTo: readonly string[]; at: number; quietMs: number },
): Promise<void> {
  const isOf = (ids: readonly string[]) =>
    sql`${phoneNumbers.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const isQuiet = (column: typeof phoneNumbers.webhookVerifiedAt | typeof phoneNumbers.lastMessageAt) =>
    or(isNull(column), lte(column, at - quietMs))
  const lastMessageAt = sql`CASE WHEN ${isOf(wroteTo)} THEN ${at} ELSE ${phoneNumbers.lastMessageAt} END` as never
  await directory.update(
    phoneNumbers,
    { webhookVerifiedAt: at, lastMessageAt },
    isOf(heard),
    ne(phoneNumbers.status, 'disconnected'),
    or(isQuiet(phoneNumbers.webhookVerifiedAt), and(isOf(wroteTo), isQuiet(phoneNumbers.lastMessageAt))),
  )
}

/** Keeps what was sealed anew, unless it was replaced meanwhile. */
export async function resealNumber(
  { directory }: OrganizationContext,
  { id, accessToken, pin }: Pick<PhoneNumberRow, 'id' | 'accessToken' | 'pin'>,
  changes: Pick<PhoneNumberChanges, 'accessToken' | 'pin'>,
): Promise<void> {
  await directory.update(
    phoneNumbers,
    changes,
    eq(phoneNumbers.id, id),
    eq(phoneNumbers.accessToken, accessToken),
    sql`${phoneNumbers.pin} IS ${pin}`,
  )
}
