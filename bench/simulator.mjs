import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startChild } from '../scripts/shared/children.mjs'
import { Stop } from '../scripts/shared/run.mjs'
import { buildSimulator, simulatorServer } from '../scripts/shared/simulator.mjs'
import { spread } from './numbers.mjs'

const RUNS = 5
const COUNT = 10_000
const CONNECTIONS = 32
const CROWD = 1000

/**
 * Signed deliveries a second from the simulator's one process to a trivial server in another, and in turns with it what
 * Node's HTTP client does with the same bytes and nothing else: the limit.
 * @returns {Promise<import('./run.mjs').Row[]>}
 */
export async function measureSimulator() {
  await buildSimulator()
  const dataDir = mkdtempSync(join(tmpdir(), 'wharf-bench-'))
  const target = await startTarget()
  const simulator = await startSimulator(dataDir)
  try {
    await simulator.post('/businesses', { callbackUrl: target.url })
    const load = []
    const bare = []
    const crowd = []
    for (let run = 0; run < RUNS; run++) {
      const report = await simulator.post('/load', { count: COUNT, concurrency: CONNECTIONS, seed: run })
      if (report.acknowledged !== COUNT) throw new Stop(`Not all were acknowledged: ${JSON.stringify(report.errors)}`)
      load.push(report)
      bare.push(await sendBare(target.url))
      crowd.push(await writeAtOnce(simulator))
    }
    const rate = (/** @type {number} */ value) => `${Math.round(value).toLocaleString('en')} a second`
    const milliseconds = (/** @type {number} */ value) => `${value.toFixed(1)} ms`
    return [
      {
        what: `load mode: signed deliveries, ${CONNECTIONS} connections, bodies made ahead`,
        target: '≥ 1,500 a second',
        measured: spread(
          load.map(({ deliveriesPerSecond }) => deliveriesPerSecond),
          rate,
        ),
      },
      {
        what: 'the same: p50, p99 of an acknowledgement',
        measured: `${spread(
          load.map(({ latencyMs }) => latencyMs.p50),
          milliseconds,
        )}, ${spread(
          load.map(({ latencyMs }) => latencyMs.p99),
          milliseconds,
        )}`,
      },
      { what: 'bare node:http client, the same size, the same connections', measured: spread(bare, rate) },
      {
        what: `${CROWD} customers write at once: made, signed, logged and delivered one by one`,
        measured: spread(crowd, rate),
      },
    ]
  } finally {
    simulator.end()
    target.end()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** A server that reads and answers 200, in a process of its own. */
async function startTarget() {
  const child = fork(fileURLToPath(import.meta.url), ['--target'], { stdio: 'ignore' })
  const port = await new Promise((resolve) => child.once('message', resolve))
  return { url: `http://127.0.0.1:${port}/webhook`, end: () => child.kill() }
}

/** @param {string} dataDir */
export async function startSimulator(dataDir) {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}/_simulator`
  const child = startChild(process.execPath, [simulatorServer], {
    env: { ...process.env, SIMULATOR_PORT: String(port), DATA_DIR: dataDir },
    stdio: 'ignore',
  })
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await fetch(`${base}/clock`)
      break
    } catch {
      await delay(100)
    }
  }
  const post = async (/** @type {string} */ path, /** @type {unknown} */ body, method = 'POST') => {
    const response = await fetch(base + path, { method, body: JSON.stringify(body) })
    const answer = await response.json()
    if (!response.ok) throw new Stop(`${path} answered ${response.status}: ${JSON.stringify(answer)}`)
    return answer
  }
  // The demonstration's business listens to nobody: everything goes to the one made here.
  await post('/reset', { demo: false })
  const get = async (/** @type {string} */ path) => (await fetch(base + path)).json()
  return { post, get, url: base.replace('/_simulator', ''), end: () => child.kill() }
}

/** @param {Awaited<ReturnType<typeof startSimulator>>} simulator */
async function writeAtOnce(simulator) {
  const startedAt = performance.now()
  await simulator.post('/crowd', { count: CROWD })
  await simulator.post('/quiet', { withinMs: 0, timeoutMs: 60_000 })
  return CROWD / ((performance.now() - startedAt) / 1000)
}

/** @param {string} url */
async function sendBare(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const body = Buffer.alloc(700, 'x')
  let left = COUNT
  const sendOne = () =>
    new Promise((resolve, reject) => {
      const headers = { 'content-length': body.length }
      const outgoing = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.once('end', resolve)
        answer.resume()
      })
      outgoing.once('error', reject)
      outgoing.end(body)
    })
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) await sendOne()
    }),
  )
  agent.destroy()
  return COUNT / ((performance.now() - startedAt) / 1000)
}

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

if (process.argv.includes('--target')) {
  const { createServer: createHttpServer } = await import('node:http')
  const server = createHttpServer((incoming, outgoing) => {
    incoming.resume()
    incoming.once('end', () => outgoing.end())
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.(typeof address === 'object' && address ? address.port : 0)
  })
}
