import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse, { desktopConfig } from 'lighthouse'
import { chromium } from 'playwright-core'
import { freePort } from '../e2e/harness.ts'
import { findChromium } from '../scripts/shared/chromium.mjs'
import { signInOwner, startFilledInbox } from './inbox/filled.mjs'
import { median } from './numbers.mjs'

const RUNS = Number(process.env.BENCH_LIGHTHOUSE_RUNS ?? 3)
const RUN_LIMIT_MS = 90_000

/** @typedef {{ categories: Record<string, { score: number | null }>, audits: Record<string, Audit> }} Report */
/** @typedef {{ id: string, score: number | null, scoreDisplayMode: string, displayValue?: string, title: string }} Audit */

/**
 * Lighthouse on the inbox of somebody who is signed in, with an open conversation: a phone and a desktop. The cache is empty
 * each time, as Lighthouse wants it; who is signed in stays signed in.
 * @returns {Promise<import('./run.mjs').Row[]>}
 */
export async function measureLighthouse() {
  const inbox = await startFilledInbox()
  const port = await freePort()
  const profile = mkdtempSync(join(tmpdir(), 'wharf-lighthouse-'))
  // A profile of its own: Lighthouse looks from outside, and has to find the page's cookies.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', `--remote-debugging-port=${port}`],
  })
  try {
    const page = await context.newPage()
    await signInOwner(page, inbox.url)
    await page.close()
    const url = `${inbox.url}/inbox/${inbox.conversationId}`
    const rows = []
    for (const [device, least] of /** @type {const} */ ([
      ['mobile', 90],
      ['desktop', 98],
    ])) {
      const reports = []
      for (let run = 0; run < RUNS; run++) reports.push(await look(url, { port, device }))
      rows.push(...describe(device, least, reports))
    }
    return rows
  } finally {
    await context.close()
    await inbox.close()
    rmSync(profile, { recursive: true, force: true })
  }
}

/** @param {string} url @param {{ port: number, device: 'mobile' | 'desktop' }} options @returns {Promise<Report>} */
async function look(url, { port, device }) {
  const flags = {
    port,
    disableStorageReset: true,
    onlyCategories: ['performance', 'accessibility', 'best-practices'],
    maxWaitForLoad: 30_000,
    logLevel: /** @type {const} */ ('silent'),
  }
  let timer
  const result = await Promise.race([
    lighthouse(url, flags, device === 'desktop' ? desktopConfig : undefined),
    new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Lighthouse took more than ${RUN_LIMIT_MS / 1000} s`)), RUN_LIMIT_MS)
    }),
  ])
  clearTimeout(timer)
  const report = /** @type {{ lhr: Report }} */ (result).lhr
  if (process.env.BENCH_LIGHTHOUSE_REPORTS) {
    mkdirSync(process.env.BENCH_LIGHTHOUSE_REPORTS, { recursive: true })
    writeFileSync(join(process.env.BENCH_LIGHTHOUSE_REPORTS, `${device}-${Date.now()}.json`), JSON.stringify(report))
  }
  return report
}

/** @param {string} device @param {number} least @param {Report[]} reports @returns {import('./run.mjs').Row[]} */
function describe(device, least, reports) {
  const score = (/** @type {string} */ category) =>
    reports.map(({ categories }) => Math.round((categories[category]?.score ?? 0) * 100))
  const shown = (/** @type {string} */ audit) =>
    reports.map(({ audits }) => audits[audit]?.displayValue ?? '?').join(', ')
  const missed = (/** @type {string} */ category) => (Math.min(...score(category)) === 100 ? '' : missedBy(reports))
  return [
    {
      what: `${device}, performance: median of ${RUNS}`,
      target: `≥ ${least}`,
      measured: `${median(score('performance'))} (${score('performance').join(', ')})`,
    },
    {
      what: `${device}: first contentful paint; largest; blocked; layout shift`,
      measured: ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']
        .map(shown)
        .join('; '),
    },
    {
      what: `${device}, accessibility`,
      target: '100',
      measured: `${Math.min(...score('accessibility'))}${missed('accessibility')}`,
    },
    {
      what: `${device}, best practices`,
      target: '100',
      measured: `${Math.min(...score('best-practices'))}${missed('best-practices')}`,
    },
  ]
}

/** @param {Report[]} reports */
function missedBy(reports) {
  const failed = reports.flatMap(({ audits }) =>
    Object.values(audits).filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0),
  )
  return ` (${[...new Set(failed.map(({ id }) => id))].join(', ')})`
}
