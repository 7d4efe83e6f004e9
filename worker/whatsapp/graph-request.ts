import type { z } from 'zod'
import type { Config } from '../shared/config'
import type { Secret } from '../shared/secret'
import { type Disposition, dispositionOf, GraphError, noAnswer } from './graph.errors'
import { graphErrorSchema } from './graph.schemas'
import { parseWebhookJson } from './webhook-json'

export type GraphSystem = { config: Config; fetch: typeof fetch }

export const TIMEOUT_MS = 10_000

export type GraphCall = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Without the version. */
  path: string
  query?: Record<string, string | undefined>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is. */
  body?: { stream: ReadableStream; headers: Record<string, string> }
  /** Null: the call carries its own secret. */
  accessToken: Secret | null
  timeoutMs?: number
  /** A repeat would do it twice: without a clear answer it is `unknown` instead of `retry`. */
  isSend?: boolean
}

/** One call of Graph. @throws GraphError, never anything else */
export async function callGraph<Schema extends z.ZodType>(
  system: GraphSystem,
  call: GraphCall,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { isSend = false } = call
  const response = await ask(system, call)
  const text = await read(response, isSend)
  const json = parse(text)
  if (!response.ok) throw refusal(response, json, isSend)
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw noAnswer('Graph answered something else than was expected.', {
    // It was accepted: sending again would send twice.
    disposition: isSend ? 'unknown' : 'fail',
    httpStatus: response.status,
    details: parsed.error.issues
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('; ')
      .slice(0, 500),
  })
}

async function ask({ config, fetch: send }: GraphSystem, call: GraphCall): Promise<Response> {
  const url = new URL(`${config.graph.url}/${config.graph.version}${call.path}`)
  for (const [key, value] of Object.entries(call.query ?? {})) if (value !== undefined) url.searchParams.set(key, value)
  const headers = new Headers(call.body?.headers)
  if (call.accessToken) headers.set('authorization', `Bearer ${call.accessToken.reveal()}`)
  if (call.json !== undefined) headers.set('content-type', 'application/json')
  try {
    return await send(url.href, {
      method: call.method,
      headers,
      // A redirect would take the token along.
      redirect: 'manual',
      signal: AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS),
      ...(call.json !== undefined && { body: JSON.stringify(call.json) }),
      ...(call.body && { body: call.body.stream }),
    })
  } catch (cause) {
    throw lost(cause, call.isSend ?? false)
  }
}

/** The whole body, also of a refusal: an unread one keeps its connection. */
async function read(response: Response, isSend: boolean): Promise<string> {
  try {
    return await response.text()
  } catch (cause) {
    throw lost(cause, isSend)
  }
}

const withoutAnswer = (isSend: boolean): Disposition => (isSend ? 'unknown' : 'retry')

export function lost(cause: unknown, isSend: boolean): GraphError {
  const isTimeout = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError')
  return noAnswer(isTimeout ? 'WhatsApp did not answer in time.' : 'The connection to WhatsApp was lost.', {
    disposition: withoutAnswer(isSend),
    cause,
  })
}

/** An answer that is no success, as an error. */
export function refusal(response: Response, json: unknown, isSend: boolean): GraphError {
  const parsed = graphErrorSchema.safeParse(json)
  const httpStatus = response.status
  const retryAfterMs = retryAfter(response.headers)
  if (!parsed.success)
    return noAnswer(`Graph answered ${httpStatus} without saying why.`, {
      disposition: httpStatus >= 500 ? withoutAnswer(isSend) : httpStatus === 429 ? 'retry' : 'fail',
      httpStatus,
    })
  const { code, subcode, title, details } = parsed.data
  // 100 with subcode 33, of a send: the number is gone, or not for this token.
  const meant = isSend && code === 100 && subcode === 33 ? 33 : code
  const disposition = dispositionOf(meant, httpStatus)
  return new GraphError({
    metaError: { code: meant, title, details },
    disposition: disposition === 'unknown' ? withoutAnswer(isSend) : disposition,
    httpStatus,
    retryAfterMs,
  })
}

export function parse(text: string): unknown {
  try {
    return parseWebhookJson(text)
  } catch {
    return undefined
  }
}

/** From `Retry-After` (seconds), or the minutes of Meta's usage header. */
function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? '')
  if (seconds > 0) return seconds * 1000
  const minutes = [
    ...(headers.get('x-business-use-case-usage') ?? '').matchAll(/"estimated_time_to_regain_access":\s*(\d+)/g),
  ]
  const longest = Math.max(0, ...minutes.map(([, value]) => Number(value)))
  return longest > 0 ? longest * 60_000 : null
}
