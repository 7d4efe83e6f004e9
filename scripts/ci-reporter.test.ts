import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'wharf-reporter-'))
const counts = join(folder, 'counts.json')

beforeAll(() => {
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {}\n')
})
beforeEach(() => rmSync(counts, { force: true }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A run of its own over one file; what was counted, and the exit code. */
function runTests(text: string) {
  writeFileSync(join(folder, 'one.test.ts'), `import { beforeAll, describe, expect, it } from 'vitest'\n${text}`)
  const { status } = spawnSync(
    join(process.cwd(), 'node_modules/.bin/vitest'),
    ['run', '--root', folder, '--reporter', join(process.cwd(), 'scripts/ci-reporter.ts')],
    { env: { ...process.env, TEST_COUNTS: counts, VITEST: undefined }, timeout: 60_000 },
  )
  return { status, counted: existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : null }
}

it('counts passed and failed tests, and does not count what was skipped on purpose', () => {
  const text = "it('a', () => {})\nit('b', () => { expect(1).toBe(2) })\nit.skip('c', () => {})\nit.todo('d')"
  expect(runTests(text)).toEqual({ status: 1, counted: { passed: 1, failed: 1 } })
})

it('counts a file that cannot be loaded', () => {
  expect(runTests("it('a', () => {})\nthrow new Error('broken')").counted).toMatchObject({ failed: 1 })
})

it('counts the tests that a broken hook kept from running, and the hook', () => {
  const text =
    "describe('x', () => { beforeAll(() => { throw new Error('no') }); it('a', () => {}); it('b', () => {}) })"
  expect(runTests(text).counted).toEqual({ passed: 0, failed: 3 })
})

it('counts an error that nobody caught', () => {
  const { status, counted } = runTests("it('a', () => { void Promise.reject(new Error('nobody')) })")
  expect(status).toBe(1)
  expect(counted.failed).toBeGreaterThan(0)
})

it('never counts a crashed file as a pass', () => {
  const { status, counted } = runTests("it('a', () => {})\nit('b', () => { process.kill(process.pid, 'SIGKILL') })")
  expect(status).not.toBe(0)
  expect(counted === null || counted.failed > 0).toBe(true)
})
