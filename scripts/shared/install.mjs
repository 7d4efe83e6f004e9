// Runs before anything is installed and on any Node from 20: built-in modules only.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { atRoot, bin } from './paths.mjs'
import { run, Stop } from './run.mjs'
import { hashOf, isStamped, stamp } from './stamp.mjs'

const stampFile = atRoot('node_modules', '.cache', 'wharf', 'installed')

/** npm ci when node_modules is missing or is not what package-lock.json says. */
export async function installWhatIsMissing() {
  const wanted = hashOf([atRoot('package-lock.json')])
  if (isStamped(stampFile, wanted)) return
  if (!matchesLock(atRoot('package-lock.json'), atRoot('node_modules', '.package-lock.json'))) {
    process.stderr.write('Installing packages …\n')
    // npm's own words go to stderr: stdout may be one line of JSON.
    const npm = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      show: true,
      env: process.env,
    })
    if (!npm.ok) throw new Stop('npm ci did not finish: its own words are above.')
  }
  stamp(stampFile, wanted)
}

/**
 * npm keeps in node_modules/.package-lock.json what it put there. Optional packages may rightly be absent.
 * @param {string} lockFile
 * @param {string} installedFile
 */
export function matchesLock(lockFile, installedFile) {
  if (!existsSync(installedFile)) return false
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (installed[path] === undefined ? optional === true : installed[path].version === version),
  )
}

const isNewEnough = (/** @type {string} */ version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
}

/**
 * wrangler and vitest need Node 22.12; on Linux npm brings Node 24 along. Under an older Node the script starts itself
 * again with that one and hands over signals and exit code.
 * @param {string} script
 * @returns {Promise<void>} only when this Node will do
 */
export async function runUnderNewNode(script) {
  if (isNewEnough(process.versions.node)) return
  if (!existsSync(bin('node'))) {
    throw new Stop(
      `This is Node ${process.versions.node}; Wharf needs 22.12 or newer here. npm brings one along only on Linux.`,
    )
  }
  const child = spawn(bin('node'), [script, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  await new Promise(() => {
    child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })
}
