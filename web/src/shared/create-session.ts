import { type Accessor, createSignal } from 'solid-js'
import { type AccessToken, isAccessToken, localExpiry } from './access-token'
import { offlineError, toApiError } from './api-error'

/**
 * `unknown` until the first look; `unreachable` when that look failed for lack of a network.
 * `ended`: it was open, and the server or another tab closed it.
 */
export type SessionStatus = 'unknown' | 'signed-in' | 'signed-out' | 'ended' | 'unreachable'

type TabMessage =
  | { kind: 'token'; token: AccessToken }
  | { kind: 'signed-in'; token: AccessToken }
  | { kind: 'signed-out' }

/** What a browser gives; tests give their own. */
export type SessionPorts = {
  fetch: (path: string, init: RequestInit) => Promise<Response>
  /** Runs alone among all tabs. */
  exclusively: <Result>(task: () => Promise<Result>) => Promise<Result>
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | undefined
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

export type Session = {
  status: Accessor<SessionStatus>
  /** Grows whenever somebody signed in or another organization was chosen: everything cached is somebody else's. */
  epoch: Accessor<number>
  accessToken: Accessor<string | undefined>
  /** First look after loading the page. Asks the server only if somebody has signed in on this device before. */
  restore: () => Promise<void>
  /** After signing in, signing up or switching the organization, here or in another tab. */
  accept: (token: AccessToken) => void
  /** A token that is good for some seconds at least. Throws ApiError `network.offline`. */
  freshToken: () => Promise<string | undefined>
  /** Trades the cookie for a new token, once for all tabs. `false`: the session has ended. */
  refresh: () => Promise<boolean>
  /** A new token, and everything cached is forgotten: who this is, or what they may do, has changed. */
  reload: () => Promise<void>
  signOut: (everywhere?: boolean) => Promise<void>
  /** The server said that the session is over. */
  end: () => void
}

const FLAG = 'wharf.session'
const RENEW_BEFORE_MS = 60_000
const USABLE_MS = 5_000
/** Long enough for another tab's message to arrive after its lock was released. */
const MESSAGE_MS = 30

export function createSession(ports: SessionPorts): Session {
  const [status, setStatus] = createSignal<SessionStatus>('unknown')
  const [epoch, setEpoch] = createSignal(0)
  // The token lives in this closure and nowhere else: no storage that a script could read later.
  const [token, setToken] = createSignal<AccessToken>()
  let expiry = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let refreshing: Promise<boolean> | undefined

  ports.channel?.addEventListener('message', (event: MessageEvent<TabMessage>) => {
    const message = event.data
    if (message.kind === 'signed-out') return close('signed-out')
    open(message.token)
    if (message.kind === 'signed-in') setEpoch((count) => count + 1)
  })

  const accessToken = () => token()?.accessToken

  function open(next: AccessToken): void {
    setToken(next)
    expiry = localExpiry(next, Date.now())
    ports.storage.setItem(FLAG, '1')
    clearTimeout(timer)
    timer = setTimeout(
      () => void refresh().catch(() => undefined),
      Math.max(1000, expiry - Date.now() - RENEW_BEFORE_MS),
    )
    setStatus('signed-in')
  }

  function close(reason: 'signed-out' | 'ended'): void {
    clearTimeout(timer)
    setToken(undefined)
    ports.storage.removeItem(FLAG)
    setStatus(reason)
  }

  function accept(next: AccessToken): void {
    open(next)
    setEpoch((count) => count + 1)
    ports.channel?.postMessage({ kind: 'signed-in', token: next } satisfies TabMessage)
  }

  function end(): void {
    close('ended')
    ports.channel?.postMessage({ kind: 'signed-out' } satisfies TabMessage)
  }

  function refresh(): Promise<boolean> {
    refreshing ??= refreshOnce().finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  async function refreshOnce(): Promise<boolean> {
    const asked = Date.now()
    const before = token()
    return ports.exclusively(async () => {
      // Another tab may have held the lock for the same reason: its token is on its way to us.
      if (Date.now() - asked > MESSAGE_MS) await new Promise((done) => setTimeout(done, MESSAGE_MS))
      if (token() !== before) return token() !== undefined
      const response = await ports.fetch('/api/auth/refresh', { method: 'POST' }).catch(() => {
        throw offlineError()
      })
      if (response.status === 401) {
        end()
        return false
      }
      if (!response.ok) throw await toApiError(response)
      const body: unknown = await response.json()
      if (!isAccessToken(body)) throw offlineError()
      open(body)
      ports.channel?.postMessage({ kind: 'token', token: body } satisfies TabMessage)
      return true
    })
  }

  async function restore(): Promise<void> {
    if (token()) return
    if (ports.storage.getItem(FLAG) === null) {
      setStatus('signed-out')
      return
    }
    try {
      await refresh()
    } catch {
      setStatus('unreachable')
    }
  }

  async function freshToken(): Promise<string | undefined> {
    if (token() && expiry - Date.now() < USABLE_MS) await refresh()
    return accessToken()
  }

  async function reload(): Promise<void> {
    if (await refresh()) setEpoch((count) => count + 1)
  }

  async function signOut(everywhere = false): Promise<void> {
    const bearer = await freshToken()
    const response = await ports
      .fetch(everywhere ? '/api/auth/logout-everywhere' : '/api/auth/logout', {
        method: 'POST',
        headers: bearer ? { Authorization: `Bearer ${bearer}` } : {},
      })
      .catch(() => {
        // The cookie is still good: to show the sign-in page now would be a lie.
        throw offlineError()
      })
    if (!response.ok && response.status !== 401) throw await toApiError(response)
    close('signed-out')
    ports.channel?.postMessage({ kind: 'signed-out' } satisfies TabMessage)
  }

  return { status, epoch, accessToken, restore, accept, freshToken, refresh, reload, signOut, end }
}
