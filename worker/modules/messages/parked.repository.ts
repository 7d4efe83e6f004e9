import { lt } from 'drizzle-orm'
import type { SystemContext } from '../../shared/context'
import { openShard, shardNames } from '../../shared/db/shards'
import { parkedStatuses } from './messages.tables'

/** In every shard, over all organizations: nothing is read, only what is old goes. @returns how many */
export async function deleteParkedBefore({ env }: Pick<SystemContext, 'env'>, before: number): Promise<number> {
  const gone = await Promise.all(
    shardNames(env).map((name) =>
      openShard(env, name).delete(parkedStatuses).where(lt(parkedStatuses.createdAt, before)),
    ),
  )
  return gone.reduce((count, { meta }) => count + meta.changes, 0)
}
