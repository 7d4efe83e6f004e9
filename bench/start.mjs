import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../scripts/shared/children.mjs'
import { cache } from '../scripts/shared/paths.mjs'
import { Stop } from '../scripts/shared/run.mjs'
import { seconds, spread } from './numbers.mjs'

const RUNS = 5

/** @returns {Promise<import('./run.mjs').Row[]>} */
export async function measureStart() {
  const dataDir = mkdtempSync(join(tmpdir(), 'wharf-bench-'))
  try {
    // As after npm ci: the dashboard has to be built, too.
    rmSync(cache('dashboard'), { force: true })
    const first = await startOnce(dataDir)
    const again = []
    for (let run = 0; run < RUNS; run++) again.push(await startOnce(dataDir))
    return [
      {
        what: 'the first start, packages installed: builds the dashboard, makes the databases',
        measured: seconds(first.answered),
      },
      { what: 'the same until it says that it is ready: the demo is made', measured: seconds(first.ready) },
      {
        what: 'a second start',
        target: '< 8 s',
        measured: spread(
          again.map(({ answered }) => answered),
          seconds,
        ),
      },
      {
        what: 'the same until it says that it is ready',
        measured: spread(
          again.map(({ ready }) => ready),
          seconds,
        ),
      },
    ]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** From the command to an answer of the API, and to the line that says so; in ms. Ends what it started. */
async function startOnce(/** @type {string} */ dataDir) {
  const port = await freePort()
  const startedAt = performance.now()
  const child = startChild('npm', ['start', '--silent', '--', '--json'], {
    env: { ...process.env, PORT: String(port), SIMULATOR_PORT: String(await freePort()), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text) => (words += text))
  let ended = false
  const end = new Promise((resolve) => child.on('close', resolve)).then(() => {
    ended = true
  })
  /** @type {Promise<number>} */
  const ready = new Promise((resolve) => child.stdout?.once('data', () => resolve(performance.now() - startedAt)))
  try {
    while (!ended) {
      const answered = await fetch(`http://127.0.0.1:${port}/api/health`).then(
        ({ ok }) => ok && performance.now() - startedAt,
        () => false,
      )
      if (typeof answered === 'number')
        return { answered, ready: await Promise.race([ready, end.then(() => Number.NaN)]) }
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Stop(`npm start ended before it answered.\n${words}`)
  } finally {
    if (child.pid && !ended) process.kill(-child.pid, 'SIGINT')
    await end
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
