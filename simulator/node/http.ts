import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { graphError } from '../graph/errors'

type Fetch = (request: Request) => Response | Promise<Response>
export type Served = { url: string; close: () => Promise<void> }

/** Meta's largest media has 100 MB; around it, what a form adds. */
const MOST_BYTES = 110 * 1024 * 1024

type Options = { fetch: Fetch; port: number; host: string; mostBytes?: number }

/** A fetch function behind a port. What throws there closes the connection without an answer. */
export async function serve({ fetch, port, host, mostBytes = MOST_BYTES }: Options): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    void answer({ fetch, incoming, outgoing, mostBytes }).catch(() => {
      if (!outgoing.writableEnded) outgoing.destroy()
    })
  })
  // Hanging on purpose is one of the things the simulator does: Node must not end it.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return { url: `http://${host}:${taken}`, close: () => close(server) }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

type Exchange = { fetch: Fetch; incoming: IncomingMessage; outgoing: ServerResponse; mostBytes: number }

async function answer({ fetch, incoming, outgoing, mostBytes }: Exchange): Promise<void> {
  if (Number(incoming.headers['content-length']) > mostBytes) return refuse(outgoing, mostBytes)
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const body = within(incoming, mostBytes, () => refuse(outgoing, mostBytes))
  const request = requestOf(incoming, { signal: gone.signal, body })
  if (!request) {
    outgoing.writeHead(405).end()
    return
  }
  const response = await fetch(request)
  if (outgoing.destroyed || outgoing.writableEnded) {
    await response.body?.cancel()
    return
  }
  outgoing.writeHead(response.status, [...response.headers].flat())
  if (!response.body || incoming.method === 'HEAD') {
    await response.body?.cancel()
    outgoing.end()
    return
  }
  // A stream of events shall be seen to be open before its first event.
  outgoing.flushHeaders()
  const reader = response.body.getReader()
  outgoing.once('close', () => void reader.cancel().catch(() => undefined))
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (outgoing.destroyed) return
    if (!outgoing.write(part.value)) await drained(outgoing)
  }
  outgoing.end()
}

/** Node reads what still comes and forgets it. */
function refuse(outgoing: ServerResponse, mostBytes: number): void {
  const error = graphError(100, { status: 413, message: `The request has more than the ${mostBytes} bytes allowed.` })
  const trace = Math.random().toString(36).slice(2)
  outgoing.writeHead(error.status, { 'content-type': 'application/json' })
  outgoing.end(JSON.stringify(error.envelope(trace)))
}

/** The body as it comes, unless it turns out to be longer than allowed. */
async function* within(incoming: IncomingMessage, mostBytes: number, tooMuch: () => void) {
  let bytes = 0
  for await (const part of incoming.iterator({ destroyOnReturn: false })) {
    bytes += part.length
    if (bytes > mostBytes) {
      tooMuch()
      throw new Error('The body is too long.')
    }
    yield part
  }
}

const drained = (outgoing: ServerResponse) =>
  new Promise<void>((resolve) => {
    outgoing.once('drain', resolve)
    outgoing.once('close', resolve)
  })

/** These verbs no `Request` can have. */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK'])

type Rest = { signal: AbortSignal; body: AsyncIterable<Uint8Array> }

function requestOf(incoming: IncomingMessage, { signal, body: parts }: Rest): Request | null {
  const headers = new Headers()
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '')
  }
  const method = incoming.method ?? 'GET'
  if (FORBIDDEN.has(method)) return null
  const url = addressOf(incoming)
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal })
  const body = Readable.toWeb(Readable.from(parts, { objectMode: false })) as NodeStream as ReadableStream
  return new Request(url, { method, headers, signal, body, duplex: 'half' } as RequestInit)
}

/** Whatever was asked for is an address: `//` is a path here and names no host, and what can't be read is the root. */
function addressOf({ url = '/', headers }: IncomingMessage): string {
  const host = URL.canParse(`http://${headers.host}`) ? headers.host : 'localhost'
  const address = url.startsWith('/') ? `http://${host}${url}` : url
  return URL.canParse(address) ? address : `http://${host}/`
}
