// web/dist (the dashboard), dist/worker (the Worker as it is deployed), dist/pages (the way from Pages to the Worker),
// dist/simulator (Meta's side for local runs: deployed nowhere).
import { mkdirSync, rmSync } from 'node:fs'
import { endWithSignals } from './shared/children.mjs'
import { buildDashboard } from './shared/dashboard.mjs'
import { atRoot, wranglerCli } from './shared/paths.mjs'
import { run, runScript, Stop } from './shared/run.mjs'
import { buildSimulator } from './shared/simulator.mjs'

const wrangler = async (/** @type {string} */ what, /** @type {string[]} */ args) => {
  const { ok, output } = await run(process.execPath, ['--no-warnings', wranglerCli, ...args])
  if (!ok) throw new Stop(`${what} could not be built.\n\n${output}`)
  process.stdout.write(`✓ ${what}\n`)
  return output
}

await runScript(async () => {
  endWithSignals()
  rmSync(atRoot('dist'), { recursive: true, force: true })
  mkdirSync(atRoot('dist/pages'), { recursive: true })
  const dashboard = async () => {
    await buildDashboard({ always: true })
    process.stdout.write('✓ web/dist\n')
  }
  await Promise.all([
    dashboard(),
    wrangler('dist/pages', [
      'pages',
      'functions',
      'build',
      'pages/functions',
      '--project-directory',
      'pages',
      '--outdir',
      'dist/pages',
      '--output-routes-path',
      'dist/pages/_routes.json',
      '--compatibility-date',
      '2026-08-15',
    ]),
  ])
  await buildSimulator({ always: true })
  process.stdout.write('✓ dist/simulator\n')
  await wrangler('dist/worker', ['deploy', '--dry-run', '--env', 'production', '--outdir', 'dist/worker'])
})
