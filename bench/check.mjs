import { existsSync, rmSync } from 'node:fs'
import { atRoot } from '../scripts/shared/paths.mjs'
import { run, Stop } from '../scripts/shared/run.mjs'
import { seconds, spread } from './numbers.mjs'

const RUNS = 5

/** @returns {Promise<import('./run.mjs').Row[]>} */
export async function measureCheck() {
  rmSync(atRoot('node_modules/.cache/types'), { recursive: true, force: true })
  const first = await checkOnce()
  const again = []
  for (let time = 0; time < RUNS; time++) again.push(await checkOnce())
  return [
    { what: 'after a clone: every type is checked', target: '< 20 s', measured: seconds(first) },
    { what: 'again', target: '< 20 s', measured: spread(again, seconds) },
  ]
}

async function checkOnce() {
  const startedAt = performance.now()
  const { ok, output } = await run('npm', ['run', 'check', '--silent'])
  // It checks as much when it finds something; but to compare it has to be the whole.
  if (!ok && !existsSync(atRoot('node_modules/.cache/types'))) throw new Stop(output)
  if (!ok)
    process.stderr.write(`npm run check found something; it was measured all the same.\n${output.slice(0, 500)}\n`)
  return performance.now() - startedAt
}
