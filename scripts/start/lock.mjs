import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { short } from '../shared/paths.mjs'
import { Stop } from '../shared/run.mjs'

const fileIn = (/** @type {string} */ dataDir) => join(dataDir, 'running.json')

/** Two products on one set of databases would corrupt each other's queues and objects. */
export function refuseSecondStart(/** @type {string} */ dataDir) {
  const running = readRunning(dataDir)
  if (!running) return
  throw new Stop(
    `Wharf already runs on ${short(dataDir)} (process ${running.pid}, ${running.url}). End it, or give this one a DATA_DIR of its own.`,
  )
}

/**
 * @param {string} dataDir
 * @param {string} url
 * @returns {() => void} gives the folder free
 */
export function lock(dataDir, url) {
  refuseSecondStart(dataDir)
  mkdirSync(dataDir, { recursive: true })
  rmSync(fileIn(dataDir), { force: true })
  // wx: of two that start in the same moment one gets EEXIST.
  writeFileSync(fileIn(dataDir), JSON.stringify({ pid: process.pid, url }), { flag: 'wx' })
  return () => rmSync(fileIn(dataDir), { force: true })
}

/** @param {string} dataDir @returns {{ pid: number, url: string } | null} null also for the lock of a process that is gone */
function readRunning(dataDir) {
  if (!existsSync(fileIn(dataDir))) return null
  try {
    const running = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))
    process.kill(running.pid, 0)
    return isOurs(running.pid) ? running : null
  } catch {
    return null
  }
}

/** A process id is used again after a restart of the machine: on Linux its command line tells. */
function isOurs(/** @type {number} */ pid) {
  if (pid === process.pid) return false
  const commandLine = `/proc/${pid}/cmdline`
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('start.mjs')
}
