import { and, asc, eq, gt, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { excluded } from '../../shared/db/organization-db'
import type { Statement } from '../../shared/db/statements'
import { templates } from './templates.tables'

export type TemplateRow = typeof templates.$inferSelect
export type NewTemplate = Omit<TemplateRow, 'organizationId'>
type Key = { wabaId: string; name: string; language: string }

export const findStored = async (
  { db }: OrganizationContext,
  { wabaId, name, language }: Key,
): Promise<TemplateRow | undefined> =>
  (
    await db.select(templates, eq(templates.wabaId, wabaId), eq(templates.name, name), eq(templates.language, language))
  )[0]

/** Of a webhook: by Meta's id, or by name and language where the id is not known yet. */
export const findTold = async (
  { db }: OrganizationContext,
  { wabaId, name, language, metaTemplateId }: Key & { metaTemplateId: string },
): Promise<TemplateRow | undefined> =>
  (
    await db.select(
      templates,
      eq(templates.wabaId, wabaId),
      or(eq(templates.metaTemplateId, metaTemplateId), and(eq(templates.name, name), eq(templates.language, language))),
    )
  )[0]

export const listStored = ({ db }: OrganizationContext, wabaId: string): Promise<TemplateRow[]> =>
  db.select(templates, eq(templates.wabaId, wabaId))

export type Filter = {
  wabaIds: string[] | undefined
  status: string | undefined
  category: string | undefined
  language: string | undefined
  search: string | undefined
}
/** A page in the order of names. `instr` instead of LIKE: its pattern would be limited to 50 bytes, and has wildcards. */
export const listTemplates = (
  { db }: OrganizationContext,
  { filter, after, limit }: { filter: Filter; after: Key | undefined; limit: number },
): Promise<TemplateRow[]> =>
  db
    .select(
      templates,
      filter.wabaIds && inArray(templates.wabaId, filter.wabaIds),
      filter.status === undefined ? undefined : eq(templates.status, filter.status),
      filter.category === undefined ? undefined : eq(templates.category, filter.category),
      filter.language === undefined ? undefined : eq(templates.language, filter.language),
      filter.search === undefined ? undefined : sql`instr(lower(${templates.name}), lower(${filter.search})) > 0`,
      after && isAfter(after),
    )
    .orderBy(asc(templates.name), asc(templates.language), asc(templates.wabaId))
    .limit(limit)

const isAfter = ({ name, language, wabaId }: Key): SQL | undefined =>
  or(
    gt(templates.name, name),
    and(eq(templates.name, name), gt(templates.language, language)),
    and(eq(templates.name, name), eq(templates.language, language), gt(templates.wabaId, wabaId)),
  )

/**
 * Writes what was fetched, all or nothing. A row that a webhook wrote while Meta was being asked is newer than the answer,
 * and stays.
 * @param gone are deleted
 */
export async function writeFetched(
  { db }: OrganizationContext,
  {
    wabaId,
    askedAt,
    changed,
    gone,
    events,
  }: { wabaId: string; askedAt: number; changed: NewTemplate[]; gone: TemplateRow[]; events: Statement[] },
): Promise<void> {
  const upserts = db.upsertMany(templates, changed, {
    target: [templates.organizationId, templates.wabaId, templates.name, templates.language],
    set: {
      metaTemplateId: excluded(templates.metaTemplateId),
      status: excluded(templates.status),
      category: excluded(templates.category),
      parameterFormat: excluded(templates.parameterFormat),
      components: excluded(templates.components),
      qualityScore: excluded(templates.qualityScore),
      reason: excluded(templates.reason),
      syncedAt: excluded(templates.syncedAt),
    },
    only: (field) =>
      sql`NOT ${db.exists(
        templates,
        eq(templates.wabaId, wabaId),
        sql`${templates.name} = ${field('name')}`,
        sql`${templates.language} = ${field('language')}`,
        gt(templates.syncedAt, askedAt),
      )}`,
  })
  const removals = gone.map(({ name, language }) =>
    db.delete(
      templates,
      eq(templates.wabaId, wabaId),
      eq(templates.name, name),
      eq(templates.language, language),
      lt(templates.syncedAt, askedAt + 1),
    ),
  )
  const [first, ...rest] = [...upserts, ...removals, ...events]
  if (first) await db.batch([first, ...rest])
}

/** @param events are written with it */
export async function changeStored(
  { db }: OrganizationContext,
  {
    row: { wabaId, name, language },
    changes,
    events,
  }: { row: Key; changes: Partial<TemplateRow> | null; events: Statement[] },
): Promise<void> {
  const key = [eq(templates.wabaId, wabaId), eq(templates.name, name), eq(templates.language, language)]
  const { organizationId, ...values } = changes ?? {}
  void organizationId
  await db.batch([changes === null ? db.delete(templates, ...key) : db.update(templates, values, ...key), ...events])
}
