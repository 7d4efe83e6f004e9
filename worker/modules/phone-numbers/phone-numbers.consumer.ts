import type { OrganizationContext } from '../../shared/context'
import { lookAfterNumber } from './looking-after.usecases'

/** `ids`: of the numbers to look at. */
export async function numberChecksConsumer(ctx: OrganizationContext, { ids }: { ids: string[] }): Promise<void> {
  for (const id of ids) await lookAfterNumber(ctx, id)
}
