// The product, running, with one command on a fresh machine. Everything imported here works on Node 20 without packages.
import { fileURLToPath } from 'node:url'
import { installWhatIsMissing, runUnderNewNode } from './shared/install.mjs'
import { runScript } from './shared/run.mjs'
import { refuseSecondStart } from './start/lock.mjs'
import { refuseTakenPorts, refuseUnusableFolder } from './start/refuse.mjs'
import { readSettings } from './start/settings.mjs'

await runScript(async () => {
  const settings = readSettings()
  refuseSecondStart(settings.dataDir)
  await refuseTakenPorts(settings)
  refuseUnusableFolder(settings.dataDir)
  await installWhatIsMissing()
  await runUnderNewNode(fileURLToPath(import.meta.url))
  const { start } = await import('./start/main.mjs')
  await start(settings)
})
