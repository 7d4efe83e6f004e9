import { applyD1Migrations, type D1Migration, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { shardNames } from '../shared/db/shards'
import { testClock } from './clock'
import { faults } from './faults'
import { hurryTheDead } from './instrument'
import { takeBreaches, watchGlobals } from './limits'
import { takeLog } from './worker'

watchGlobals()
hurryTheDead()

/** One runtime serves all files, so each file starts with empty stores. */
beforeAll(async () => {
  await reset()
  const bindings = env as unknown as Record<string, D1Database> & {
    TEST_DIRECTORY_MIGRATIONS: D1Migration[]
    TEST_SHARD_MIGRATIONS: D1Migration[]
  }
  await applyD1Migrations(env.DIRECTORY, bindings.TEST_DIRECTORY_MIGRATIONS)
  for (const name of shardNames(env))
    await applyD1Migrations(bindings[name] as D1Database, bindings.TEST_SHARD_MIGRATIONS)
})

beforeEach(({ onTestFailed }) => {
  // A 500 hides its cause from the caller, not from whoever reads the failed test.
  onTestFailed(() => {
    for (const line of takeLog()) if (line.level === 'error') console.error(JSON.stringify(line, null, 2))
  })
  testClock.reset()
  faults.stop()
  takeBreaches()
  takeLog()
})

afterEach(() => {
  vi.restoreAllMocks()
  expect(takeBreaches(), 'limits of production that were breached').toEqual([])
})
