import { crc32 } from 'node:zlib'

/** Reads a stored ZIP by its directory, as unpackers do. @throws when a checksum, a length or a place is wrong */
export function readZip(bytes: Uint8Array): Map<string, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = new TextDecoder()
  const end = bytes.byteLength - 22
  if (view.getUint32(end, true) !== 0x06054b50) throw new Error('no end of a ZIP')
  const files = new Map<string, string>()
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error('no line of a directory')
    const [crc, size] = [view.getUint32(at + 16, true), view.getUint32(at + 24, true)]
    const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)]
    const offset = view.getUint32(at + 42, true)
    const name = text.decode(bytes.subarray(at + 46, at + 46 + nameLength))
    if (view.getUint32(offset, true) !== 0x04034b50) throw new Error(`${name} does not begin there`)
    const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
    const content = bytes.subarray(start, start + size)
    if (crc32(content) !== crc) throw new Error(`${name} is damaged`)
    files.set(name, text.decode(content))
    at += 46 + nameLength + extraLength
  }
  if (at !== end) throw new Error('the directory has another length')
  return files
}
