import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endChildren, endWithSignals, isEnding, startChild } from '../shared/children.mjs'
import { buildDashboard } from '../shared/dashboard.mjs'
import { atRoot, bin, wranglerCli } from '../shared/paths.mjs'
import { quietEnvironment } from '../shared/quiet.mjs'
import { Stop } from '../shared/run.mjs'
import { buildSimulator, simulatorServer } from '../shared/simulator.mjs'
import { fireCrons } from './crons.mjs'
import { applyMigrations, readWranglerConfig } from './databases.mjs'
import { writeLocalEnv } from './local-env.mjs'
import { lock } from './lock.mjs'
import { seed } from './seed.mjs'
import { describe, toText } from './summary.mjs'

/** @param {import('./settings.mjs').Settings} settings */
export async function start(settings) {
  const { url, dataDir, stateDir, logDir, simulator, dev } = settings
  const startedAt = performance.now()
  const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`)
  const unlock = lock(dataDir, url)
  endWithSignals(unlock)
  try {
    const { file: envFile, values } = writeLocalEnv(settings)
    mkdirSync(logDir, { recursive: true })
    // Vite serves the pages in development, but wrangler wants the folder to be there.
    if (dev) mkdirSync(atRoot('web', 'dist'), { recursive: true })
    await Promise.all([
      dev ? undefined : buildDashboard({ say }),
      simulator ? buildSimulator({ say }) : undefined,
      applyMigrations({ stateDir, say }),
    ])

    const env = { ...quietEnvironment, WRANGLER_LOG_PATH: logDir }
    const worker = startLogged('worker', process.execPath, [
      '--no-warnings',
      wranglerCli,
      'dev',
      ...workerArguments(settings, envFile),
    ])
    const phone = simulator
      ? startLogged('simulator', process.execPath, [simulatorServer], {
          SIMULATOR_PORT: String(simulator.port),
          WORKER_URL: url,
          DASHBOARD_URL: settings.dashboardUrl,
          DATA_DIR: dataDir,
          META_APP_SECRET: values.META_APP_SECRET,
          META_VERIFY_TOKEN: values.META_VERIFY_TOKEN,
        })
      : undefined
    const vite = dev
      ? startLogged('vite', bin('vite'), ['--config', 'web/vite.config.ts', '--host', '127.0.0.1', '--strictPort'], {
          PORT: String(settings.port),
        })
      : undefined

    await Promise.all([
      answersWell(`${url}/api/health`),
      simulator ? answers(`http://127.0.0.1:${simulator.port}`) : undefined,
      dev ? answers(settings.dashboardUrl) : undefined,
    ])
    const demo = await seed({ url, dataDir, say })
    const pids = {
      start: process.pid,
      worker: worker.pid,
      ...(phone && { simulator: phone.pid }),
      ...(vite && { vite: vite.pid }),
    }
    const running = describe({ settings, values, demo, pids })
    process.stdout.write(
      settings.json ? `${JSON.stringify(running)}\n` : `${toText(running, (performance.now() - startedAt) / 1000)}\n`,
    )

    const { triggers } = await readWranglerConfig()
    fireCrons({ url, crons: triggers.crons ?? [], report: say })

    function startLogged(
      /** @type {string} */ name,
      /** @type {string} */ command,
      /** @type {string[]} */ args,
      /** @type {Record<string, string | undefined>} */ extra = {},
    ) {
      const logFile = join(logDir, `${name}.log`)
      const log = openSync(logFile, 'w')
      const child = startChild(command, args, { stdio: ['ignore', log, log], env: { ...env, ...extra } })
      closeSync(log)
      child.once('exit', async (code, signal) => {
        if (isEnding()) return
        say(
          `${tail(logFile)}\nThe ${name} ended by itself (${signal ?? `code ${code}`}); its last words are above, all of them in ${logFile}.`,
        )
        await endChildren()
        unlock()
        process.exit(1)
      })
      return child
    }
  } catch (error) {
    await endChildren()
    unlock()
    throw error
  }
}

/** @param {import('./settings.mjs').Settings} settings @param {string} envFile */
const workerArguments = ({ port, stateDir }, envFile) => [
  ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
  ...['--persist-to', stateDir, '--env-file', envFile, '--show-interactive-dev-session=false'],
]

/** Waits for an answer, whatever it says (a minute). */
async function answers(/** @type {string} */ address) {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(100)) {
    try {
      return await fetch(address, { signal: AbortSignal.timeout(10_000) })
    } catch {
      // Not listening yet.
    }
  }
  throw new Stop(`${address} did not answer within a minute.`)
}

/** Waits for a good answer: at most 15 seconds longer than for the first one. */
async function answersWell(/** @type {string} */ address) {
  let response = await answers(address)
  for (const end = Date.now() + 15_000; !response.ok && Date.now() < end; response = await answers(address))
    await delay(200)
  if (!response.ok)
    throw new Stop(`${address} does not become healthy. It answers ${response.status}: ${await response.text()}`)
}

const tail = (/** @type {string} */ file) => readFileSync(file, 'utf8').split('\n').slice(-30).join('\n')
