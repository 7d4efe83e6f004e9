import type { OrganizationContext } from '../../shared/context'
import { syncInBackground } from './templates.usecases'

/** `ids`: of phone numbers, whose business account's templates are fetched. */
export async function templatesConsumer(ctx: OrganizationContext, { ids }: { ids: string[] }): Promise<void> {
  for (const id of ids) await syncInBackground(ctx, id)
}
