// Every program that a script starts gets a process group of its own: ending the group ends what the program started,
// workerd included. Runs on any Node from 20, before anything is installed.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './paths.mjs'
import { quietEnvironment } from './quiet.mjs'

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Map<number, ChildProcess>} */
const alive = new Map()
let ending = false
/** True once the script has begun to end its children: their exits are no news then. */
export const isEnding = () => ending

// Survives even SIGKILL of this process: its stdin closes, and it kills the groups that are still on its list.
const guardScript = `
alive=
while read -r sign pid; do
  rest=
  for other in $alive; do [ "$other" = "$pid" ] || rest="$rest $other"; done
  alive=$rest
  [ "$sign" = + ] && alive="$alive $pid"
done
for pid in $alive; do kill -s KILL -- "-$pid" 2>/dev/null; done
`
/** @type {ChildProcess | undefined} */
let guard
function tellGuard(/** @type {string} */ line) {
  if (!guard) {
    guard = spawn('sh', ['-c', guardScript], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
    guard.on('error', () => {})
    guard.stdin?.on('error', () => {})
    guard.unref()
    // A pipe is a socket here: it would keep this process alive.
    if (guard.stdin && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref()
  }
  guard.stdin?.write(`${line}\n`)
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startChild(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, env: quietEnvironment, ...options, detached: true })
  const { pid } = child
  if (pid === undefined) return child
  alive.set(pid, child)
  tellGuard(`+ ${pid}`)
  child.once('exit', () => {
    // What the program left behind ends with it.
    signalGroup(pid, 'SIGKILL')
    alive.delete(pid)
    tellGuard(`- ${pid}`)
  })
  return child
}

function signalGroup(/** @type {number} */ pid, /** @type {NodeJS.Signals} */ signal) {
  try {
    process.kill(-pid, signal)
  } catch {
    // Nobody is left in the group.
  }
}

/** Asks every child to end, and after the grace (milliseconds) insists. */
export async function endChildren(grace = 4000) {
  ending = true
  const exits = [...alive.values()].map((child) => new Promise((resolve) => child.once('exit', resolve)))
  for (const child of alive.values()) child.kill('SIGTERM')
  const insist = setTimeout(() => {
    for (const pid of alive.keys()) signalGroup(pid, 'SIGKILL')
  }, grace)
  await Promise.all(exits)
  clearTimeout(insist)
}

/**
 * Ctrl-C, SIGTERM, a closed terminal or the death of the process that called the script end its children too.
 * @param {() => void} [afterwards] runs when they have ended
 */
export function endWithSignals(afterwards = () => {}) {
  const end = async (/** @type {number} */ code) => {
    if (ending) return
    await endChildren()
    afterwards()
    process.exit(code)
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => end(128 + constants.signals[signal]))
  }
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && end(1), 500).unref()
}
