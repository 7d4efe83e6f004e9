// The container of a ZIP (APPNOTE 6.3), stored: photos and films do not get smaller. No library goes on in the middle of a
// file in another invocation, which is what an export of a long life needs.

export type ZipEntry = { name: string; offset: number; crc: number; size: number }

const FULL = 0xffffffff
const FULL_COUNT = 0xffff
const STORED_WITH_SUFFIX = { version: 20, flags: 0x0808, method: 0 } as const
const VERSION_64 = 45

type Field = [bytes: 2 | 4 | 8, value: number]
function pack(fields: Field[], ...more: Uint8Array[]): Uint8Array {
  const length = fields.reduce((sum, [bytes]) => sum + bytes, 0)
  const packed = new Uint8Array(length + more.reduce((sum, { byteLength }) => sum + byteLength, 0))
  const view = new DataView(packed.buffer)
  let at = 0
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true)
    else if (bytes === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += bytes
  }
  for (const one of more) {
    packed.set(one, at)
    at += one.byteLength
  }
  return packed
}

/** As MS-DOS counts: two seconds a tick, from 1980. In UTC. */
function dosTime(at: number): Field[] {
  const date = new Date(at)
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1)
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()
  return [
    [2, time],
    [2, day],
  ]
}
const kindOf = (version: number): Field[] => [
  [2, version],
  [2, STORED_WITH_SUFFIX.flags],
  [2, STORED_WITH_SUFFIX.method],
]
const nameOf = ({ name }: Pick<ZipEntry, 'name'>): Uint8Array => new TextEncoder().encode(name)

/** Before the bytes of a file, whose length and checksum come behind them. */
export function localHeader(entry: Pick<ZipEntry, 'name'>, at: number): Uint8Array {
  const name = nameOf(entry)
  // biome-ignore format: the specification's table
  return pack([[4, 0x04034b50], ...kindOf(STORED_WITH_SUFFIX.version), ...dosTime(at), [4, 0], [4, 0], [4, 0],
    [2, name.byteLength], [2, 0]], name)
}

export const suffixOf = ({ crc, size }: ZipEntry): Uint8Array =>
  pack([
    [4, 0x08074b50],
    [4, crc],
    [4, size],
    [4, size],
  ])

/** Its line in the directory. Behind four gigabytes, where it begins is said in the 64-bit field. */
export function directoryLine(entry: ZipEntry, at: number): Uint8Array {
  const name = nameOf(entry)
  const isFar = entry.offset >= FULL
  const far = isFar ? pack([[2, 1], [2, 8], [8, entry.offset]]) : new Uint8Array() // biome-ignore format: a table
  const version = isFar ? VERSION_64 : STORED_WITH_SUFFIX.version
  // biome-ignore format: the specification's table
  return pack([[4, 0x02014b50], [2, version], ...kindOf(version), ...dosTime(at), [4, entry.crc], [4, entry.size],
    [4, entry.size], [2, name.byteLength], [2, far.byteLength], [2, 0], [2, 0], [2, 0], [4, 0],
    [4, isFar ? FULL : entry.offset]], name, far)
}

/** @param directory how many entries, how long it is and where it begins */
export function endOfZip({ count, size, offset }: { count: number; size: number; offset: number }): Uint8Array {
  const isLarge = count >= FULL_COUNT || offset >= FULL || size >= FULL
  // biome-ignore format: the specification's tables
  const large = isLarge
    ? pack([[4, 0x06064b50], [8, 44], [2, VERSION_64], [2, VERSION_64], [4, 0], [4, 0], [8, count], [8, count],
        [8, size], [8, offset], [4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]])
    : new Uint8Array()
  const [few, low] = [Math.min(count, FULL_COUNT), Math.min(offset, FULL)]
  // biome-ignore format: the specification's table
  const end = pack([[4, 0x06054b50], [2, 0], [2, 0], [2, few], [2, few], [4, Math.min(size, FULL)], [4, low], [2, 0]])
  return pack([], large, end)
}
