import { readFileSync } from 'node:fs'
import type { MediaKind } from './bring-media'

type Sample = { bytes: Uint8Array; mimeType: string; filename: string }

const FILES: Record<MediaKind, [file: string, mimeType: string]> = {
  image: ['photo.jpg', 'image/jpeg'],
  video: ['clip.mp4', 'video/mp4'],
  audio: ['voice.ogg', 'audio/ogg; codecs=opus'],
  voice: ['voice.ogg', 'audio/ogg; codecs=opus'],
  document: ['receipt.pdf', 'application/pdf'],
  sticker: ['sticker.webp', 'image/webp'],
}
const read = new Map<string, Uint8Array>()

/** Something to send when nobody has brought anything: real files that a browser can show. */
export function sampleOf(kind: MediaKind): Sample {
  const [filename, mimeType] = FILES[kind]
  // Built, the files lie beside server.js as they lie beside this file.
  const bytes = read.get(filename) ?? readFileSync(new URL(`./samples/${filename}`, import.meta.url))
  read.set(filename, bytes)
  return { bytes, mimeType, filename }
}
