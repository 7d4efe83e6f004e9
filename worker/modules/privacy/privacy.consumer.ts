import type { OrganizationContext } from '../../shared/context'
import { startRetention } from './retention.usecases'

/** @param ids one: for how many days messages are kept */
export const retentionConsumer = async (ctx: OrganizationContext, { ids }: { ids: string[] }): Promise<void> =>
  startRetention(ctx, Number(ids[0]))
