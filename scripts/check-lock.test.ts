import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { checkLock } from './check-lock.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wharf-lock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function check(packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>) {
  const file = join(folder, 'package-lock.json')
  writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages }))
  return checkLock(file)
}
const workerd = {
  version: '1.2.3',
  optionalDependencies: { '@cloudflare/workerd-darwin-64': '1.2.3', '@cloudflare/workerd-linux-64': '1.2.3' },
}

it('accepts a lock that has the binaries of every platform', () => {
  expect(
    check({
      '': {},
      'node_modules/workerd': workerd,
      'node_modules/@cloudflare/workerd-darwin-64': { version: '1.2.3' },
      'node_modules/@cloudflare/workerd-linux-64': { version: '1.2.3' },
    }),
  ).toEqual([])
})

it('names a binary that the registry did not have when the lock was written', () => {
  expect(
    check({
      '': {},
      'node_modules/workerd': workerd,
      'node_modules/@cloudflare/workerd-linux-64': { version: '1.2.3' },
    }),
  ).toEqual(['node_modules/workerd 1.2.3 wants @cloudflare/workerd-darwin-64 1.2.3, the lock has none.'])
})

it('names a binary of another version', () => {
  expect(
    check({
      '': {},
      'node_modules/workerd': { version: '1.2.3', optionalDependencies: { x: '1.2.3' } },
      'node_modules/x': { version: '1.2.2' },
    }),
  ).toEqual(['node_modules/workerd 1.2.3 wants x 1.2.3, the lock has 1.2.2.'])
})

it('finds a nested binary before one further up', () => {
  const a = { version: '1.0.0', optionalDependencies: { x: '2.0.0' } }
  expect(
    check({
      '': {},
      'node_modules/p/node_modules/a': a,
      'node_modules/p/node_modules/x': { version: '2.0.0' },
      'node_modules/x': { version: '1.0.0' },
    }),
  ).toEqual([])
  expect(
    check({
      '': {},
      'node_modules/p/node_modules/a': a,
      'node_modules/p/node_modules/a/node_modules/x': { version: '2.0.0' },
    }),
  ).toEqual([])
  expect(check({ '': {}, 'node_modules/@s/p/node_modules/a': a, 'node_modules/x': { version: '2.0.0' } })).toEqual([])
})

it('refuses two versions of the runtime', () => {
  expect(
    check({
      '': {},
      'node_modules/workerd': { version: '1.0.0' },
      'node_modules/wrangler/node_modules/workerd': { version: '1.0.1' },
    }),
  ).toEqual(['workerd is locked in more than one version: 1.0.0, 1.0.1.'])
})

it('accepts the lock of this repository', () => {
  expect(checkLock('package-lock.json')).toEqual([])
})
