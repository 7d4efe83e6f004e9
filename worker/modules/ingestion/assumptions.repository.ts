import { and, not, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { contacts } from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'
import { messages, parkedStatuses } from '../messages/messages.tables'

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
type ConversationRow = typeof conversations.$inferSelect
const takenOver = [
  ...(['name', 'profileName', 'username', 'phone', 'country'] as const),
  ...(['consent', 'blockedAt', 'mergedInto', 'conversationCount'] as const),
] as const
type Person = Pick<typeof contacts.$inferSelect, 'id' | (typeof takenOver)[number]>

/** What the decisions of a batch rest on: it fails, to be decided again, where any of it does not hold any more. */
export type Assumptions = {
  /** Nobody has edited or deleted these before they came, but for the events that are known. */
  newWamids: string[]
  lateIds: string[]
  /** These are not here, but for the messages that are known. */
  absentWamids: string[]
  messageIds: string[]
  /** Nothing is parked for these, but for what is known. */
  phoneNumberIds: string[]
  outboundWamids: string[]
  parkedWamids: string[]
  conversations: { id: string; status: ConversationRow['status']; snoozedUntil: number | null }[]
  /** Those who become one, who take over from one another what they are; and those whose consent it is. */
  contacts: Person[]
}

export function checkStatements({ db }: OrganizationContext, seen: Assumptions): Statement[] {
  const byState = Map.groupBy(seen.conversations, ({ status, snoozedUntil }) => `${status}|${snoozedUntil ?? ''}`)
  return [
    ...(seen.newWamids.length > 0
      ? [
          db.failIf(
            messages,
            oneOf(messages.targetWamid, seen.newWamids),
            sql`${messages.type} IN ('edit', 'revoke')`,
            not(oneOf(messages.id, seen.lateIds)),
          ),
        ]
      : []),
    ...(seen.absentWamids.length > 0
      ? [db.failIf(messages, oneOf(messages.wamid, seen.absentWamids), not(oneOf(messages.id, seen.messageIds)))]
      : []),
    ...(seen.outboundWamids.length > 0
      ? [
          db.failIf(
            parkedStatuses,
            sql`${parkedStatuses.phoneNumberId} IN (SELECT value FROM json_each(${JSON.stringify(seen.phoneNumberIds)}))`,
            oneOf(parkedStatuses.wamid, seen.outboundWamids),
            not(oneOf(parkedStatuses.wamid, seen.parkedWamids)),
          ),
        ]
      : []),
    ...[...byState.values()].flatMap(([first, ...rest]) =>
      first
        ? db.failIf(
            conversations,
            oneOf(
              conversations.id,
              [first, ...rest].map(({ id }) => id),
            ),
            sql`${conversations.status} IS NOT ${first.status} OR ${conversations.snoozedUntil} IS NOT ${first.snoozedUntil}`,
          )
        : [],
    ),
    ...(seen.contacts.length > 0 ? [db.failIf(contacts, haveChanged(seen.contacts))] : []),
  ]
}

function haveChanged(seen: Person[]): SQL {
  const rows = JSON.stringify(seen.map((row) => [row.id, ...takenOver.map((name) => row[name])]))
  const valueAt = (at: number) => sql`value ->> ${sql.raw(`'$[${at}]'`)}`
  const isSame = takenOver.map((name, at) => sql`${valueAt(at + 1)} IS ${contacts[name]}`)
  const ids = seen.map(({ id }) => id)
  return sql`${oneOf(contacts.id, ids)} AND NOT EXISTS (SELECT value FROM json_each(${rows}) WHERE ${valueAt(0)} = ${contacts.id} AND ${and(...isSame)})`
}
