import { describe, expect, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'

// wrangler hands most settings down to [env.production], but no binding and no variable. What is bound for local runs and
// forgotten there is missing only in production.

const read = (env?: string) =>
  unstable_readConfig({ config: './wrangler.toml', ...(env && { env }) }, { hideWarnings: true })
type Database = { binding: string; database_name?: string | undefined; migrations_dir?: string | undefined }
const local = read()
const production = read('production')

describe('[env.production] in wrangler.toml', () => {
  it('binds what the top level binds, under the same names', () => {
    const databases = ({ d1_databases }: { d1_databases: Database[] }) =>
      d1_databases.map(({ binding, database_name, migrations_dir }) => ({ binding, database_name, migrations_dir }))
    // A deployment may have more shards than a local run.
    expect(databases(production)).toEqual(expect.arrayContaining(databases(local)))
    expect(production.queues).toEqual(local.queues)
    expect(production.durable_objects).toEqual(local.durable_objects)
    expect(production.r2_buckets).toEqual(local.r2_buckets)
    expect(production.send_email).toEqual(local.send_email)
    expect(production.services).toEqual(local.services)
    expect(production.kv_namespaces).toEqual(local.kv_namespaces)
  })

  it('inherits crons, object migrations, assets and compatibility', () => {
    for (const key of ['triggers', 'migrations', 'assets', 'compatibility_date', 'compatibility_flags'] as const)
      expect(production[key], key).toEqual(local[key])
    expect(production.observability).toMatchObject({ enabled: true })
  })

  it('is the Worker that the Pages function calls, and says that it is production', () => {
    expect(production.name).toBe('wharf')
    expect(production.vars.ENVIRONMENT).toBe('production')
    const pages = unstable_readConfig({ config: './pages/wrangler.toml' }, { hideWarnings: true })
    expect(pages.services).toEqual([expect.objectContaining({ binding: 'API', service: production.name })])
  })

  it('holds no secret', () => {
    expect(Object.keys(production.vars).filter((name) => /SECRET|KEYS|PASSWORD|TOKEN/.test(name))).toEqual([])
  })
})
