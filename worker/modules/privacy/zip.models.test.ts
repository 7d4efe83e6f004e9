import { expect, it } from 'vitest'
import { directoryLine, endOfZip } from './zip.models'

const GIGABYTE = 1024 ** 3
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer)

it('says in 64 bits where a file begins behind four gigabytes', () => {
  const offset = 5 * GIGABYTE
  const line = viewOf(directoryLine({ name: 'a', offset, crc: 1, size: 2 }, 0))
  expect([line.getUint16(4, true), line.getUint16(30, true), line.getUint32(42, true)]).toEqual([45, 12, 0xffffffff])
  expect([line.getUint16(47, true), line.getUint16(49, true)]).toEqual([1, 8])
  expect(line.getBigUint64(51, true)).toBe(BigInt(offset))
  expect(line.byteLength).toBe(46 + 1 + 12)
})

it('counts in 64 bits only what needs them', () => {
  expect(endOfZip({ count: 3, size: 100, offset: 50 }).byteLength).toBe(22)
  for (const large of [
    { count: 70_000, size: 100, offset: 50 },
    { count: 3, size: 100, offset: 6 * GIGABYTE },
  ]) {
    const end = viewOf(endOfZip(large))
    expect(end.byteLength).toBe(56 + 20 + 22)
    expect(end.getUint32(0, true)).toBe(0x06064b50)
    expect([end.getBigUint64(32, true), end.getBigUint64(48, true)]).toEqual([
      BigInt(large.count),
      BigInt(large.offset),
    ])
    expect([end.getUint32(56, true), end.getBigUint64(64, true)]).toEqual([
      0x07064b50,
      BigInt(large.offset + large.size),
    ])
    expect(end.getUint32(76, true)).toBe(0x06054b50)
  }
})
