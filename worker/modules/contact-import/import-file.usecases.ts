import type { OrganizationContext } from '../../shared/context'
import { jobPath } from '../jobs/jobs.usecases'
import { pipeInto } from '../media/media-store.usecases'
import { type Encoding, unitOf } from './csv-rows.models'

/** A file lies in parts as they were brought: any number of bytes may come, in any order, again. */
export const PART_BYTES = 8 * 1024 * 1024
export const partCountOf = (size: number): number => Math.max(1, Math.ceil(size / PART_BYTES))
export const partSizeOf = (size: number, part: number): number =>
  part < partCountOf(size) ? PART_BYTES : size - (part - 1) * PART_BYTES

const folder = (id: string): string => jobPath(id, 'parts/')
const pathOf = (id: string, part: number): string => `${folder(id)}${String(part).padStart(5, '0')}`

export async function storePart(
  ctx: OrganizationContext,
  { id, part, size }: { id: string; part: number; size: number },
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  await pipeInto({ rest: body }, size, (readable) => ctx.media.put(pathOf(id, part), readable))
}

export async function listArrived(ctx: OrganizationContext, id: string): Promise<number[]> {
  const arrived: number[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await ctx.media.list(folder(id), cursor ? { cursor } : {})
    arrived.push(...page.objects.map(({ path }) => Number(path.slice(folder(id).length))))
    cursor = page.cursor
  }
  return arrived
}

/** Bytes of the file as if it were one object. */
export async function readBytes(
  ctx: OrganizationContext,
  { id, size }: { id: string; size: number },
  { offset, length }: { offset: number; length: number },
): Promise<Uint8Array> {
  const end = Math.min(size, offset + length)
  const bytes = new Uint8Array(Math.max(0, end - offset))
  for (let at = offset; at < end; ) {
    const within = at % PART_BYTES
    const take = Math.min(end - at, PART_BYTES - within)
    const range = { offset: within, length: take }
    const object = await ctx.media.get(pathOf(id, Math.floor(at / PART_BYTES) + 1), { range })
    if (!object) throw new Error('a part of the import is not in the bucket')
    bytes.set(new Uint8Array(await object.arrayBuffer()), at - offset)
    at += take
  }
  return bytes
}

/** A window as characters that are `unitOf(encoding)` bytes each: cells become what they say with `cellReader`. */
export function toUnits(bytes: Uint8Array, encoding: Encoding): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength - (bytes.byteLength % unitOf(encoding)))
  if (encoding === 'utf-16be') return Buffer.from(buffer).swap16().toString('utf16le')
  return buffer.toString(encoding === 'utf-16le' ? 'utf16le' : 'latin1')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what is not ASCII is what is looked for
const ASCII = /^[\x00-\x7f]*$/
/** Null where the bytes are none of this encoding. */
export function cellReader(encoding: Encoding): (units: string) => string | null {
  if (unitOf(encoding) === 2) return (units) => (/\p{Surrogate}/u.test(units) ? null : units)
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  const windows = new TextDecoder('windows-1252')
  return (units) => {
    if (ASCII.test(units)) return units
    const bytes = Buffer.from(units, 'latin1')
    if (encoding === 'windows-1252') return windows.decode(bytes)
    try {
      return utf8.decode(bytes)
    } catch {
      // Its beginning did not say: nothing but ASCII was in it.
      return encoding === 'ascii' ? windows.decode(bytes) : null
    }
  }
}
