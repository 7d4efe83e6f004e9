import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { contacts, customFields, tags } from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'
import { segments } from './segments.tables'

export type SegmentRow = typeof segments.$inferSelect
type NewRow = Omit<SegmentRow, 'organizationId'>

export const listSegmentRows = (ctx: OrganizationContext, limit: number) =>
  ctx.db.select(segments).orderBy(asc(segments.position), asc(segments.id)).limit(limit)

export const findSegment = async (ctx: OrganizationContext, id: string): Promise<SegmentRow | undefined> =>
  (await ctx.db.select(segments, eq(segments.id, id)))[0]

const isNamed = (name: string): SQL => sql`lower(${segments.name}) = lower(${name})`

/** A conflict (`isConflict`) when there is one with this name. */
export const insertSegment = (ctx: OrganizationContext, row: NewRow) =>
  ctx.db.batch([ctx.db.failIf(segments, isNamed(row.name)), ctx.db.insert(segments, row)])

/**
 * `order`: the ids of all in their new order, if it changes. A conflict (`isConflict`) when another one has the name.
 */
export async function updateSegment(
  ctx: OrganizationContext,
  id: string,
  { order, ...changes }: Partial<Pick<SegmentRow, 'name' | 'definition' | 'updatedAt'>> & { order?: string[] },
): Promise<void> {
  const { name } = changes
  await ctx.db.batch([
    ctx.db.update(segments, changes, eq(segments.id, id)),
    ...(name === undefined ? [] : [ctx.db.failIf(segments, isNamed(name), sql`${segments.id} <> ${id}`)]),
    ...ctx.db.updateMany(
      segments,
      (order ?? []).map((one, position) => ({ id: one, position })),
      {
        match: (field) => sql`${segments.id} = ${field('id')}`,
        set: (field) => ({ position: field('position') }),
      },
    ),
  ])
}

export const deleteSegment = async (ctx: OrganizationContext, id: string) => {
  await ctx.db.delete(segments, eq(segments.id, id))
}

/** What a definition may name: the fields, and those of the tags that exist. */
export async function readKnown(ctx: OrganizationContext, tagIds: readonly string[]) {
  const { key, label, type, options } = customFields
  const [fields, found] = await ctx.db.batch([
    ctx.db.selectFields(customFields, { key, label, type, options }),
    ctx.db.selectFields(
      tags,
      { id: tags.id },
      sql`${tags.id} IN (SELECT value FROM json_each(${JSON.stringify(tagIds)}))`,
    ),
  ])
  return { fields, tagIds: found.map(({ id }) => id) }
}

/** Neither merged into another nor deleted: exactly as the partial indexes say it. */
const isPerson = sql`${contacts.mergedInto} IS NULL AND ${contacts.deletedAt} IS NULL`

export const selectCount = (ctx: OrganizationContext, condition?: SQL) =>
  ctx.db.selectFields(contacts, { count: sql<number>`count(*)`.as('count') }, isPerson, condition)

/** Each as a statement of its own, all at once. */
export async function selectCounts(
  ctx: OrganizationContext,
  conditions: readonly (SQL | undefined)[],
): Promise<number[]> {
  const [first, ...others] = conditions.map((condition) => selectCount(ctx, condition))
  if (!first) return []
  return (await ctx.db.batch([first, ...others])).map((rows) => rows[0]?.count ?? 0)
}

const merged = alias(contacts, 'merged')

/** The same people, without those whom an agent who sees only their own does not see. */
export function seenOf(ctx: OrganizationContext, condition: SQL): SQL | undefined {
  if (ctx.visibility !== 'own') return condition
  const isSeen = sql`(${conversations.assigneeId} IS NULL OR ${conversations.assigneeId} = ${ctx.actor.id})`
  const theirs = ctx.db.exists(conversations, sql`${conversations.contactId} = ${contacts.id}`, isSeen)
  // A thread stays with the contact that was merged into this one.
  const ofMerged = ctx.db.exists(
    merged,
    sql`${merged.mergedInto} = ${contacts.id}`,
    ctx.db.exists(conversations, sql`${conversations.contactId} = ${merged.id}`, isSeen),
  )
  return and(condition, sql`(${theirs} OR ${ofMerged})`)
}
