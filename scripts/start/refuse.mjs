// What is looked at before anything is installed, written or started.
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { short } from '../shared/paths.mjs'
import { Stop } from '../shared/run.mjs'

/** Leaves nothing behind: a folder that is not there yet is tried in the one where it will be made. */
export function refuseUnusableFolder(/** @type {string} */ dataDir) {
  let folder = dataDir
  while (!existsSync(folder)) folder = dirname(folder)
  try {
    rmdirSync(mkdtempSync(join(folder, 'probe-')))
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    const reason = code === 'ENOTDIR' ? 'is a file or lies below one' : `cannot be written (${code})`
    throw new Stop(`The data folder ${short(dataDir)} ${reason}: set DATA_DIR to a folder that this user may write to.`)
  }
}

/** @param {import('./settings.mjs').Settings} settings */
export async function refuseTakenPorts({ port, simulator, dev }) {
  await refuseTaken('PORT', port)
  if (simulator) await refuseTaken('SIMULATOR_PORT', simulator.port)
  if (dev) await refuseTaken('the dashboard in development', 5173)
}

/** @param {string} name @param {number} port */
async function refuseTaken(name, port) {
  const code = await new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(undefined)))
  })
  if (code === undefined) return
  if (code === 'EACCES')
    throw new Stop(`Port ${port} (${name}) needs more rights than this user has: set ${name} to a higher one.`)
  const remedy = name.includes(' ')
    ? 'end the program that uses it'
    : `set ${name} to another one, or end the program that uses it`
  throw new Stop(`Port ${port} (${name}) is taken: ${remedy}.`)
}
