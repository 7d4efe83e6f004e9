import type { Secret } from '../shared/secret'
import { type GraphError, noAnswer } from './graph.errors'
import { handleSchema, idAnswerSchema } from './graph.schemas'
import { callGraph, type GraphSystem, lost, parse, refusal, TIMEOUT_MS } from './graph-request'

export type UploadedFile = {
  body: ReadableStream | Blob
  /** Bytes. */
  size: number
  mimeType: string
  filename: string
}
type Client = { system: GraphSystem; accessToken: Secret }

const BODY_TIMEOUT_MS = 5 * 60_000
/** A slow uplink: 1 MB a second. */
const uploadTimeout = (bytes: number) => TIMEOUT_MS + Math.ceil(bytes / 1000)

/** Meta's own: the token is shown to nobody else. */
const META_HOSTS = /(?:^|\.)(?:fbsbx\.com|facebook\.com|fbcdn\.net|whatsapp\.net|whatsapp\.com)$/
const MAX_REDIRECTS = 3

/** Streams a file to Meta as multipart. @returns Meta's media id */
export async function uploadMedia(
  { system, accessToken }: Client,
  { metaPhoneNumberId, file }: { metaPhoneNumberId: string; file: UploadedFile },
): Promise<string> {
  const boundary = `wharf-${crypto.randomUUID()}`
  const mimeType = safeType(file.mimeType)
  const field = (name: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const before =
    field('messaging_product', 'whatsapp') +
    field('type', mimeType) +
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${safeName(file.filename)}"\r\n` +
    `Content-Type: ${mimeType}\r\n\r\n`
  const { stream, blame, stop } = framed(file, { before, after: `\r\n--${boundary}--\r\n` })
  const { id } = await callGraph(
    system,
    {
      method: 'POST',
      path: `/${encodeURIComponent(metaPhoneNumberId)}/media`,
      body: { stream, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } },
      accessToken,
      timeoutMs: uploadTimeout(file.size),
    },
    idAnswerSchema,
  )
    .catch(blame)
    .finally(stop)
  return id
}

/** A resumable upload in one piece. @returns the handle that profile pictures and template samples are set with */
export async function uploadHandle(
  { system, accessToken }: Client,
  { appId, file }: { appId: string; file: UploadedFile },
): Promise<string> {
  const session = await callGraph(
    system,
    {
      method: 'POST',
      path: `/${appId}/uploads`,
      query: { file_name: file.filename, file_length: String(file.size), file_type: file.mimeType },
      accessToken,
    },
    idAnswerSchema,
  )
  const { stream, blame, stop } = framed(file, { before: '', after: '' })
  const { h } = await callGraph(
    system,
    {
      method: 'POST',
      // Meta's id has a query of its own: it is not encoded.
      path: `/${session.id}`,
      body: { stream, headers: { file_offset: '0', 'content-type': 'application/octet-stream' } },
      accessToken,
      timeoutMs: uploadTimeout(file.size),
    },
    handleSchema,
  )
    .catch(blame)
    .finally(stop)
  return h
}

/**
 * A body of known length, never held in memory: the file between two pieces of text. A file that breaks off, or has
 * another size than it said, breaks the call. `stop` ends what is still under way, when the answer came first.
 */
function framed({ body, size }: UploadedFile, { before, after }: { before: string; after: string }) {
  const encoder = new TextEncoder()
  const [head, tail] = [encoder.encode(before), encoder.encode(after)]
  const { readable, writable } = new FixedLengthStream(head.byteLength + size + tail.byteLength)
  const stopped = new AbortController()
  const write = async (bytes: Uint8Array) => {
    const writer = writable.getWriter()
    if (bytes.byteLength > 0) await writer.write(bytes)
    writer.releaseLock()
  }
  const run = async () => {
    await write(head)
    const source = body instanceof Blob ? body.stream() : body
    await source.pipeTo(writable, { preventClose: true, signal: stopped.signal })
    await write(tail)
    await writable.close()
  }
  let problem: unknown
  run().catch((error: unknown) => {
    problem = error
    writable.abort(error).catch(() => {})
  })
  return {
    stream: readable,
    /** Of a call that failed: whatever Meta made of half a file, another try may do better. */
    blame: (error: unknown): never => {
      throw problem === undefined ? error : lost(problem, false)
    },
    stop: () => {
      stopped.abort()
      if (!readable.locked) readable.cancel().catch(() => {})
    },
  }
}

/**
 * The bytes behind one of Meta's media URLs, not yet read; reading them ends after five minutes.
 * The token goes to Meta's hosts and to the configured Graph host; other addresses are not asked at all.
 * @throws GraphError; `fail` with `httpStatus` 404 when the URL has expired: ask for a new one
 */
export async function downloadMedia({ system, accessToken }: Client, url: string): Promise<Response> {
  let address = url
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    if (!isMetas(system, address)) throw notMetas()
    const response = await get(system, { url: address, accessToken })
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel()
      address = URL.canParse(location, address) ? new URL(location, address).href : ''
      continue
    }
    if (response.ok) return response
    const text = await response.text().catch(() => '')
    throw refusal(response, parse(text), false)
  }
  throw notMetas()
}

/** Ten seconds until the answer begins, five minutes until it ends. */
async function get({ fetch: send }: GraphSystem, { url, accessToken }: { url: string; accessToken: Secret }) {
  const begin = new AbortController()
  const timer = setTimeout(() => begin.abort(new DOMException('no answer in time', 'TimeoutError')), TIMEOUT_MS)
  try {
    return await send(url, {
      // Meta's media host answers clients without a name with an error page.
      headers: { authorization: `Bearer ${accessToken.reveal()}`, 'user-agent': 'Wharf' },
      redirect: 'manual',
      signal: AbortSignal.any([begin.signal, AbortSignal.timeout(BODY_TIMEOUT_MS)]),
    })
  } catch (cause) {
    throw lost(cause, false)
  } finally {
    clearTimeout(timer)
  }
}

function isMetas({ config }: GraphSystem, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { origin, protocol, hostname, username } = new URL(address)
  if (username !== '') return false
  return origin === new URL(config.graph.url).origin || (protocol === 'https:' && META_HOSTS.test(hostname))
}
const notMetas = (): GraphError =>
  noAnswer('The file’s address is not one of Meta’s.', { disposition: 'fail', details: null })

const safeType = (type: string) =>
  /^[\w.+-]+\/[\w.+-]+(?:; ?[\w.+-]+=[\w.+-]+)*$/.test(type) ? type : 'application/octet-stream'
/** As browsers write it into a form. */
const safeName = (name: string) =>
  name.replace(/["\r\n]/g, (character) => encodeURIComponent(character)).replaceAll('\0', '') || 'file'
