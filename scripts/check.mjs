// Everything that can be known without running the product: format, lint, layers, types, lock file, migrations.
import { styleText } from 'node:util'
import { checkLock } from './check-lock.mjs'
import { findForbiddenSql, findUngenerated } from './check-migrations.mjs'
import { endWithSignals } from './shared/children.mjs'
import { atRoot, bin } from './shared/paths.mjs'
import { run, runScript } from './shared/run.mjs'
import { generateWorkerTypes } from './shared/types.mjs'

/** Each gives what is wrong, or an empty text. @type {Record<string, () => Promise<string>>} */
const checks = {
  'format, lint and layers': () =>
    tool('biome', ['check', '--error-on-warnings', '--max-diagnostics=300', '--colors=off', '.']),
  types: async () => {
    await generateWorkerTypes()
    // One checker: several would each work out the API's types anew.
    return tool('tsc', ['--build', '--checkers', '1', '--pretty', 'false'])
  },
  'lock file': async () => checkLock(atRoot('package-lock.json')).join('\n'),
  'forbidden SQL': async () => findForbiddenSql(atRoot('migrations')).join('\n'),
  'directory migrations': async () => (await findUngenerated('directory')).join('\n'),
  'shard migrations': async () => (await findUngenerated('shard')).join('\n'),
}

/** @param {string} name @param {string[]} args */
async function tool(name, args) {
  const { ok, output } = await run(bin(name), args)
  return ok ? '' : output
}

await runScript(async () => {
  endWithSignals()
  const startedAt = performance.now()
  const failures = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const problem = await check().catch((error) => (error instanceof Error ? error.message : String(error)))
      const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
      process.stdout.write(
        problem
          ? `${styleText('red', '✗')} ${name}  ${seconds}\n\n${problem.trim()}\n\n`
          : `${styleText('green', '✓')} ${name}  ${seconds}\n`,
      )
      return problem
    }),
  )
  if (failures.some(Boolean)) process.exitCode = 1
})
