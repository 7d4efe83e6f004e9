import { crc32 } from 'node:zlib'
import { z } from 'zod'
import type { OrganizationContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { jobPath } from '../jobs/jobs.usecases'
import { directoryLine, endOfZip, localHeader, suffixOf } from './zip.models'

/** All parts but the last are of one size, 5 MiB at least, says R2. One is in memory at a time. */
const PART_BYTES = 8 * 1024 * 1024

/** How far a ZIP is. What is no full part yet lies in the bucket beside it, behind the directory. */
export const zipPlaceSchema = z.object({
  uploadId: z.string(),
  at: z.number(),
  etags: z.array(z.string()),
  count: z.number(),
  spool: z.object({ name: z.string(), directoryBytes: z.number() }).nullable(),
  /** The spool before: nobody goes on from it any more. */
  stale: z.string().nullable(),
  /** A file that goes on in the next step. */
  open: z.object({ name: z.string(), offset: z.number(), crc: z.number(), size: z.number() }).nullable(),
})
export type ZipPlace = z.output<typeof zipPlaceSchema>

export async function startZip(ctx: OrganizationContext, path: string): Promise<ZipPlace> {
  const { uploadId } = await ctx.media.startParts(path, { httpMetadata: { contentType: 'application/zip' } })
  return { uploadId, at: ctx.clock.now(), etags: [], count: 0, spool: null, stale: null, open: null }
}

/**
 * Goes on with a ZIP. What a step writes counts once its place is committed: a step that is done again sends the same
 * parts again, and each step's spool has a name of its own.
 */
export async function openZip(
  ctx: OrganizationContext,
  { jobId, path }: { jobId: string; path: string },
  place: ZipPlace,
) {
  const upload = await ctx.media.resumeParts(path, place.uploadId)
  const etags = [...place.etags]
  const buffer = new Uint8Array(PART_BYTES)
  const directory: Uint8Array[] = []
  let { open, count } = place
  let filled = 0
  if (place.stale !== null) await ctx.media.delete(jobPath(jobId, place.stale))
  if (place.spool) {
    const spool = await ctx.media.get(jobPath(jobId, place.spool.name))
    if (!spool) throw new Error('the bucket lost what was written of the ZIP')
    const bytes = new Uint8Array(await spool.arrayBuffer())
    directory.push(bytes.slice(0, place.spool.directoryBytes))
    buffer.set(bytes.subarray(place.spool.directoryBytes))
    filled = bytes.byteLength - place.spool.directoryBytes
  }

  const send = async () => {
    const { etag } = await upload.uploadPart(etags.length + 1, buffer.slice(0, filled))
    etags.push(etag)
    filled = 0
  }
  const put = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.byteLength; ) {
      const taken = bytes.subarray(at, at + PART_BYTES - filled)
      buffer.set(taken, filled)
      filled += taken.byteLength
      at += taken.byteLength
      if (filled === PART_BYTES) await send()
    }
  }
  const offset = () => etags.length * PART_BYTES + filled

  const zip = {
    bytes: offset,
    /** Begins a file; `end` ends it, maybe in another step. One that is open already goes on. */
    begin: async (name: string) => {
      if (open) return
      open = { name, offset: offset(), crc: 0, size: 0 }
      await put(localHeader(open, place.at))
    },
    write: async (bytes: Uint8Array) => {
      if (!open) throw new Error('no file is open in the ZIP')
      open = { ...open, crc: crc32(bytes, open.crc), size: open.size + bytes.byteLength }
      await put(bytes)
    },
    end: async () => {
      if (!open) throw new Error('no file is open in the ZIP')
      await put(suffixOf(open))
      directory.push(directoryLine(open, place.at))
      count += 1
      open = null
    },
    /** A whole file. */
    add: async (name: string, body: Uint8Array | ReadableStream<Uint8Array>) => {
      await zip.begin(name)
      if (body instanceof Uint8Array) await zip.write(body)
      else for await (const chunk of body) await zip.write(chunk)
      await zip.end()
    },
    /** Where the next step goes on. */
    pause: async (): Promise<ZipPlace> => {
      const name = `spool-${createId('clm', ctx.clock.now())}`
      const known = Buffer.concat(directory)
      const bytes = Buffer.concat([known, buffer.subarray(0, filled)])
      await ctx.media.put(jobPath(jobId, name), new Uint8Array(bytes).buffer)
      const stale = place.spool?.name ?? null
      return { ...place, etags, count, open, spool: { name, directoryBytes: known.byteLength }, stale }
    },
    /** Writes the directory and puts the parts together. @returns how many bytes it has */
    finish: async (): Promise<number> => {
      const known = Buffer.concat(directory)
      const last = endOfZip({ count, size: known.byteLength, offset: offset() })
      const size = offset() + known.byteLength + last.byteLength
      try {
        await put(known)
        await put(last)
        if (filled > 0) await send()
        await upload.complete(etags.map((etag, index) => ({ partNumber: index + 1, etag })))
      } catch (error) {
        // An earlier run may have put it together and died then.
        if ((await ctx.media.head(path))?.size !== size) throw error
      }
      return size
    },
  }
  return zip
}

/** Gives up a ZIP that was not finished. Safe to repeat, and for one that is. */
export async function abandonZip(ctx: OrganizationContext, path: string, { uploadId }: ZipPlace): Promise<void> {
  const upload = await ctx.media.resumeParts(path, uploadId)
  await upload.abort().catch((error: unknown) => ctx.log.info('no upload to stop', { error }))
}
