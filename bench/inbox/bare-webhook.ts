// What the runtime itself takes for a webhook: nothing but an answer, the HMAC, the queue; and a consumer that stores the
// body as one row and has an object say it to every socket. No framework, no product: nothing that does as much can be faster.
type Statement = { bind(...values: unknown[]): Statement; run(): Promise<unknown> }
type Env = {
  SHARD_0: { prepare(sql: string): Statement }
  INBOUND: { send(body: unknown, options?: { contentType: string }): Promise<void> }
  META_APP_SECRET: string
  INBOX_HUB: { getByName(name: string): { fetch(request: Request | string, init?: RequestInit): Promise<Response> } }
}
declare const WebSocketPair: new () => { 0: WebSocket; 1: WebSocket }
type Sockets = { acceptWebSocket(socket: WebSocket): void; getWebSockets(): WebSocket[] }
type Batch = { messages: { id: string; body: unknown }[]; ackAll(): void }

type Calls = { urls: string[]; token: string; to: string[]; count: number }

/** Calls to Graph one after the other on the six connections that a Worker has, and nothing else. */
async function callGraph({ urls, token, to, count }: Calls): Promise<Response> {
  let next = 0
  const goOn = async () => {
    for (let at = next++; at < count; at = next++) {
      const answer = await fetch(urls[at % urls.length] ?? '', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ messaging_product: 'whatsapp', to: to[at % to.length], type: 'text' },
          text: { body: `bare ${at} your parcel is on its way` },
        }),
      })
      await answer.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 6 }, goOn))
  return new Response('ok')
}

let key: Promise<CryptoKey> | undefined
const keyOf = (secret: string) =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16)
  return bytes
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname === '/hello') return new Response('ok')
    if (pathname === '/graph') return callGraph((await request.json()) as Calls)
    if (pathname === '/socket') return env.INBOX_HUB.getByName('bare').fetch(request)
    const body = await request.arrayBuffer()
    const signature = request.headers.get('x-hub-signature-256')?.slice('sha256='.length) ?? ''
    key ??= keyOf(env.META_APP_SECRET)
    if (!(await crypto.subtle.verify('HMAC', await key, bytesOf(signature), body)))
      return new Response('no', { status: 401 })
    if (pathname === '/hmac') return new Response('ok')
    await env.INBOUND.send(new TextDecoder().decode(body), { contentType: 'text' })
    return new Response('ok')
  },
  async queue(batch: Batch, env: Env): Promise<void> {
    const rows = JSON.stringify(batch.messages.map(({ id, body }) => [id, body]))
    await env.SHARD_0.prepare(
      "INSERT INTO bare (id, body) SELECT value ->> '$[0]', value ->> '$[1]' FROM json_each(?) WHERE true ON CONFLICT DO NOTHING",
    )
      .bind(rows)
      .run()
    batch.ackAll()
    await env.INBOX_HUB.getByName('bare').fetch('https://hub/', { method: 'POST', body: rows })
  },
}

// wrangler.toml binds them.
export class InboxHub {
  #told = 0
  readonly #sockets: Sockets
  constructor(sockets: Sockets) {
    this.#sockets = sockets
  }
  async fetch(request: Request): Promise<Response> {
    if (request.headers.get('upgrade') !== 'websocket') {
      const frame = `{"from":${this.#told},"to":${++this.#told},"rows":${await request.text()}}`
      for (const socket of this.#sockets.getWebSockets()) socket.send(frame)
      return new Response('ok')
    }
    const { 0: client, 1: server } = new WebSocketPair()
    this.#sockets.acceptWebSocket(server)
    server.send('{}')
    const headers = { 'sec-websocket-protocol': 'wharf' }
    return new Response(null, { status: 101, webSocket: client, headers } as ResponseInit)
  }
}
export class ConversationRoom {}
export class NumberPacer {}
export class RateLimiter {}
