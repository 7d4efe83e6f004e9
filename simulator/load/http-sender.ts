import { Agent, request as requestHttp } from 'node:http'
import { Agent as AgentTls, request as requestHttps } from 'node:https'

/** One POST and nothing else. @returns the status, once the answer has been read. @throws when there is none */
export type Send = (delivery: { body: string | Buffer; signature: string }) => Promise<number>
export type Sender = { send: Send; close: () => void }

type Options = { url: string; connections: number; timeoutMs: number }

/** Over node:http with connections that stay open: half the work of fetch, and the target is what shall be measured. */
export function createHttpSender({ url, connections, timeoutMs }: Options): Sender {
  const { protocol, hostname, port, pathname, search } = new URL(url)
  const isTls = protocol === 'https:'
  const settings = { keepAlive: true, maxSockets: connections, scheduling: 'fifo' as const }
  const agent = isTls ? new AgentTls(settings) : new Agent(settings)
  const target = { hostname: hostname.replace(/^\[|\]$/g, ''), port, path: pathname + search, method: 'POST', agent }
  const start = isTls ? requestHttps : requestHttp

  const send: Send = ({ body, signature }) =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': body.length,
        'user-agent': 'facebookexternalua',
        'x-hub-signature-256': signature,
      }
      const outgoing = start({ ...target, headers, timeout: timeoutMs }, (answer) => {
        answer.once('error', reject)
        answer.once('end', () => resolve(answer.statusCode ?? 0))
        answer.resume()
      })
      outgoing.once('error', reject)
      outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)))
      outgoing.end(body)
    })
  return { send, close: () => agent.destroy() }
}

/** Over the simulator's own `fetch`: a Worker in the same process gets the deliveries too. */
export function createFetchSender({
  url,
  fetch: post,
  timeoutMs,
}: {
  url: string
  fetch: typeof fetch
  timeoutMs: number
}): Sender {
  const send: Send = async ({ body, signature }) => {
    const response = await post(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
      body: typeof body === 'string' ? body : new Uint8Array(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    await response.arrayBuffer()
    return response.status
  }
  return { send, close: () => {} }
}
