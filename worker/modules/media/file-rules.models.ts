import type { FileShape } from './file-heads.models'
import type { MediaKind } from './media.schemas'

// What WhatsApp takes. Source: developers.facebook.com/docs/whatsapp/cloud-api/reference/media, "Supported media types".

const MB = 1024 * 1024
const KB = 1024
const OFFICE = 'application/vnd.openxmlformats-officedocument'
/** By file name, for what the bytes do not tell apart. */
const oldOffice: Record<string, string> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
}
const textNames = ['txt', 'csv', 'log', 'md', 'text']

type Rule = { types: string[]; maxBytes: number; takes: string }
const rules: Record<MediaKind, Rule> = {
  image: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * MB, takes: 'An image is a JPEG or PNG file.' },
  video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB, takes: 'A video is an MP4 or 3GP file.' },
  audio: {
    types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg; codecs=opus'],
    maxBytes: 16 * MB,
    takes: 'Audio is an AAC, AMR, MP3 or M4A file, or OGG with Opus.',
  },
  document: {
    types: [
      ...['text/plain', 'application/pdf', ...Object.values(oldOffice)],
      ...[`${OFFICE}.wordprocessingml.document`, `${OFFICE}.spreadsheetml.sheet`],
      `${OFFICE}.presentationml.presentation`,
    ],
    maxBytes: 100 * MB,
    takes: 'A document is a PDF, Word, Excel, PowerPoint or text file.',
  },
  sticker: { types: ['image/webp'], maxBytes: 500 * KB, takes: 'A sticker is a WebP picture.' },
}
const STILL_STICKER_BYTES = 100 * KB
const STICKER_PIXELS = 512

/** The largest file that WhatsApp takes, of any kind. Also what it hands over. */
export const MAX_FILE_BYTES = rules.document.maxBytes
export const maxBytesOf = (kind: MediaKind | null): number => (kind === null ? MAX_FILE_BYTES : rules[kind].maxBytes)

/** Up to this a voice note has a play button at once; above it WhatsApp shows an arrow to download it first. */
export const VOICE_PLAYS_UP_TO = 512 * KB

/** What is said about a file, before anybody has looked. */
export type FileClaim = {
  kind: MediaKind | null
  mimeType: string | null
  filename: string | null
  /** Bytes; null when nobody said. */
  size: number | null
}
export type FileProblem = {
  problem: 'type' | 'size' | 'shape'
  sentence: string
  /** What is too large may have this many bytes. */
  limit?: number
}
export type FileVerdict = { problem: null; kind: MediaKind; mimeType: string; maxBytes: number } | FileProblem

/**
 * Whether WhatsApp takes a file, and as what.
 * @param shape of its first bytes, 64 KB or all of it
 * @param sniffed the type that its bytes have, undefined for text and for what nobody knows
 */
export function judgeFile(claim: FileClaim, shape: FileShape, sniffed: string | undefined): FileVerdict {
  const mimeType = typeOf(claim, shape, sniffed)
  const claimed = essenceOf(claim.mimeType)
  if (mimeType === null || !isPlausible(claimed, mimeType)) {
    const found = sniffed === undefined ? 'something else' : essenceOf(sniffed)
    const isOther = claimed !== '' && claimed !== found
    const lead = isOther ? `This file says that it is ${claimed}, but its contents are ${found}.` : ''
    return { problem: 'type', sentence: `${lead} ${takesOf(claim.kind)}`.trim() }
  }
  const kind = claim.kind ?? kindOf(mimeType)
  if (kind === null || !rules[kind].types.includes(mimeType))
    return { problem: 'type', sentence: `This file is ${essenceOf(mimeType)}. ${takesOf(kind)}` }
  const problem = shapeProblem(mimeType, shape) ?? sizeProblem({ kind, size: claim.size, shape })
  return problem ?? { problem: null, kind, mimeType, maxBytes: maxBytesFor(kind, shape) }
}

/** A file that is too large for its kind. For the declared length too, before anything is read. */
export function sizeProblem(file: {
  kind: MediaKind | null
  size: number | null
  shape?: FileShape
}): FileProblem | null {
  const { kind, size, shape } = file
  const limit = kind === null ? MAX_FILE_BYTES : maxBytesFor(kind, shape)
  if (size === null || size <= limit) return null
  return { problem: 'size', sentence: tooLargeSentence(nameOf(kind, shape), limit, size), limit }
}
const tooLargeSentence = (name: string, limit: number, size: number): string =>
  `${name} may have at most ${inWords(limit)}; this one has ${inWords(size)}.`

