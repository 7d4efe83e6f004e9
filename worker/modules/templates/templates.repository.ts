import { eq } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { templates } from './templates.tables'

export type TemplateRow = typeof templates.$inferSelect

export const findStored = async (
  { db }: OrganizationContext,
  { wabaId, name, language }: { wabaId: string; name: string; language: string },
): Promise<TemplateRow | undefined> =>
  (
    await db.select(templates, eq(templates.wabaId, wabaId), eq(templates.name, name), eq(templates.language, language))
  )[0]
