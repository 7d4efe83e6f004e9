import { createHash } from 'node:crypto'
import type { OrganizationBucket } from '../../shared/organization-bucket'

/** Where a file lies, within its organization. */
export const mediaPath = (mediaId: string): string => `media/${mediaId}`

/** What came is not what was announced. Nothing of it is kept. */
export class DamagedError extends Error {}
/** The body broke off, or has another length than it said. Nothing of it is kept. */
export class InterruptedError extends Error {}
export class TooLargeError extends Error {}

/** Parts of a body of unknown length: one is held in memory at a time. At least 5 MiB, says R2. */
const PART_BYTES = 8 * 1024 * 1024

type Body = {
  /** What has been read of it already. */
  head?: Uint8Array
  rest: ReadableStream<Uint8Array>
}
type Expected = {
  /** Bytes; null when nobody knows. */
  size: number | null
  maxBytes: number
  /** Hex; null when nobody knows. */
  sha256: string | null
  mimeType: string
}
type File = { bucket: OrganizationBucket; path: string }

/**
 * Streams a body into the bucket: what is in memory at a time is a chunk, or a part of one of unknown length. The bucket
 * compares the digest before it shows the object, so a damaged file never is there.
 * @throws DamagedError, InterruptedError, TooLargeError; anything else is the bucket's
 */
export async function storeBody(file: File, body: Body, expected: Expected): Promise<{ size: number }> {
  const { size, maxBytes, mimeType, sha256 } = expected
  if (size === null) return storeParts(file, body, expected)
  if (size > maxBytes) {
    await body.rest.cancel().catch(() => {})
    throw new TooLargeError()
  }
  const options = { httpMetadata: { contentType: mimeType }, ...(sha256 !== null && { sha256 }) }
  await pipeInto(body, size, (readable) => file.bucket.put(file.path, readable, options).catch(throwStoreError))
  return { size }
}

/**
 * Hands a body on with its length, which R2 needs to know. Either end that breaks breaks the other.
 * @throws what `store` throws; InterruptedError when the body broke off, or has another length
 */
export async function pipeInto<T>(
  { head, rest }: Body,
  size: number,
  store: (readable: ReadableStream) => Promise<T>,
): Promise<T> {
  const { readable, writable } = new FixedLengthStream(size)
  const stored = new AbortController()
  const feed = async () => {
    if (head && head.byteLength > 0) {
      const writer = writable.getWriter()
      await writer.write(head).finally(() => writer.releaseLock())
    }
    await rest.pipeTo(writable, { signal: stored.signal })
  }
  let first: Error | undefined
  const [result] = await Promise.allSettled([
    store(readable).catch(async (error: Error) => {
      first ??= isWrongLength(error) ? new InterruptedError('the body has another length', { cause: error }) : error
      // Nobody reads on: whoever writes must not wait for it.
      stored.abort()
      await readable.cancel().catch(() => {})
      throw error
    }),
    feed().catch(async (cause: unknown) => {
      first ??= new InterruptedError('the body broke off', { cause })
      await rest.cancel().catch(() => {})
    }),
  ])
  // A broken body fails the store as well: the one that was first knows why, but a wrong digest says most.
  if (result.status === 'fulfilled') return result.value
  throw result.reason instanceof DamagedError ? result.reason : first
}

/** What the runtime says to the reader when the writer wrote more or less than was announced. */
const isWrongLength = ({ message }: Error): boolean => message.includes('FixedLengthStream')

/** R2: "The SHA-256 checksum you specified did not match what we received. (10037)". */
function throwStoreError(cause: unknown): never {
  const error = cause instanceof Error ? cause : new Error(String(cause))
  throw /\(10037\)|checksum/i.test(error.message) ? new DamagedError(error.message, { cause }) : error
}

/** A body that does not say how long it is. */
async function storeParts({ bucket, path }: File, body: Body, expected: Expected): Promise<{ size: number }> {
  const hash = createHash('sha256')
  const options = { httpMetadata: { contentType: expected.mimeType } }
  let upload: R2MultipartUpload | undefined
  const uploaded: R2UploadedPart[] = []
  let size = 0
  const requireIntact = () => {
    if (expected.sha256 !== null && hash.digest('hex') !== expected.sha256) throw new DamagedError('wrong digest')
  }
  try {
    for await (const part of partsOf(body)) {
      size += part.byteLength
      if (size > expected.maxBytes) throw new TooLargeError()
      hash.update(part)
      if (!upload && part.byteLength < PART_BYTES) {
        requireIntact()
        await bucket.put(path, toBuffer(part), options)
        return { size }
      }
      upload ??= await bucket.startParts(path, options)
      uploaded.push(await upload.uploadPart(uploaded.length + 1, part))
    }
    requireIntact()
    if (upload) await upload.complete(uploaded)
    else await bucket.put(path, '', options)
    return { size }
  } catch (error) {
    await upload?.abort()
    throw error
  }
}

const toBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

/** The body in pieces of one size, the last one shorter. A piece is good until the next one is asked for. */
async function* partsOf({ head, rest }: Body): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(PART_BYTES)
  let filled = 0
  const chunks = async function* () {
    if (head) yield head
    yield* reading(rest)
  }
  for await (const chunk of chunks()) {
    for (let at = 0; at < chunk.byteLength; ) {
      const taken = chunk.subarray(at, at + PART_BYTES - filled)
      buffer.set(taken, filled)
      filled += taken.byteLength
      at += taken.byteLength
      if (filled < PART_BYTES) continue
      yield buffer
      filled = 0
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled)
}

async function* reading(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new InterruptedError('the body broke off', { cause })
      })
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** The first bytes of a body, at least this many unless it is shorter; the rest stays unread. */
export async function readHead(rest: ReadableStream<Uint8Array>, atLeast: number): Promise<Required<Body>> {
  const reader = rest.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    while (length < atLeast) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      length += value.byteLength
    }
  } catch (cause) {
    throw new InterruptedError('the body broke off', { cause })
  } finally {
    reader.releaseLock()
  }
  return { head: new Uint8Array(Buffer.concat(chunks)), rest }
}
