import { env } from 'cloudflare:workers'
import { getShard, shardNames } from '../shared/db/shards'

async function tablesOf(database: D1Database): Promise<{ name: string; columns: string[] }[]> {
  const { results } = await database
    .prepare(
      "SELECT m.name, json_group_array(c.name) AS columns FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_cf%' ESCAPE '\\' AND m.name NOT LIKE 'd1\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' GROUP BY m.name",
    )
    .all<{ name: string; columns: string }>()
  return results.map(({ name, columns }) => ({ name, columns: JSON.parse(columns) as string[] }))
}

/** All rows of an organization, wherever they are: what a neighbour must not have changed. */
export async function snapshotOf(organizationId: string): Promise<string> {
  const parts: unknown[] = []
  for (const [name, database] of [
    ['DIRECTORY', env.DIRECTORY] as const,
    ...shardNames(env).map((shard) => [shard, getShard(env, shard)] as const),
  ])
    for (const table of await tablesOf(database)) {
      const condition = table.columns.includes('organization_id')
        ? 'organization_id = ?1'
        : table.name === 'organizations'
          ? 'id = ?1'
          : table.columns.includes('active_organization_id')
            ? 'active_organization_id = ?1'
            : undefined
      if (!condition) continue
      const { results } = await database
        .prepare(`SELECT * FROM "${table.name}" WHERE ${condition} ORDER BY rowid`)
        .bind(organizationId)
        .all()
      parts.push([name, table.name, results])
    }
  const people = await env.DIRECTORY.prepare(
    'SELECT u.* FROM users u JOIN memberships m ON m.user_id = u.id WHERE m.organization_id = ?1 ORDER BY u.id',
  )
    .bind(organizationId)
    .all()
  return JSON.stringify([parts, people.results])
}
