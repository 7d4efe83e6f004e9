import { existsSync } from 'node:fs'
import { atRoot, bin, cache } from './paths.mjs'
import { run, Stop } from './run.mjs'
import { hashOf, isStamped, stamp } from './stamp.mjs'

const sources = () => {
  const web = hashOf([atRoot('web'), atRoot('package-lock.json')], (file) => !/\.(tsbuildinfo|test\.tsx?)$/.test(file))
  // The dashboard holds the Worker's schemas and, as types, its routes.
  const worker = hashOf([atRoot('worker')], (file) => file.endsWith('.schemas.ts') || file.endsWith('client.ts'))
  return web + worker
}

/**
 * vite build → web/dist, when something in it changed.
 * @param {{ say?: (text: string) => void, always?: boolean }} [options]
 */
export async function buildDashboard({ say = () => {}, always = false } = {}) {
  const wanted = sources()
  if (!always && existsSync(atRoot('web/dist/index.html')) && isStamped(cache('dashboard'), wanted)) return
  say('Building the dashboard …')
  const { ok, output } = await run(bin('vite'), ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'])
  if (!ok) throw new Stop(`The dashboard could not be built.\n\n${output}`)
  stamp(cache('dashboard'), wanted)
}
