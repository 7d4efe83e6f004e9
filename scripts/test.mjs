// Every test there is, browser journeys included. The last line is the count of this run, or there is none.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endWithSignals, startChild } from './shared/children.mjs'
import { findChromium } from './shared/chromium.mjs'
import { installWhatIsMissing, runUnderNewNode } from './shared/install.mjs'
import { atRoot, bin, cache } from './shared/paths.mjs'
import { quietEnvironment } from './shared/quiet.mjs'
import { runScript } from './shared/run.mjs'

/** @param {string} name @returns {Promise<boolean>} */
const script = (name) => {
  process.stdout.write(`\n── npm run ${name}\n`)
  const child = startChild(process.execPath, [atRoot('scripts', `${name}.mjs`)], { stdio: 'inherit' })
  return new Promise((resolve) => child.on('close', (code) => resolve(code === 0)))
}

await runScript(async () => {
  await installWhatIsMissing()
  await runUnderNewNode(fileURLToPath(import.meta.url))
  endWithSignals()
  const chromium = await findChromium()

  let failedSteps = 0
  for (const name of ['check', 'build']) {
    if (!(await script(name))) failedSteps++
  }

  process.stdout.write('\n── vitest\n')
  const countsFile = cache('test-counts.json')
  mkdirSync(dirname(countsFile), { recursive: true })
  rmSync(countsFile, { force: true })
  const vitest = startChild(
    bin('vitest'),
    ['run', '--reporter=default', '--reporter=./scripts/ci-reporter.ts', ...process.argv.slice(2)],
    {
      stdio: 'inherit',
      env: { ...quietEnvironment, CHROME_PATH: chromium, TEST_COUNTS: countsFile },
    },
  )
  const code = await new Promise((resolve) => vitest.on('close', resolve))

  if (!existsSync(countsFile)) {
    process.stdout.write('\nThe test run crashed or was interrupted: nothing was counted.\n')
    process.exitCode = 1
    return
  }
  const counts = JSON.parse(readFileSync(countsFile, 'utf8'))
  // vitest fails for reasons that are no test's: then something failed, whatever was counted.
  const failed = Math.max(counts.failed, code === 0 ? 0 : 1) + failedSteps
  process.stdout.write(`\n${counts.passed} passed, ${failed} failed\n`)
  process.exitCode = failed > 0 || counts.passed === 0 ? 1 : 0
})
