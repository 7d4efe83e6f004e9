import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { matchesLock } from './install.mjs'
import { hashOf, isStamped, stamp } from './stamp.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wharf-shared-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a hash changes with contents, names and what is new, and with nothing else', () => {
  const source = join(folder, 'source')
  mkdirSync(join(source, 'below'), { recursive: true })
  writeFileSync(join(source, 'below', 'a.ts'), 'a')
  const first = hashOf([source])
  expect(hashOf([source])).toBe(first)
  writeFileSync(join(source, 'b.ts'), 'b')
  const second = hashOf([source])
  expect(second).not.toBe(first)
  writeFileSync(join(source, 'b.ts'), 'changed')
  expect(hashOf([source])).not.toBe(second)
  expect(hashOf([source], (file) => !file.endsWith('b.ts'))).toBe(first)
  mkdirSync(join(source, 'node_modules'))
  writeFileSync(join(source, 'node_modules', 'c.ts'), 'c')
  expect(hashOf([source], (file) => !file.endsWith('b.ts'))).toBe(first)
})

it('a hash tells the same bytes in two files from one', () => {
  for (const [name, text] of [
    ['x/a', 'one'],
    ['x/b', 'two'],
    ['y/a', 'onetwo'],
    ['y/b', ''],
  ] as const) {
    mkdirSync(join(folder, name.slice(0, 1)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  expect(hashOf([join(folder, 'x')])).not.toBe(hashOf([join(folder, 'y')]))
  expect(hashOf([join(folder, 'nowhere')])).toBe(hashOf([join(folder, 'neither')]))
})

it('a stamp holds until the hash changes or the stamp is gone', () => {
  const file = join(folder, 'state', 'migrations.stamp')
  expect(isStamped(file, 'a')).toBe(false)
  stamp(file, 'a')
  expect(isStamped(file, 'a')).toBe(true)
  expect(isStamped(file, 'b')).toBe(false)
  rmSync(join(folder, 'state'), { recursive: true })
  expect(isStamped(file, 'a')).toBe(false)
})

it('knows whether what is installed is what the lock says', () => {
  const lock = join(folder, 'package-lock.json')
  const installed = join(folder, 'installed.json')
  const compare = (packages: object) => {
    writeFileSync(installed, JSON.stringify({ packages }))
    return matchesLock(lock, installed)
  }
  writeFileSync(
    lock,
    JSON.stringify({
      packages: {
        '': { version: '0.1.0' },
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b-darwin': { version: '2.0.0', optional: true },
      },
    }),
  )
  expect(matchesLock(lock, join(folder, 'missing.json'))).toBe(false)
  expect(compare({ 'node_modules/a': { version: '1.0.0' } })).toBe(true)
  expect(compare({ 'node_modules/a': { version: '1.0.1' } })).toBe(false)
  expect(compare({})).toBe(false)
  expect(compare({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-darwin': { version: '1.9.0' } })).toBe(false)
})
