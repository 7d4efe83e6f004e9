// Browsers record Opus in WebM; WhatsApp's voice notes are Opus in Ogg. The packets are the same: only the box is changed.

type Recording = { head: Uint8Array; packets: Uint8Array[] }

export function webmToOgg(webm: Uint8Array): Uint8Array<ArrayBuffer> {
  const recording: Recording = { head: defaultHead(), packets: [] }
  readElements(webm, recording)
  if (recording.packets.length === 0) throw new Error('the recording is empty')
  return writeOgg(recording)
}

const SEGMENT = 0x18538067
const CLUSTER = 0x1f43b675
const TRACKS = 0x1654ae6b
const TRACK = 0xae
const BLOCK_GROUP = 0xa0
const CODEC_PRIVATE = 0x63a2
const SIMPLE_BLOCK = 0xa3
const BLOCK = 0xa1
const WITH_CHILDREN = new Set([SEGMENT, CLUSTER, TRACKS, TRACK, BLOCK_GROUP])

/** Elements of unknown length (all-ones) are simply walked into: their children follow. */
function readElements(bytes: Uint8Array, recording: Recording): void {
  let at = 0
  while (at < bytes.length) {
    const id = readVint(bytes, at, true)
    const size = readVint(bytes, id.end, false)
    if (WITH_CHILDREN.has(id.value)) {
      at = size.end
      continue
    }
    const content = bytes.subarray(size.end, size.end + size.value)
    if (id.value === CODEC_PRIVATE && content.length >= 19) recording.head = content
    // Track number, two bytes of time, flags: then the packet. Browsers don't lace audio.
    if (id.value === SIMPLE_BLOCK || id.value === BLOCK) recording.packets.push(content.subarray(4))
    at = size.end + size.value
  }
}

function readVint(bytes: Uint8Array, at: number, keepMarker: boolean): { value: number; end: number } {
  const first = bytes[at] ?? 0x80
  const length = Math.clz32(first) - 23
  let value = keepMarker ? first : first & (0xff >> length)
  for (let index = 1; index < length; index++) value = value * 256 + (bytes[at + index] ?? 0)
  return { value, end: at + length }
}

/** One channel, 48 kHz, 312 samples of pre-skip. */
const defaultHead = () =>
  new Uint8Array([...new TextEncoder().encode('OpusHead'), 1, 1, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0])
const tags = () =>
  new Uint8Array([
    ...new TextEncoder().encode('OpusTags'),
    5,
    0,
    0,
    0,
    ...new TextEncoder().encode('phone'),
    0,
    0,
    0,
    0,
  ])

/** Samples at 48 kHz in a packet, from its first bytes (RFC 6716 §3.1). */
function samplesIn(packet: Uint8Array): number {
  const toc = packet[0] ?? 0
  const config = toc >> 3
  const size =
    config < 12
      ? [480, 960, 1920, 2880][config & 3]
      : config < 16
        ? [480, 960][config & 1]
        : [120, 240, 480, 960][config & 3]
  const code = toc & 3
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 0x3f : 2
  return (size ?? 960) * frames
}

function writeOgg({ head, packets }: Recording): Uint8Array<ArrayBuffer> {
  const pages = [page({ packets: [head], granule: 0, sequence: 0, flags: 2 })]
  pages.push(page({ packets: [tags()], granule: 0, sequence: 1, flags: 0 }))
  let granule = 0
  // A page's table has 255 entries; 20 packets of voice use two each.
  for (let at = 0; at < packets.length; at += 20) {
    const some = packets.slice(at, at + 20)
    for (const packet of some) granule += samplesIn(packet)
    const isLast = at + 20 >= packets.length
    pages.push(page({ packets: some, granule, sequence: pages.length, flags: isLast ? 4 : 0 }))
  }
  const whole = new Uint8Array(pages.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const one of pages) {
    whole.set(one, at)
    at += one.length
  }
  return whole
}

function page({
  packets,
  granule,
  sequence,
  flags,
}: {
  packets: Uint8Array[]
  granule: number
  sequence: number
  flags: number
}) {
  const table = packets.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255])
  const size = packets.reduce((sum, { length }) => sum + length, 0)
  const bytes = new Uint8Array(27 + table.length + size)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('OggS'))
  bytes[5] = flags
  view.setBigUint64(6, BigInt(granule), true)
  view.setUint32(14, 0x57484652, true)
  view.setUint32(18, sequence, true)
  bytes[26] = table.length
  bytes.set(table, 27)
  let at = 27 + table.length
  for (const packet of packets) {
    bytes.set(packet, at)
    at += packet.length
  }
  view.setUint32(22, checksum(bytes), true)
  return bytes
}

const crcTable = Array.from({ length: 256 }, (_, index) => {
  let value = index << 24
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1
  return value >>> 0
})

function checksum(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0
  return crc
}
