import type { MetaError } from './message-content.schemas'

/** Reading JSON of any shape: what is not there, or is something else, is null. Nothing here throws. */
export type Json = Record<string, unknown>

export const asRecord = (value: unknown): Json | null =>
  // An object that is no array: its keys are looked at one by one.
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null

/** A key of an object, or null. Never what objects inherit: names come from outside. */
export const at = (value: unknown, key: string): unknown => {
  const record = asRecord(value)
  return record && Object.hasOwn(record, key) ? record[key] : null
}
export const recordAt = (value: unknown, key: string): Json | null => asRecord(at(value, key))

/** The objects of a list. */
export function recordsAt(value: unknown, key: string): Json[] {
  const list = at(value, key)
  return Array.isArray(list) ? list.map(asRecord).filter((one) => one !== null) : []
}

/** Half characters and NUL are no text to a database. */
const BROKEN = /[\0\p{Surrogate}]/u
const clean = (words: string): string =>
  BROKEN.test(words) ? words.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\ufffd') : words

/** Words, empty ones too. Numbers as their digits: ids come as either. */
export function wordsAt(value: unknown, key: string): string | null {
  const found = at(value, key)
  if (typeof found === 'string') return clean(found)
  return typeof found === 'number' && Number.isFinite(found) ? String(found) : null
}
/** Words that say something. Meta writes `""` for what it does not tell. */
export const textAt = (value: unknown, key: string): string | null => wordsAt(value, key) || null

export function numberAt(value: unknown, key: string): number | null {
  const found = at(value, key)
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
export const isTrue = (value: unknown, key: string): boolean => at(value, key) === true

const YEAR_2100 = 4_102_444_800_000
/** Milliseconds since 1970 from Meta's seconds, which come as text or number; 0 when not told. */
export function timeAt(value: unknown, key = 'timestamp'): number {
  const found = numberAt(value, key)
  if (found === null || found <= 0) return 0
  // Seconds of this century have ten digits; anything longer is milliseconds already.
  const milliseconds = Math.floor(found > 100_000_000_000 ? found : found * 1000)
  return milliseconds < YEAR_2100 ? milliseconds : 0
}

/** The first of `errors`. */
export function errorAt(value: unknown, key = 'errors'): MetaError | null {
  const [first] = recordsAt(value, key)
  return first ? readError(first) : null
}
/** Any part but the code may be missing; without one it is a refusal that says nothing (135000). */
export function readError(error: Json): MetaError {
  const code = numberAt(error, 'code') ?? 135_000
  const message = textAt(error, 'message')
  const title = textAt(error, 'title') ?? message ?? `Error ${code}`
  const told = textAt(recordAt(error, 'error_data'), 'details') ?? textAt(error, 'details')
  return { code, title, details: told ?? (message === title ? null : message) }
}

const MAX_RAW = 64_000
/** Kept as Meta wrote it, unless it is larger than a row should be; the archive has all of it. */
export function keepRaw(value: unknown): unknown {
  try {
    return JSON.stringify(value).length <= MAX_RAW ? value : { note: 'too large to be kept here' }
  } catch {
    // Nested too deeply to be written.
    return { note: 'too deep to be kept here' }
  }
}

/** `undefined` keys left out: what is stored says nothing about what was not told. */
export const optional = <Key extends string, Value>(key: Key, value: Value | null): { [K in Key]?: Value } =>
  // The computed key is exactly Key.
  (value === null ? {} : { [key]: value }) as { [K in Key]?: Value }
