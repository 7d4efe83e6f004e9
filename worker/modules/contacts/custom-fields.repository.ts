import { asc, eq, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { contactFieldValues, contacts, customFields } from './contacts.tables'

export type FieldRow = typeof customFields.$inferSelect
type NewRow = Omit<FieldRow, 'organizationId'>

export const listFieldRows = (ctx: OrganizationContext) =>
  ctx.db.select(customFields).orderBy(asc(customFields.position), asc(customFields.id))

/** A conflict (`isConflict`) when its key is taken. */
export const insertField = (ctx: OrganizationContext, row: NewRow) => ctx.db.batch([ctx.db.insert(customFields, row)])

/** `order`: the ids of all in their new order. */
export const updateField = (
  ctx: OrganizationContext,
  id: string,
  { order, ...changes }: Pick<FieldRow, 'label' | 'options' | 'type'> & { order: readonly string[] },
) =>
  ctx.db.batch([
    ctx.db.update(customFields, changes, eq(customFields.id, id)),
    ...ctx.db.updateMany(
      customFields,
      order.map((one, position) => ({ id: one, position })),
      {
        match: (field) => sql`${customFields.id} = ${field('id')}`,
        set: (field) => ({ position: field('position') }),
      },
    ),
  ])

export const isFieldUsed = async (ctx: OrganizationContext, key: string): Promise<boolean> =>
  (
    await ctx.db
      .selectFields(contactFieldValues, { key: contactFieldValues.key }, eq(contactFieldValues.key, key))
      .limit(1)
  ).length > 0

export const deleteField = (ctx: OrganizationContext, id: string) =>
  ctx.db.delete(customFields, eq(customFields.id, id))

/** Of up to `limit` people. @returns how many had it */
export async function deleteValues(ctx: OrganizationContext, key: string, limit: number): Promise<number> {
  const holders = ctx.db
    .selectFields(contactFieldValues, { id: contactFieldValues.contactId }, eq(contactFieldValues.key, key))
    .limit(limit)
  const ids = (await holders).map(({ id }) => id)
  if (ids.length === 0) return 0
  await ctx.db.update(
    contacts,
    {
      fields: sql`json_patch(coalesce(${contacts.fields}, '{}'), ${JSON.stringify({ [key]: null })})` as never,
      updatedAt: ctx.clock.now(),
    },
    sql`${contacts.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )
  return ids.length
}
