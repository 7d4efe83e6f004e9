import { eq, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { contactFieldValues, contacts, contactTags } from '../contacts/contacts.tables'
import { activityOf, DAY, type FieldCondition, storedValue, WINDOW } from './segments.models'
import type { SegmentCondition, SegmentDefinition } from './segments.schemas'

// A definition becomes one condition on rows of `contacts`; `isInSegment` (segments.models.ts) says the same of one person.
// Values are bound, lists as one JSON text: two parameters a condition at most beside the organization's, thirty conditions
// (segments.schemas.ts), so that what a list adds of its own stays below D1's hundred. No piece is ever NULL: an OR with a
// NULL in it, and above all a NOT, would lose people.

/** A condition on rows of `contacts`. */
export type PeopleCondition = SQL

/**
 * The condition that a row of `contacts` belongs to a segment. Who was merged or deleted, and whom the actor may see, is
 * the caller's to add.
 */
export const compileSegment = (ctx: OrganizationContext, definition: SegmentDefinition): SQL =>
  joined(definition, (entry) => ('match' in entry ? joined(entry, (one) => compile(ctx, one)) : compile(ctx, entry)))

function joined<T>({ match, conditions }: { match: 'all' | 'any'; conditions: T[] }, of: (one: T) => SQL): SQL {
  if (conditions.length === 0) return sql`true`
  const parts = conditions.map((one) => sql`(${of(one)})`)
  return sql`(${sql.join(parts, match === 'all' ? sql` AND ` : sql` OR `)})`
}

function compile(ctx: OrganizationContext, condition: SegmentCondition): SQL {
  const now = ctx.clock.now()
  switch (condition.on) {
    case 'consent':
      return oneOf(contacts.consent, condition.values)
    case 'source':
      return oneOf(contacts.source, condition.values)
    case 'tags':
      return tagged(ctx, condition)
    case 'country':
      return listed(contacts.country, condition)
    case 'language':
      return listed(contacts.language, condition)
    case 'owner':
      return listed(contacts.ownerId, condition)
    case 'blocked':
      return filled(contacts.blockedAt, condition.value)
    case 'window': {
      const closes = sql`${now - WINDOW}`
      return condition.value === 'open'
        ? sql`${contacts.lastInboundAt} IS NOT NULL AND ${contacts.lastInboundAt} > ${closes}`
        : sql`${contacts.lastInboundAt} IS NULL OR ${contacts.lastInboundAt} <= ${closes}`
    }
    case 'contacted':
      return filled(contacts.lastMessageAt, condition.value)
    case 'has':
      return condition.what === 'name'
        ? filled(sql`coalesce(${contacts.name}, ${contacts.profileName})`, condition.value)
        : filled(contacts[condition.what], condition.value)
    case 'field':
      return fieldHolds(ctx, condition)
    default: {
      const column = contacts[activityOf[condition.on]]
      const { since } = condition
      if (since.op === 'never') return sql`${column} IS NULL`
      const from = sql`${now - since.days * DAY}`
      return since.op === 'within'
        ? sql`${column} IS NOT NULL AND ${column} >= ${from}`
        : sql`${column} IS NULL OR ${column} < ${from}`
    }
  }
}

const filled = (value: SQL | SQLiteColumn, is: boolean): SQL => (is ? sql`${value} IS NOT NULL` : sql`${value} IS NULL`)

/** Bound by itself if it is one: an index is looked up by it. Never NULL for a column that is not. */
function oneOf(column: SQLiteColumn, values: readonly string[]): SQL {
  const [only, another] = values
  if (only !== undefined && another === undefined) return sql`${column} = ${only}`
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
}

function listed(
  column: SQLiteColumn,
  { op, values }: { op: 'is' | 'is_not'; values: readonly (string | null)[] },
): SQL {
  const named = values.filter((value) => value !== null)
  const withNobody = named.length < values.length
  const among = named.length > 0 ? oneOf(column, named) : sql`false`
  if (op === 'is') return withNobody ? sql`${column} IS NULL OR ${among}` : sql`${column} IS NOT NULL AND ${among}`
  return withNobody ? sql`${column} IS NOT NULL AND NOT (${among})` : sql`${column} IS NULL OR NOT (${among})`
}

function tagged(ctx: OrganizationContext, { op, tagIds }: Extract<SegmentCondition, { on: 'tags' }>): SQL {
  const ids = [...new Set(tagIds)]
  const withAny = sql`${contacts.id} IN ${ctx.db.subquery(contactTags, contactTags.contactId, oneOf(contactTags.tagId, ids))}`
  if (op === 'none') return sql`NOT (${withAny})`
  const [first, ...others] = ids
  if (op === 'any' || first === undefined || others.length === 0) return withAny
  // Those with the first, by the index of tags; of them, those with the others.
  const withFirst = ctx.db.subquery(contactTags, contactTags.contactId, eq(contactTags.tagId, first))
  const itsOwn = sql`${contactTags.contactId} = ${contacts.id}`
  const withOthers = ctx.db.subquery(contactTags, sql`count(*)`, itsOwn, oneOf(contactTags.tagId, others))
  return sql`${contacts.id} IN ${withFirst} AND ${withOthers} = ${sql.raw(String(others.length))}`
}

/** By the index of values. In SQLite's order every number comes before every text, and text before what is neither. */
function fieldHolds(ctx: OrganizationContext, { key, op, value: asked }: FieldCondition): SQL {
  const { value } = contactFieldValues
  const wanted = storedValue(asked ?? '')
  const having = (...conditions: SQL[]): SQL =>
    sql`${contacts.id} IN ${ctx.db.subquery(contactFieldValues, contactFieldValues.contactId, eq(contactFieldValues.key, key), ...conditions)}`
  const place = () => sql`instr(lower(${value}), lower(${wanted}))`
  const isText = sql`typeof(${value}) = 'text'`
  switch (op) {
    case 'is':
      return having(sql`${value} = ${wanted}`)
    case 'is_not':
      return sql`NOT (${having(sql`${value} = ${wanted}`)})`
    case 'is_filled':
      return having(sql`${value} <> ''`)
    case 'is_empty':
      return sql`NOT (${having(sql`${value} <> ''`)})`
    case 'contains':
      return typeof wanted === 'string' ? having(isText, sql`${place()} > 0`) : sql`false`
    case 'starts_with':
      return typeof wanted === 'string' ? having(isText, sql`${place()} = 1`) : sql`false`
    case 'less_than':
      return typeof wanted === 'number' ? having(sql`${value} < ${wanted}`) : sql`false`
    case 'more_than':
      return typeof wanted === 'number' ? having(sql`${value} > ${wanted} AND ${value} < ''`) : sql`false`
    case 'before':
      return typeof wanted === 'string' ? having(sql`${value} >= '' AND ${value} < ${wanted}`) : sql`false`
    case 'after':
      return typeof wanted === 'string' ? having(sql`${value} > ${wanted}`) : sql`false`
  }
}
