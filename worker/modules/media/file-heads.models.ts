// What the first bytes of a file tell beyond its type. Each gives null when the bytes are not there or make no sense.

const text = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** PNG: the header chunk comes first. */
function readPng(head: Uint8Array): { bitDepth: number; channels: number | null } | null {
  if (head.length < 26 || text(head, 1, 3) !== 'PNG' || text(head, 12, 4) !== 'IHDR') return null
  return { bitDepth: viewOf(head).getUint8(24), channels: null }
}

/** JPEG: the frame header, somewhere behind thumbnails and colour profiles. */
function readJpeg(head: Uint8Array): { bitDepth: number; channels: number } | null {
  const view = viewOf(head)
  if (head.length < 4 || view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; at + 10 <= head.length; ) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { bitDepth: view.getUint8(at + 4), channels: view.getUint8(at + 9) }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** WebP in its three forms: lossy, lossless, extended. */
function readWebp(head: Uint8Array): { width: number; height: number; isAnimated: boolean } | null {
  if (head.length < 30 || text(head, 8, 4) !== 'WEBP') return null
  const view = viewOf(head)
  const form = text(head, 12, 4)
  if (form === 'VP8 ')
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, isAnimated: false }
  if (form === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, isAnimated: false }
  }
  if (form !== 'VP8X') return null
  const width = (view.getUint32(24, true) & 0xffffff) + 1
  const height = (view.getUint32(26, true) >>> 8) + 1
  return { width, height, isAnimated: (view.getUint8(20) & 0x02) !== 0 }
}

/** Ogg with Opus: the first page holds the codec's header. */
function readOpus(head: Uint8Array): { channels: number } | null {
  if (head.length < 28 || text(head, 0, 4) !== 'OggS') return null
  const view = viewOf(head)
  const at = 27 + view.getUint8(26)
  if (head.length < at + 10 || text(head, at, 8) !== 'OpusHead') return null
  return { channels: view.getUint8(at + 9) }
}

/** UTF-16 with its mark, as Windows writes it; or no control characters but tabs and line ends. */
const looksLikeText = (head: Uint8Array): boolean =>
  (head[0] === 0xff && head[1] === 0xfe) ||
  (head[0] === 0xfe && head[1] === 0xff) ||
  head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d)

/** What the rules of `file-rules.models` want to know of a file's first bytes. */
export const readShape = (head: Uint8Array) => ({
  canBeText: looksLikeText(head),
  picture: readPng(head) ?? readJpeg(head),
  webp: readWebp(head),
  opus: readOpus(head),
})
export type FileShape = ReturnType<typeof readShape>
