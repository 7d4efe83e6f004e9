import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { AppError } from '../errors'

const isShard = (name: string) => /^SHARD_\d+$/.test(name)

/** The names of all bound shards, in order. Their number is whatever wrangler.toml binds. */
export const shardNames = (env: Env): string[] =>
  Object.keys(env)
    .filter(isShard)
    .sort((a, b) => Number(a.slice(6)) - Number(b.slice(6)))

/** @throws `config.invalid` when an organization's shard is not bound any more */
export function getShard(env: Env, name: string): D1Database {
  const shard = isShard(name) ? (env as unknown as Record<string, D1Database | undefined>)[name] : undefined
  if (!shard)
    throw new AppError({
      code: 'config.invalid',
      status: 503,
      message: `The database ${name} is not bound. Add it to wrangler.toml.`,
    })
  return shard
}

export const openShard = (env: Env, name: string): DrizzleD1Database => drizzle(getShard(env, name))

/** The open shard with the least data. @throws `config.invalid` when every shard is closed */
export async function chooseShard(env: Env, closed: readonly string[]): Promise<string> {
  const sizes = await Promise.all(
    shardNames(env)
      .filter((name) => !closed.includes(name))
      .map(async (name) => ({ name, size: (await getShard(env, name).prepare('SELECT 1').run()).meta.size_after })),
  )
  const [emptiest] = sizes.sort((a, b) => a.size - b.size)
  if (!emptiest)
    throw new AppError({
      code: 'config.invalid',
      status: 503,
      message: 'Every shard is closed. Add a SHARD_n binding or take one out of CLOSED_SHARDS.',
    })
  return emptiest.name
}
