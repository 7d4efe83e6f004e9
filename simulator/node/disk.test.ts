import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { keepMedia } from '../customer/bring-media'
import { beginLoad } from '../load/running'
import { createBusiness } from '../test/business'
import { openDisk } from './disk'

const base = mkdtempSync(join(tmpdir(), 'simulator-disk-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

it('writes after a change, and reads back what there was: state and media', async () => {
  const folder = join(base, 'one')
  const { world, number } = createBusiness()
  const disk = openDisk(folder)
  expect(disk.read()).toBeNull()
  const writer = disk.follow(world)
  const media = { numberId: number.id, mimeType: 'image/png', filename: null, voice: false }
  const id = keepMedia(world, { ...media, bytes: new Uint8Array([1, 2, 3]) })
  const gone = keepMedia(world, { ...media, bytes: new Uint8Array([4]) })
  world.log({ way: 'control', kind: 'x', summary: 'x', status: null, milliseconds: null, payload: null })
  await expect.poll(() => readdirSync(folder), { timeout: 5000 }).toContain('state.json')

  world.bytes.delete(gone)
  delete world.state.media[gone]
  world.log({ way: 'control', kind: 'y', summary: 'y', status: null, milliseconds: null, payload: null })
  await expect.poll(() => readdirSync(join(folder, 'media')), { timeout: 5000 }).toEqual([id])
  await writer.end()

  const kept = openDisk(folder).read()
  expect(kept?.state).toEqual(world.state)
  expect([...(kept?.bytes.get(id) ?? [])]).toEqual([1, 2, 3])
  expect(readdirSync(folder)).not.toContain('state.json.new')
})

it('waits with writing until a load run is over', async () => {
  const [folder, idleFolder] = [join(base, 'three'), join(base, 'three-idle')]
  const [{ world }, { world: idle }] = [createBusiness(), createBusiness()]
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const writers = [openDisk(folder).follow(world), openDisk(idleFolder).follow(idle)]
  const end = beginLoad(world)
  for (const one of [world, idle])
    one.log({ way: 'control', kind: 'x', summary: 'x', status: null, milliseconds: null, payload: null })
  await vi.advanceTimersByTimeAsync(5000)
  vi.useRealTimers()
  // The other one, told at the same time and begun later, has written: this one would have too.
  await expect.poll(() => readdirSync(idleFolder), { timeout: 5000 }).toContain('state.json')
  expect(readdirSync(folder)).toEqual(['media'])
  end()
  for (const writer of writers) await writer.end()
  expect(readdirSync(folder)).toContain('state.json')
})

it('puts a file aside that cannot be read, and loses nothing of it', () => {
  const folder = join(base, 'two')
  const disk = openDisk(folder)
  writeFileSync(join(folder, 'state.json'), '{"half')
  expect(() => disk.read()).toThrow()
  expect(readFileSync(disk.putAside(), 'utf8')).toBe('{"half')
  expect(disk.read()).toBeNull()
})
