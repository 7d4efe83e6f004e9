import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { atRoot, root } from '../shared/paths.mjs'
import { Stop } from '../shared/run.mjs'

/** @typedef {ReturnType<typeof readSettings>} Settings */

/** What the person at the terminal may set: PORT, SIMULATOR_PORT, DATA_DIR, --json. */
export function readSettings(env = process.env, args = process.argv.slice(2)) {
  const unknown = args.filter((arg) => arg !== '--json' && arg !== '--dev')
  if (unknown.length > 0) throw new Stop(`npm start knows --json only; this is not it: ${unknown.join(' ')}`)
  const port = readPort('PORT', env.PORT, 8787)
  // The simulator is part of the product; a tree without it starts all the same.
  const hasSimulator = existsSync(atRoot('simulator/server.ts'))
  const dev = args.includes('--dev')
  const url = `http://127.0.0.1:${port}`
  const dataDir = resolve(root, env.DATA_DIR || '.data')
  return {
    json: args.includes('--json'),
    dev,
    port,
    url,
    /** Where a person opens the dashboard: in development vite serves it and hands /api on. */
    dashboardUrl: dev ? 'http://127.0.0.1:5173' : url,
    simulator: hasSimulator ? { port: readPort('SIMULATOR_PORT', env.SIMULATOR_PORT, 8788) } : null,
    dataDir,
    /** Everything wrangler keeps: databases, bucket, objects. */
    stateDir: join(dataDir, 'state'),
    logDir: join(dataDir, 'logs'),
  }
}

/** @param {string} name @param {string | undefined} value @param {number} fallback */
function readPort(name, value, fallback) {
  if (!value) return fallback
  const port = Number(value)
  if (Number.isInteger(port) && port > 0 && port < 65536) return port
  throw new Stop(`${name} is a number from 1 to 65535, not "${value}".`)
}
