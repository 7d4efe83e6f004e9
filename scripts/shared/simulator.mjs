import { existsSync } from 'node:fs'
import { atRoot, bin, cache } from './paths.mjs'
import { run, Stop } from './run.mjs'
import { hashOf, isStamped, stamp } from './stamp.mjs'

/** What `npm start` runs: built, because Node doesn't find TypeScript's imports without their extensions. */
export const simulatorServer = atRoot('dist/simulator/server.js')

const sources = () =>
  hashOf(
    [atRoot('simulator'), atRoot('web/src/design'), atRoot('package-lock.json')],
    (file) => !/\.(tsbuildinfo|test\.tsx?|md)$/.test(file),
  )

/**
 * vite build → dist/simulator: the server and the phone's page, when something in them changed.
 * @param {{ say?: (text: string) => void, always?: boolean }} [options]
 */
export async function buildSimulator({ say = () => {}, always = false } = {}) {
  const wanted = sources()
  const isThere = existsSync(simulatorServer) && existsSync(atRoot('dist/simulator/page/index.html'))
  if (!always && isThere && isStamped(cache('simulator'), wanted)) return
  say('Building the simulator …')
  for (const config of ['simulator/vite.config.ts', 'simulator/phone/vite.config.ts']) {
    const { ok, output } = await run(bin('vite'), ['build', '--config', config, '--logLevel', 'warn'])
    if (!ok) throw new Stop(`The simulator could not be built.\n\n${output}`)
  }
  stamp(cache('simulator'), wanted)
}
