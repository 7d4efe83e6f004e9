import { env } from 'cloudflare:workers'
import { getTableConfig, type SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import * as directory from '../shared/db/directory.tables'
import { getShard, shardNames } from '../shared/db/shards'

/** Tables of the platform itself. Everything else belongs to organizations and says so. */
const GLOBAL = [
  'users',
  'organizations',
  'sessions',
  'mailed_tokens',
  'recovery_codes',
  'mails',
  'dead_letters',
  'job_runs',
  'webhook_refusals',
]

// Vite reads the file names; the Worker's types do not know Vite.
const modules = (
  import.meta as unknown as { glob(patterns: string[], options: { eager: true }): Record<string, object> }
).glob(['../modules/**/*.tables.ts', '../shared/db/shard.tables.ts'], { eager: true })
const isTable = (value: unknown): value is SQLiteTable => value instanceof SQLiteTable
const shardTables: SQLiteTable[] = Object.values(modules).flatMap((module) => Object.values(module).filter(isTable))
const directoryTables: SQLiteTable[] = Object.values(directory).filter(isTable)
const nameOf = (column: unknown) => (column as SQLiteColumn).name

describe.each([...directoryTables, ...shardTables].map((table) => [getTableConfig(table).name, table] as const))(
  'the table %s',
  (name, table) => {
    const config = getTableConfig(table)
    const isGlobal = directoryTables.includes(table) && GLOBAL.includes(name)

    it('is global by name, or says whose each row is', () => {
      if (!isGlobal) expect(config.columns.find((column) => column.name === 'organization_id')?.notNull).toBe(true)
    })

    it('is keyed by organization and id, if it belongs to organizations', () => {
      if (isGlobal) return
      const keys = [
        ...config.primaryKeys.map((key) => key.columns.map(nameOf)),
        ...config.uniqueConstraints.map((key) => key.columns.map(nameOf)),
      ]
      expect(keys.some((columns) => columns[0] === 'organization_id')).toBe(true)
    })

    // In the directory some keys are how an organization is found in the first place: the hash of an API key, the sweep.
    it('has the organization first in every index and unique key, if it is in a shard', () => {
      if (directoryTables.includes(table)) return
      const keys = [
        // What a cron looks for is found by time, over all organizations: it lists ids and enqueues, and reads nothing else.
        ...config.indexes
          .filter((index) => !index.config.name.endsWith('_due'))
          .map((index) => index.config.columns.map(nameOf)),
        ...config.uniqueConstraints.map((key) => key.columns.map(nameOf)),
        ...config.primaryKeys.map((key) => key.columns.map(nameOf)),
      ]
      for (const columns of keys) expect(columns[0]).toBe('organization_id')
      expect(config.columns.filter((column) => column.primary || column.isUnique)).toEqual([])
    })

    it('references rows of an organization by the pair, and deletes nothing along', () => {
      for (const key of config.foreignKeys) {
        const { columns, foreignTable } = key.reference()
        const target = getTableConfig(foreignTable).name
        if (!GLOBAL.includes(target)) expect(columns.map(nameOf)).toContain('organization_id')
        expect(key.onDelete ?? 'no action').toBe('no action')
      }
    })
  },
)

describe('the databases themselves', () => {
  const tablesIn = async (database: D1Database) =>
    (
      await database
        .prepare(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'd1\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '%\\_search' ESCAPE '\\' AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\'",
        )
        .all<{ name: string }>()
    ).results
      .map(({ name }) => name)
      .sort()

  it('have the tables that the code declares, and no others', async () => {
    expect(await tablesIn(env.DIRECTORY)).toEqual(directoryTables.map((table) => getTableConfig(table).name).sort())
    for (const shard of shardNames(env))
      expect(await tablesIn(getShard(env, shard))).toEqual(
        shardTables.map((table) => getTableConfig(table).name).sort(),
      )
  })

  it('are two shards at least in tests, so that code which mixes them up is seen', () => {
    expect(shardNames(env).length).toBeGreaterThan(1)
  })
})

describe('raw fragments', () => {
  const sources = (import.meta as unknown as { glob(pattern: string, options: object): Record<string, string> }).glob(
    '../modules/**/*.ts',
    { eager: true, query: '?raw', import: 'default' },
  )

  it('hold a SELECT of their own in these files only, each with the organization in it', () => {
    const withSelect = Object.entries(sources)
      .filter(
        ([path, source]) =>
          !path.includes('.test.') &&
          /sql`[^`]*\bselect\b/i.test(source.replace(/SELECT (value|1) FROM json_each/g, '')),
      )
      .map(([path]) => path)
    expect(withSelect.sort()).toEqual([
      // "Another admin is left": names the organization.
      '../modules/team/team.repository.ts',
    ])
  })
})
