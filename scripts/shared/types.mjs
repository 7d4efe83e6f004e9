import { existsSync } from 'node:fs'
import { atRoot, cache, wranglerCli } from './paths.mjs'
import { run, Stop } from './run.mjs'
import { hashOf, isStamped, stamp } from './stamp.mjs'

/** worker-configuration.d.ts: the runtime's types and the bindings of wrangler.toml. It takes seconds, so only when stale. */
export async function generateWorkerTypes() {
  const wanted = hashOf([atRoot('wrangler.toml'), atRoot('node_modules/wrangler/package.json')])
  if (existsSync(atRoot('worker-configuration.d.ts')) && isStamped(cache('worker-types'), wanted)) return
  // Without an env file: what happens to lie on this machine must not become a type.
  const { ok, output } = await run(process.execPath, ['--no-warnings', wranglerCli, 'types', '--env-file', '/dev/null'])
  if (!ok) throw new Stop(`wrangler types failed.\n${output}`)
  stamp(cache('worker-types'), wanted)
}
