import { setTimeout as delay } from 'node:timers/promises'
import { Cron } from 'croner'

const CHECKS = 3

/**
 * Nothing fires a cron locally, so this does, on the real schedule: UTC, Sunday is 1 as on Cloudflare. It is also what
 * notices that the Worker is gone while the program around it still listens.
 * @typedef {{ url: string, report: (text: string) => void, lost: () => void, patience?: typeof defaultPatience }} Options
 * @param {Options & { crons: string[] }} options lost: a cron failed, and then the Worker did not answer three times in a row
 * @returns {() => void} stops them
 */
export function fireCrons({ crons, ...options }) {
  const jobs = crons.map(
    (cron) =>
      new Cron(cron, { timezone: 'UTC', alternativeWeekdays: true, protect: true }, () =>
        fireCron({ cron, ...options }),
      ),
  )
  const stop = () => {
    for (const job of jobs) job.stop()
  }
  const { lost } = options
  options.lost = () => {
    stop()
    lost()
  }
  return stop
}

const defaultPatience = { cronMs: 20_000, checkMs: 5_000, pauseMs: 2_000 }

/** @param {Options & { cron: string }} options */
async function fireCron({ url, cron, report, lost, patience = defaultPatience }) {
  try {
    const response = await fetch(`${url}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(cron)}`, {
      signal: AbortSignal.timeout(patience.cronMs),
    })
    if (response.ok) return
    report(`The cron "${cron}" failed: ${(await response.text()).slice(0, 300)}`)
  } catch (error) {
    report(`The cron "${cron}" could not be fired: ${error instanceof Error ? error.message : error}`)
  }
  // A cron with a mistake in it, or a slow one, is no reason to end the product; a Worker that is gone is.
  for (let check = 0; check < CHECKS; check++) {
    if (check > 0) await delay(patience.pauseMs)
    if (await workerAnswers(url, patience.checkMs)) return
  }
  lost()
}

/** The Worker answers in JSON, even when something is ill; what stands in front of it does not. */
async function workerAnswers(/** @type {string} */ url, /** @type {number} */ timeoutMs) {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(timeoutMs) })
    await response.json()
    return true
  } catch {
    return false
  }
}
