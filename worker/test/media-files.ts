// The beginnings of files of every kind that the rules for media look at. Padded to any size.

/** Of its own, as a request body has to be. */
type Bytes = Uint8Array<ArrayBuffer>

const bytesOf = (...parts: (string | number[] | Uint8Array)[]): Bytes =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))),
  )
const u16 = (value: number) => [(value >> 8) & 0xff, value & 0xff]
const le24 = (value: number) => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff]

export const padded = (head: Uint8Array, size: number): Bytes => {
  const whole = new Uint8Array(size)
  whole.set(head.subarray(0, size))
  return whole
}

export const png = ({ bitDepth = 8 } = {}) =>
  bytesOf(
    [0x89],
    'PNG\r\n\x1a\n',
    [0, 0, 0, 13],
    'IHDR',
    [0, 0, 0, 64, 0, 0, 0, 64, bitDepth, 6, 0, 0, 0],
    [1, 2, 3, 4],
  )

/** With a colour profile in front of the frame, as cameras write it. */
export const jpeg = ({ channels = 3, bitDepth = 8, profileBytes = 600 } = {}) =>
  bytesOf(
    [0xff, 0xd8, 0xff, 0xe0, ...u16(16)],
    'JFIF\0\x01\x01\0\0\x01\0\x01\0\0',
    [0xff, 0xe2, ...u16(profileBytes + 2)],
    new Uint8Array(profileBytes),
    [0xff, 0xff, 0xc0, ...u16(8 + 3 * channels), bitDepth, 0, 64, 0, 64, channels],
    new Uint8Array(3 * channels),
    [0xff, 0xda],
    new Uint8Array(40),
  )

export const webp = ({
  width = 512,
  height = 512,
  form = 'VP8 ' as 'VP8 ' | 'VP8L' | 'VP8X',
  isAnimated = false,
} = {}) => {
  const bits = (width - 1) | ((height - 1) << 14)
  const body = {
    'VP8 ': [0, 0, 0, 0x9d, 0x01, 0x2a, width & 0xff, width >> 8, height & 0xff, height >> 8],
    VP8L: [0x2f, bits & 0xff, (bits >> 8) & 0xff, (bits >> 16) & 0xff, (bits >> 24) & 0xff],
    VP8X: [isAnimated ? 0x02 : 0, 0, 0, 0, ...le24(width - 1), ...le24(height - 1)],
  }[form]
  return bytesOf('RIFF', [0, 4, 0, 0], 'WEBP', form, [body.length, 0, 0, 0], body, new Uint8Array(30))
}

export const oggOpus = ({ channels = 1 } = {}) =>
  bytesOf(
    'OggS\0\x02',
    new Uint8Array(20),
    [1, 19],
    'OpusHead\x01',
    [channels, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0],
    new Uint8Array(60),
  )
export const oggVorbis = () => bytesOf('OggS\0\x02', new Uint8Array(20), [1, 30, 1], 'vorbis', new Uint8Array(60))
export const mp4 = (brand = 'isom') => bytesOf([0, 0, 0, 24], `ftyp${brand}\0\0\0\0mp42isom`, new Uint8Array(60))
export const mp3 = () =>
  bytesOf('ID3\x03\0\0\0\0\0\x0a', new Uint8Array(10), [0xff, 0xfb, 0x90, 0x64], new Uint8Array(400))
export const amr = () => bytesOf('#!AMR\n', new Uint8Array(60))
export const aac = () => bytesOf([0xff, 0xf1, 0x50, 0x80], new Uint8Array(60))
export const pdf = () => bytesOf('%PDF-1.7\n%âãÏÓ\n1 0 obj\n')
export const oldOffice = () => bytesOf([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], new Uint8Array(100))
export const exe = () => bytesOf('MZ', new Uint8Array(200))
export const gif = () => bytesOf('GIF89a', new Uint8Array(60))
export const text = (value: string): Bytes => bytesOf(new TextEncoder().encode(value))

/** A ZIP whose entries are stored, not compressed. */
export const zip = (entries: Record<string, string> = { 'a.txt': 'hello' }) =>
  bytesOf(
    ...Object.entries(entries).flatMap(([name, content]) => [
      'PK\x03\x04',
      [20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      [content.length & 0xff, content.length >> 8, 0, 0, content.length & 0xff, content.length >> 8, 0, 0],
      [name.length, 0, 0, 0],
      name,
      content,
    ]),
    'PK\x01\x02',
    new Uint8Array(60),
  )
export const docx = () =>
  zip({
    '[Content_Types].xml':
      '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    'word/document.xml': '<w:document/>',
  })
