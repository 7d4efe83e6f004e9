import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { short } from '../shared/paths.mjs'
import { Stop } from '../shared/run.mjs'

/** @typedef {{ pid: number, url: string }} Running */

const fileIn = (/** @type {string} */ dataDir) => join(dataDir, 'running.json')

/** Two products on one set of databases would corrupt each other's queues and objects. */
export function refuseSecondStart(/** @type {string} */ dataDir) {
  const running = living(read(fileIn(dataDir)))
  if (running) throw taken(dataDir, running)
}

/**
 * @param {string} dataDir
 * @param {string} url
 * @returns {() => void} gives the folder free
 */
export function lock(dataDir, url) {
  mkdirSync(dataDir, { recursive: true })
  const file = fileIn(dataDir)
  const mine = JSON.stringify({ pid: process.pid, url })
  const holder = take(file, mine)
  if (holder) throw taken(dataDir, holder)
  return () => {
    if (read(file) === mine) rmSync(file, { force: true })
  }
}

/**
 * Makes the file ours, or says whose it is. It is published whole (a hard link), so nobody reads half of it; and the
 * file of a process that is gone is replaced only by whoever holds the claim to it, which is taken in the same way.
 * Without the claim, one of two simultaneous starts could remove the lock that the other has just put there.
 * @param {string} file
 * @param {string} mine
 * @returns {Running | null} the living holder, or null when it is ours
 */
function take(file, mine) {
  const whole = `${file}.${process.pid}`
  const claim = `${file}.claim`
  for (;;) {
    writeFileSync(whole, mine)
    try {
      linkSync(whole, file)
      return null
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    } finally {
      rmSync(whole, { force: true })
    }
    const found = read(file)
    const holder = living(found) ?? take(claim, mine)
    if (holder) return holder
    try {
      if (found === null || read(file) !== found) continue
      writeFileSync(whole, mine)
      renameSync(whole, file)
      return null
    } finally {
      rmSync(claim, { force: true })
    }
  }
}

/** @param {string} dataDir @param {Running} running */
const taken = (dataDir, { pid, url }) =>
  new Stop(
    `Wharf already runs on ${short(dataDir)} (process ${pid}, ${url}). End it, or give this one a DATA_DIR of its own.`,
  )

/** @returns {string | null} null when it is not there */
function read(/** @type {string} */ file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** @param {string | null} text @returns {Running | null} null also for a process that is gone */
function living(text) {
  try {
    const running = JSON.parse(text ?? '')
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
