import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { checkAnswer } from './contract'
import { Invocation } from './faults'
import { watch } from './instrument'
import worker from './worker'

export const ORIGIN = 'https://wharf.test'

export type Answer = {
  status: number
  headers: Headers
  // A test reads what it expects to find; a wrong guess fails there.
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ by route, and the contract check has looked at them
  body: any
  /** The refresh cookie that was set, without its attributes; '' when it was cleared. */
  cookie: string | undefined
  webSocket: WebSocket | null
  /** What the request asked of the bindings. */
  operations: Invocation['operations']
}

type Options = {
  /** Access token or API key. */
  token?: string | undefined
  body?: unknown
  /** Sent as it is, instead of `body`. */
  rawBody?: string
  cookie?: string | undefined
  headers?: Record<string, string>
  /** Stops bindings from being the real ones for one request. */
  env?: Partial<Record<keyof Env | string, unknown>>
}

let addresses = 0
/** An address nobody has used: attempts are counted by address. */
export const freshAddress = (): string => `2001:db8:0:${(++addresses).toString(16)}::1`

/** One request to the Worker with its bindings watched. Every answer is held against the API's own description. */
export async function send(
  method: string,
  path: string,
  { token, body, rawBody, cookie, headers = {}, env: overrides = {} }: Options = {},
): Promise<Answer> {
  const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
  const request = new Request(new URL(path, ORIGIN), {
    method,
    headers: {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie: `wharf_refresh=${cookie}` }),
      'cf-connecting-ip': freshAddress(),
      ...headers,
    },
    ...(text === undefined ? {} : { body: text }),
  })
  const invocation = new Invocation('request')
  const context = createExecutionContext()
  const response = await watch(
    { ...env, ...overrides } as Env,
    (watched) => worker.handle(request, watched, context),
    invocation,
  )
  const answer = await read(response, invocation)
  await waitOnExecutionContext(context)
  checkAnswer(method, new URL(path, ORIGIN).pathname, answer)
  return answer
}

async function read(response: Response, { operations }: Invocation): Promise<Answer> {
  const text = response.webSocket ? '' : await response.text()
  const isJson = response.headers.get('content-type')?.includes('application/json')
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith('wharf_refresh='))
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
    cookie: cookie?.slice('wharf_refresh='.length).split(';')[0],
    webSocket: response.webSocket,
    operations,
  }
}

/** Waits, by asking again, for what a queue or an object does in its own time. */
export const until = <T>(check: () => Promise<T> | T): Promise<T> =>
  vi.waitFor(check, { timeout: 10_000, interval: 10 })

export type StoredMail = { to: { email: string }; subject: string; text: string; html: string }

/** The mail that arrived for an address, newest first. */
export async function mailsTo(email: string): Promise<StoredMail[]> {
  const { body } = await send('GET', '/api/dev/mail', { headers: { accept: 'application/json' } })
  return (body.items as StoredMail[]).filter((mail) => mail.to.email === email)
}

/** The token of the link in a mail, once the mail has arrived. */
export const mailedToken = (email: string, page: 'verify-email' | 'reset-password'): Promise<string> =>
  until(async () => {
    for (const { text } of await mailsTo(email)) {
      const token = new RegExp(`/${page}\\?token=([\\w-]+)`).exec(text)?.[1]
      if (token) return token
    }
    throw new Error(`no ${page} mail for ${email} yet`)
  })
