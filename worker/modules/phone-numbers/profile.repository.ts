import { and, eq } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { media } from '../media/media.tables'

/** A file that is here, ready to be read. */
export const findReadyFile = async ({ db }: OrganizationContext, mediaId: string) =>
  (await db.select(media, and(eq(media.id, mediaId), eq(media.status, 'ready'))))[0]
