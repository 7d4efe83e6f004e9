// npm run db:migrate: the migrations of every database of env.production, on Cloudflare.
import { endWithSignals } from './shared/children.mjs'
import { atRoot, wranglerCli } from './shared/paths.mjs'
import { run, runScript, Stop } from './shared/run.mjs'

await runScript(async () => {
  endWithSignals()
  const { unstable_readConfig } = await import('wrangler')
  const { d1_databases } = unstable_readConfig({ config: atRoot('wrangler.toml'), env: 'production' })
  if (d1_databases.length === 0) throw new Stop('wrangler.toml names no database under [env.production].')
  for (const { database_name, binding } of d1_databases) {
    const name = database_name ?? binding
    process.stdout.write(`${name}\n`)
    const { ok } = await run(
      process.execPath,
      ['--no-warnings', wranglerCli, 'd1', 'migrations', 'apply', name, '--remote', '--env', 'production'],
      { show: true },
    )
    if (!ok) throw new Stop(`The migrations of ${name} were not applied; the databases after it were not touched.`)
  }
})
