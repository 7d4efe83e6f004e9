import { join } from 'node:path'
import { atRoot, wranglerCli } from '../shared/paths.mjs'
import { run, Stop } from '../shared/run.mjs'
import { hashOf, isStamped, stamp } from '../shared/stamp.mjs'

/**
 * Brings every local D1 database up to the migrations in the repository. The stamp lies beside the databases, so that
 * it goes when they go, and a second start need not ask each of them.
 * @param {{ stateDir: string, say: (text: string) => void }} options
 */
export async function applyMigrations({ stateDir, say }) {
  const wanted = hashOf([atRoot('wrangler.toml'), atRoot('migrations')], (file) => !file.endsWith('.json'))
  const stampFile = join(stateDir, 'migrations.stamp')
  if (isStamped(stampFile, wanted)) return
  say('Applying migrations …')
  const { d1_databases } = await readWranglerConfig()
  // One after the other: they share wrangler's state, and SQLite's lock on it.
  for (const { database_name, binding } of d1_databases) {
    const database = database_name ?? binding
    const { ok, output } = await run(process.execPath, [
      ...['--no-warnings', wranglerCli, 'd1', 'migrations', 'apply', database, '--local', '--persist-to', stateDir],
    ])
    if (!ok) throw new Stop(`The migrations of ${database} failed; nothing was started.\n\n${output}`)
  }
  stamp(stampFile, wanted)
}

/** wrangler.toml as wrangler itself reads it. Imported late: loading wrangler takes a second. */
export async function readWranglerConfig() {
  const { unstable_readConfig } = await import('wrangler')
  return unstable_readConfig({ config: atRoot('wrangler.toml') }, { hideWarnings: true })
}
