import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { conversations } from '../conversations/conversations.tables'
import type { ContactSort } from './contact-list.schemas'
import { contacts, contactTags, tags } from './contacts.tables'

/** The order of a list, and where it goes on: the value that sorts, and an id. Null: behind everything that has one. */
export type ListOrder = { sort: ContactSort; isAscending: boolean }
export type ListPosition = readonly [at: number | string | null, id: string]
type Page = ListOrder & { after: ListPosition | undefined; limit: number }
/** `id` may be of a contact that was merged: it stands for the one that stayed. */
export type ListRow = { id: string; position: ListPosition }

/** As the partial indexes have it, word for word. */
export const isListed = sql`${contacts.mergedInto} IS NULL AND ${contacts.deletedAt} IS NULL`
/** As `contacts_by_name` has it. */
const nameOf = sql`lower(coalesce(${contacts.name}, ${contacts.profileName}, ${contacts.username}, ${contacts.phone}, ''))`

/** How far a search looks. Nobody reads further. */
export const FOUND_MAX = 5000
const hit = alias(contacts, 'hit')

/** People whom one of these texts finds: who was merged into them, too. Null when none of them has a word. */
export function foundBy(ctx: OrganizationContext, texts: readonly string[]): SQL | null {
  const found = texts.flatMap((text) => {
    const match = ctx.db.matches(hit, 'contact_search', text, FOUND_MAX)
    const ids = match && ctx.db.subquery<string>(hit, sql`coalesce(${hit.mergedInto}, ${hit.id})`, match)
    return ids ? [sql`${contacts.id} IN ${ids}`] : []
  })
  return found.length === 0 ? null : sql`(${sql.join(found, sql` OR `)})`
}

/** Every one of these; undefined when there is none. */
export const allOf = (conditions: readonly SQL[]): SQL | undefined => and(...conditions)
/** A search without a word in it. */
export const nobody = sql`false`

const sorted = (isAscending: boolean) => (isAscending ? asc : desc)
const sign = (isAscending: boolean) => sql.raw(isAscending ? '>' : '<')

/** By what is asked of the people themselves: reads an index in order where one has it, else everybody whom it finds. */
export async function listByCondition(
  ctx: OrganizationContext,
  condition: SQL | undefined,
  { sort, isAscending, after, limit }: Page,
): Promise<ListRow[]> {
  const value = { name: nameOf, last_message: sql`coalesce(${contacts.lastMessageAt}, 0)`, created: sql`0` }[sort]
  const order = sorted(isAscending)
  const than = sign(isAscending)
  // Both halves, and not the pair: only the first is looked up in an index of an expression.
  const behind =
    after &&
    (sort === 'created'
      ? sql`${contacts.id} ${than} ${after[1]}`
      : sql`${value} ${than}= ${after[0] ?? 0} AND (${value} ${than} ${after[0] ?? 0} OR ${contacts.id} ${than} ${after[1]})`)
  const rows = await ctx.db
    .selectFields(
      contacts,
      { id: contacts.id, value: sql<number | string>`${value}`.as('value') },
      isListed,
      condition,
      behind,
    )
    .orderBy(...(sort === 'created' ? [] : [order(value)]), order(contacts.id))
    .limit(limit)
  return rows.map((row) => ({ id: row.id, position: [row.value, row.id] }))
}

const other = alias(conversations, 'other')
const merged = alias(contacts, 'merged')

/**
 * Everyone, by their last message. No index of contacts has it, since each message would write there; conversations have
 * theirs in order, and each person is found through the one that somebody wrote in last. Who has no message comes behind.
 */
export async function listByLastMessage(
  ctx: OrganizationContext,
  { isAscending, after, limit }: Omit<Page, 'sort'>,
): Promise<ListRow[]> {
  const order = sorted(isAscending)
  const than = sign(isAscending)
  const { id, lastMessageAt, lastMessageId } = conversations
  const isLater = sql`${other.lastMessageId} IS NOT NULL AND (${other.lastMessageAt}, ${other.id}) > (${lastMessageAt}, ${id})`
  const ofMerged = ctx.db.subquery<string>(merged, merged.id, sql`${merged.mergedInto} = ${contacts.id}`)
  const survivor = ctx.db.subquery<string>(merged, merged.mergedInto, sql`${merged.id} = ${conversations.contactId}`)
  const isTheirs = (personId: SQL) =>
    ctx.db.exists(
      contacts,
      sql`${contacts.id} = ${personId}`,
      isListed,
      sql`NOT ${ctx.db.exists(other, sql`${other.contactId} = ${contacts.id}`, isLater)}`,
      sql`NOT ${ctx.db.exists(other, sql`${other.contactId} IN ${ofMerged}`, isLater)}`,
    )
  // Apart: most were never merged, and are found without asking into whom.
  const isTheirLast = sql`(${isTheirs(sql`${conversations.contactId}`)} OR ${isTheirs(survivor)})`
  const behind = after && sql`(${lastMessageAt}, ${id}) ${than} (${after[0]}, ${after[1]})`
  const range = (state: SQL) => and(state, sql`${lastMessageId} IS NOT NULL`, behind, isTheirLast) ?? sql`false`
  const ranges = [
    ...(['open', 'pending', 'closed', 'unlisted'] as const).map((status) =>
      range(sql`${conversations.snoozedUntil} IS NULL AND ${eq(conversations.status, status)}`),
    ),
    range(sql`${conversations.snoozedUntil} IS NOT NULL`),
  ]
  const [found] =
    after?.[0] === null
      ? [[]]
      : await ctx.db.batch([
          ctx.db.selectMerged(conversations, {
            fields: { conversationId: id, contactId: conversations.contactId, at: lastMessageAt },
            ranges,
            order: [order(lastMessageAt), order(id)],
            limit,
          }),
        ])
  const rows = found.map(
    ({ conversationId, contactId, at }): ListRow => ({ id: contactId, position: [at, conversationId] }),
  )
  if (rows.length === limit) return rows
  const without = await ctx.db
    .selectFields(
      contacts,
      { id: contacts.id },
      sql`${contacts.lastMessageAt} IS NULL`,
      isListed,
      after?.[0] === null ? sql`${contacts.id} ${than} ${after[1]}` : undefined,
    )
    .orderBy(order(contacts.id))
    .limit(limit - rows.length)
  return [...rows, ...without.map((row): ListRow => ({ id: row.id, position: [null, row.id] }))]
}

/** What a list shows of people, with their tags. Of who was merged it has only into whom. */
export async function readListed(ctx: OrganizationContext, ids: readonly string[]) {
  const ofThem = inSome(contactTags.contactId, ids)
  const [rows, links, named] = await ctx.db.batch([
    ctx.db.select(contacts, inSome(contacts.id, ids)),
    ctx.db.select(contactTags, ofThem),
    ctx.db.select(tags, sql`${tags.id} IN ${ctx.db.subquery(contactTags, contactTags.tagId, ofThem)}`),
  ])
  return { rows, links, tags: named }
}

/** Bound one by one where they fit: SQLite reads each row of `json_each` besides the one that it finds. */
const inSome = (column: SQLiteColumn, values: readonly string[]): SQL =>
  values.length <= 90
    ? inArray(column, [...values])
    : sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