/** Whether a file that is here can be sent as this. `voice`: a voice note. */
export function sendProblem(file: { mimeType: string; size: number | null }, kind: MediaKind | 'voice'): string | null {
  const known = kindOf(normalise(file.mimeType))
  if (kind === 'voice')
    return normalise(file.mimeType) === 'audio/ogg; codecs=opus'
      ? null
      : 'A voice note is an OGG file with Opus sound. Send this one as audio.'
  if (known !== kind) return rules[kind].takes
  return sizeProblem({ kind, size: file.size })?.sentence ?? null
}

function typeOf({ kind, mimeType, filename }: FileClaim, shape: FileShape, sniffed: string | undefined): string | null {
  const claimed = essenceOf(mimeType)
  const extension = /\.(\w+)$/.exec(filename ?? '')?.[1]?.toLowerCase() ?? ''
  if (sniffed === undefined) {
    // By its name too: where Excel is installed, browsers call a CSV file an Excel file.
    const isText = claimed === 'text/plain' || claimed === 'text/csv' || textNames.includes(extension)
    return isText && shape.canBeText ? 'text/plain' : null
  }
  const found = normalise(sniffed)
  if (found === 'application/x-cfb')
    return Object.values(oldOffice).includes(claimed) ? claimed : (oldOffice[extension] ?? null)
  // A recording without a picture has the same beginning as a film.
  if (found === 'video/mp4' && (claimed === 'audio/mp4' || kind === 'audio')) return 'audio/mp4'
  return found
}

const synonyms: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'image/apng': 'image/png',
  'audio/opus': 'audio/ogg; codecs=opus',
  // As webhooks have it, though only Opus is ever sent.
  'audio/ogg;codecs=opus': 'audio/ogg; codecs=opus',
}
const normalise = (mimeType: string): string => {
  const lower = mimeType.trim().toLowerCase()
  if (/^audio\/ogg *;.*opus/.test(lower)) return 'audio/ogg; codecs=opus'
  return synonyms[lower] ?? essenceOf(lower)
}

/** The type without parameters; '' when nothing is said. */
function essenceOf(mimeType: string | null): string {
  const essence = (mimeType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return essence === 'application/octet-stream' ? '' : essence
}

/** Browsers guess types by name and get neighbours wrong; a picture that is an archive is no such mistake. */
function isPlausible(claimed: string, actual: string): boolean {
  const [family = ''] = claimed.split('/')
  const [found = ''] = actual.split('/')
  if (family === 'audio' || family === 'video') return found === 'audio' || found === 'video'
  return family !== 'image' && family !== 'text' ? true : family === found
}

const kindOf = (mimeType: string): MediaKind | null => {
  for (const [kind, { types }] of Object.entries(rules)) if (types.includes(mimeType)) return kind as MediaKind
  return null
}
const takesOf = (kind: MediaKind | null): string =>
  kind === null
    ? 'WhatsApp takes JPEG and PNG images, MP4 and 3GP videos, audio, WebP stickers, PDF, Office and text documents.'
    : rules[kind].takes

function shapeProblem(mimeType: string, { picture, webp, opus }: FileShape): FileProblem | null {
  const problem = (sentence: string): FileProblem => ({ problem: 'shape', sentence })
  if (picture && picture.bitDepth > 8) return problem('WhatsApp takes images with 8 bits a colour; this one has more.')
  if (picture?.channels === 4) return problem('This image is in CMYK, for printing. WhatsApp takes RGB.')
  if (mimeType === 'image/webp' && (webp?.width !== STICKER_PIXELS || webp.height !== STICKER_PIXELS))
    return problem('A sticker has exactly 512 × 512 pixels.')
  if (mimeType === 'audio/ogg; codecs=opus' && opus?.channels !== 1)
    return problem('WhatsApp takes OGG audio in mono only; this file has more channels.')
  return null
}

const maxBytesFor = (kind: MediaKind, shape?: FileShape): number =>
  kind === 'sticker' && shape?.webp?.isAnimated === false ? STILL_STICKER_BYTES : rules[kind].maxBytes

function nameOf(kind: MediaKind | null, shape?: FileShape): string {
  if (kind === 'sticker' && shape?.webp)
    return shape.webp.isAnimated ? 'An animated sticker' : 'A sticker that stands still'
  if (kind === null) return 'A file'
  return { image: 'An image', video: 'A video', audio: 'Audio', document: 'A document', sticker: 'A sticker' }[kind]
}

/** A size beside its limit. */
export const inWords = (bytes: number): string => {
  if (bytes < MB) return `${Math.ceil(bytes / KB)} KB`
  const megabytes = bytes / MB
  // Rounded up: 100.01 MB must not read as 100.
  return `${Number.isInteger(megabytes) ? megabytes : (Math.ceil(megabytes * 10) / 10).toFixed(1)} MB`
}
