// How a file is answered: which bytes, as what, under which name.

export type ByteRange = { offset: number; length: number }

/**
 * The bytes that a Range header asks for. `all` when there is none, or one that need not be understood: several ranges,
 * another unit (RFC 9110, 14.2). `invalid` when the file does not have them.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'all' | 'invalid' {
  const asked = /^bytes=(\d*)-(\d*)$/i.exec((header ?? '').replace(/\s/g, ''))
  const [, first = '', last = ''] = asked ?? []
  if (!asked || (first === '' && last === '')) return 'all'
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'invalid' : { offset: size - length, length }
  }
  const offset = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  // The end before the beginning is no range at all, so the whole file is answered.
  if (last !== '' && Number(last) < offset) return 'all'
  return offset >= size ? 'invalid' : { offset, length: end - offset + 1 }
}

/** Whether an If-None-Match header names this tag. Weak ones count (RFC 9110, 13.1.2). */
export const hasTag = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)

/** Shown by a browser without being able to run anything. Everything else is for keeping. */
const shown = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'video/mp4',
  'video/3gpp',
  'audio/aac',
  'audio/amr',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
]
const essenceOf = (mimeType: string): string => mimeType.split(';')[0]?.trim().toLowerCase() ?? ''

/** A customer chooses the type of what they send: only harmless ones are repeated. */
export function servedType(mimeType: string): string {
  const essence = essenceOf(mimeType)
  return shown.includes(essence) || essence === 'application/pdf' ? essence : 'application/octet-stream'
}

const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
}
type Named = { id: string; kind: string; mimeType: string; filename: string | null }

// Controls, and characters that turn or hide what is read: `photo<U+202E>gpj.exe` shows as photoexe.jpg.
const unreadable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu
const forbiddenInNames = /[\\/:*?"<>|]/g

/** The name a file is kept under: readable, and good on every system. Its own, or one after its id. */
export function fileNameOf({ id, kind, mimeType, filename }: Named): string {
  const own = (filename ?? '')
    .normalize('NFC')
    .replace(unreadable, '')
    .replace(forbiddenInNames, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  if (own !== '') return shorten(own)
  const extension = extensions[essenceOf(mimeType)]
  return `${kind}-${id}${extension === undefined ? '' : `.${extension}`}`
}

const LONGEST_NAME = 120
/** Cuts the middle out, so that the extension stays. */
function shorten(name: string): string {
  const characters = [...name]
  if (characters.length <= LONGEST_NAME) return name
  return `${characters.slice(0, LONGEST_NAME - 20).join('')}…${characters.slice(-19).join('')}`
}

/** RFC 6266, with the name in UTF-8 after RFC 8187 and in ASCII for whoever reads only that. */
export function dispositionOf(file: Named, wantsDownload: boolean): string {
  const isShown = !wantsDownload && shown.includes(essenceOf(file.mimeType))
  const name = fileNameOf(file)
  const ascii = name.replace(/[^\x20-\x7e]|%/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${isShown ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
