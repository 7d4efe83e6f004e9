import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { endChildren, endWithSignals, isEnding, startChild } from '../shared/children.mjs'
import { buildDashboard } from '../shared/dashboard.mjs'
import { atRoot, bin, wranglerCli } from '../shared/paths.mjs'
import { quietEnvironment } from '../shared/quiet.mjs'
import { buildSimulator, simulatorServer } from '../shared/simulator.mjs'
import { fireCrons } from './crons.mjs'
import { applyMigrations, readWranglerConfig } from './databases.mjs'
import { writeLocalEnv } from './local-env.mjs'
import { lock } from './lock.mjs'
import { seed } from './seed.mjs'
import { describe, toText } from './summary.mjs'
import { answers, answersWell } from './wait.mjs'

/** @param {import('./settings.mjs').Settings} settings */
export async function start(settings) {
  const { url, dataDir, stateDir, logDir, simulator, dev } = settings
  const startedAt = performance.now()
  const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`)
  const unlock = lock(dataDir, url)
  endWithSignals(unlock)
  const logFileOf = (/** @type {string} */ name) => join(logDir, `${name}.log`)
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
          META_APP_ID: values.META_APP_ID,
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
    const demo = await seed({
      url,
      dataDir,
      say,
      // With the real Meta there is no demonstration to connect.
      meta: simulator && values.GRAPH_URL === `http://127.0.0.1:${simulator.port}` ? metaOf(values) : null,
    })
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
    const lost = () =>
      giveUp(
        'worker',
        'The worker does not answer any more, three times in a row: everything is ended. Start it again.',
      )
    fireCrons({ url, crons: triggers.crons ?? [], report: say, lost })

    function startLogged(
      /** @type {string} */ name,
      /** @type {string} */ command,
      /** @type {string[]} */ args,
      /** @type {Record<string, string | undefined>} */ extra = {},
    ) {
      const log = openSync(logFileOf(name), 'w')
      const child = startChild(command, args, { stdio: ['ignore', log, log], env: { ...env, ...extra } })
      closeSync(log)
      child.once('exit', (code, signal) => giveUp(name, `The ${name} ended by itself (${signal ?? `code ${code}`}).`))
      return child
    }

    async function giveUp(/** @type {string} */ name, /** @type {string} */ sentence) {
      if (isEnding()) return
      const logFile = logFileOf(name)
      say(`${tail(logFile)}\n${sentence} Its last words are above, all of them in ${logFile}.`)
      await endChildren()
      unlock()
      process.exit(1)
    }
  } catch (error) {
    await endChildren()
    unlock()
    throw error
  }
}

/** @param {Record<string, string | undefined>} values @returns {import('./seed.mjs').Meta} */
const metaOf = ({ GRAPH_URL = '', META_APP_ID = '', META_APP_SECRET = '', META_VERIFY_TOKEN = '' }) => ({
  url: GRAPH_URL,
  appId: META_APP_ID,
  appSecret: META_APP_SECRET,
  verifyToken: META_VERIFY_TOKEN,
})

/** @param {import('./settings.mjs').Settings} settings @param {string} envFile */
const workerArguments = ({ port, stateDir }, envFile) => [
  ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
  ...['--persist-to', stateDir, '--env-file', envFile, '--show-interactive-dev-session=false'],
]

const tail = (/** @type {string} */ file) => readFileSync(file, 'utf8').split('\n').slice(-30).join('\n')
