import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mountControl } from './control/control'
import type { State } from './core/state'
import { fillDemo } from './node/demo'
import { openDisk } from './node/disk'
import { serve } from './node/http'
import { servePage } from './node/page'
import { createSimulator } from './simulator'

// Stand-alone: Graph API, media host, control API and the phone on one port of this machine.

const HOST = '127.0.0.1'
const { env } = process
const port = Number(env.SIMULATOR_PORT || 8788)
const folder = join(env.DATA_DIR || '.data', 'simulator')
const workerUrl = env.WORKER_URL?.replace(/\/$/, '') || null

/** A status takes as long as a person can watch it. */
const calm = { sent: 120, delivered: 300, read: 900, played: 1500 }

const disk = openDisk(folder)
const kept = readKept()
const url = `http://${HOST}:${port}`
const simulator = createSimulator({
  seed: Number(env.SIMULATOR_SEED) || 1,
  defaults: { statusDelaysMs: calm },
  settings: { mediaOrigin: url },
  ...(kept && { state: kept.state }),
})
const { world } = simulator
for (const [id, bytes] of kept?.bytes ?? []) world.bytes.set(id, bytes)

const demo = () =>
  fillDemo(world, {
    appId: env.META_APP_ID,
    appSecret: env.META_APP_SECRET,
    verifyToken: env.META_VERIFY_TOKEN,
    callbackUrl: workerUrl && `${workerUrl}/api/webhook`,
  })
if (kept) follow()
else demo()
const { tellClock } = mountControl(simulator, { workerUrl, dashboardUrl: env.DASHBOARD_URL || workerUrl, demo })

const page = servePage(fileURLToPath(new URL('./page', import.meta.url)))
const writer = disk.follow(world)
const served = await serve({
  host: HOST,
  port,
  fetch: async (request) => (await page(request)) ?? simulator.fetch(request),
})
console.log(`The simulator is at ${served.url}`)
if (world.state.clockOffsetMs !== 0) void bringClockAlong()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end)

/** The product forgets its clock when it ends; the simulator keeps it. */
async function bringClockAlong(): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    try {
      return await tellClock(world.state.clockOffsetMs)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000).unref())
    }
  }
}

async function end(): Promise<void> {
  simulator.close()
  await served.close()
  await writer.end()
  process.exit(0)
}

function readKept(): { state: State; bytes: Map<string, Uint8Array> } | null {
  try {
    return disk.read()
  } catch (error) {
    const aside = disk.putAside()
    console.error(
      `The state could not be read (${error instanceof Error ? error.message : error}). It lies at ${aside} now.`,
    )
    return null
  }
}

/** The product may have moved to another port since. */
function follow(): void {
  if (workerUrl === null) return
  for (const app of Object.values(world.state.apps)) {
    if (app.callbackUrl && /^http:\/\/127\.0\.0\.1:\d+\/api\/webhook$/.test(app.callbackUrl)) {
      app.callbackUrl = `${workerUrl}/api/webhook`
    }
  }
}
