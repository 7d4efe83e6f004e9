// npm run bench [-- start check bytes requests simulator password webhook inbound live …]: what the product costs, beside what its runtime costs anyway.
// Prints Markdown. Nothing is asserted: a number on a busy machine says more about the machine.
import { cpus, loadavg } from 'node:os'
import { endWithSignals } from '../scripts/shared/children.mjs'
import { runScript, Stop } from '../scripts/shared/run.mjs'

/** @typedef {{ what: string, target?: string, measured: string }} Row */

/** @type {Record<string, { title: string, measure: () => Promise<Row[]> }>} */
const sections = {
  start: {
    title: 'npm start, to the first answered request',
    measure: async () => (await import('./start.mjs')).measureStart(),
  },
  check: { title: 'npm run check', measure: async () => (await import('./check.mjs')).measureCheck() },
  bytes: {
    title: 'First load, gzipped, as Chromium asked for it',
    measure: async () => (await import('./bytes.mjs')).measureBytes(),
  },
  requests: {
    title: 'An authorized empty request: GET /api/organizations/current',
    measure: async () => (await import('./requests.mjs')).measureRequests(),
  },
  simulator: {
    title: 'The simulator: signed deliveries from one process',
    measure: async () => (await import('./simulator.mjs')).measureSimulator(),
  },
  webhook: {
    title: "The webhook's answer",
    measure: async () => (await import('./inbox/webhook.mjs')).measureWebhook(),
  },
  inbound: {
    title: 'A minute of inbound messages',
    measure: async () => (await import('./inbox/inbound.mjs')).measureInbound(),
  },
  live: {
    title: 'From the webhook to the frame on an agent’s socket',
    measure: async () => (await import('./inbox/live.mjs')).measureLive(),
  },
  outbound: {
    title: 'Outbound through the simulator',
    measure: async () => (await import('./inbox/outbound.mjs')).measureOutbound(),
  },
  pages: {
    title: 'First pages of a large organization',
    measure: async () => (await import('./inbox/pages.mjs')).measurePages(),
  },
  import: {
    title: 'Importing contacts from CSV',
    measure: async () => (await import('./contacts/import.mjs')).measureImport(),
  },
  segments: {
    title: 'Live counts of segments',
    measure: async () => (await import('./contacts/segments.mjs')).measureSegments(),
  },
  web: {
    title: 'The inbox in Chromium: scrolling, switching, typing',
    measure: async () => (await import('./inbox-web.mjs')).measureWeb(),
  },
  pixel: {
    title: 'From the webhook to the pixel in an agent’s browser',
    measure: async () => (await import('./pixel.mjs')).measurePixel(),
  },
  lighthouse: {
    title: 'Lighthouse on the inbox',
    measure: async () => (await import('./lighthouse.mjs')).measureLighthouse(),
  },
  faults: {
    title: 'The fault run: the simulator’s ledger against the database, row by row',
    measure: async () => (await import('./inbox/faults.mjs')).runFaults(),
  },
  password: { title: 'Password hash', measure: async () => (await import('./requests.mjs')).measurePassword() },
}

const load = () =>
  loadavg()
    .map((minutes) => minutes.toFixed(1))
    .join(' ')

await runScript(async () => {
  endWithSignals()
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !(name in sections))
  if (unknown.length > 0)
    throw new Stop(`There is no ${unknown.join(', ')}. There are: ${Object.keys(sections).join(', ')}.`)
  const [processor] = cpus()
  process.stdout.write(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${processor?.model ?? 'unknown'}, Node ${process.versions.node}\n`,
  )
  for (const [name, { title, measure }] of Object.entries(sections)) {
    if (wanted.length > 0 ? !wanted.includes(name) : name === 'faults') continue
    const before = load()
    const rows = await measure()
    process.stdout.write(`\n### ${title}\n\n| | target | measured |\n|---|---|---|\n`)
    for (const { what, target = '', measured } of rows) process.stdout.write(`| ${what} | ${target} | ${measured} |\n`)
    process.stdout.write(`\nLoad of the machine (1, 5, 15 minutes): ${before} before, ${load()} after.\n`)
  }
  process.exit()
})
