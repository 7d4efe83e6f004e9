import { startChild } from './children.mjs'
import { root } from './paths.mjs'
import { quietEnvironment } from './quiet.mjs'

/**
 * Runs a program to its end and keeps what it said.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, show?: boolean, cwd?: string }} [options] show: to the terminal (stderr) as well
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args, { env = quietEnvironment, show = false, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = startChild(command, args, {
      cwd,
      env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text
        if (show) process.stderr.write(text)
      })
    }
    child.on('error', (error) => resolve({ ok: false, output: `${output}${command}: ${error.message}\n` }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}

/** A sentence for the person at the terminal instead of a stack. */
export class Stop extends Error {}

/**
 * The outermost call of every script.
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${error instanceof Stop ? error.message : error instanceof Error ? error.stack : error}\n`)
    process.exitCode = 1
  }
}
