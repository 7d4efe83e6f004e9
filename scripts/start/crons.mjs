import { Cron } from 'croner'

/**
 * Nothing fires a cron locally, so this does, on the real schedule: UTC, Sunday is 1 as on Cloudflare.
 * @param {{ url: string, crons: string[], report: (text: string) => void }} options
 * @returns {() => void} stops them
 */
export function fireCrons({ url, crons, report }) {
  const jobs = crons.map(
    (cron) =>
      new Cron(cron, { timezone: 'UTC', alternativeWeekdays: true, protect: true }, () =>
        fireCron({ url, cron, report }),
      ),
  )
  return () => {
    for (const job of jobs) job.stop()
  }
}

/** @param {{ url: string, cron: string, report: (text: string) => void }} options */
async function fireCron({ url, cron, report }) {
  try {
    const response = await fetch(`${url}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(cron)}`)
    if (!response.ok) report(`The cron "${cron}" failed: ${(await response.text()).slice(0, 300)}`)
  } catch (error) {
    report(`The cron "${cron}" could not be fired: ${error instanceof Error ? error.message : error}`)
  }
}
