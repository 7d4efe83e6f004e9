import { ApiError, offlineError, toApiError } from './api-error'
import type { Session } from './create-session'
import { hearServerTime } from './server-clock'

/**
 * `fetch` for the API: sends the access token, renews it once when the server refuses it, and throws ApiError for
 * everything that is not a success.
 */
export function createApiFetch(session: Pick<Session, 'freshToken' | 'refresh'>, send: typeof fetch): typeof fetch {
  const attempt = async (input: RequestInfo | URL, init: RequestInit | undefined, token: string | undefined) => {
    const headers = new Headers(init?.headers)
    if (token) headers.set('Authorization', `Bearer ${token}`)
    const askedAt = Date.now()
    const response = await send(input, { ...init, headers }).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw offlineError()
    })
    hearServerTime(response.headers.get('date'), askedAt)
    return response
  }

  return async (input, init) => {
    const token = await session.freshToken()
    let response = await attempt(input, init, token)
    // Only with a token does 401 speak of the session; without one it is about a password or a code.
    if (response.status === 401 && token && (await session.refresh())) {
      response = await attempt(input, init, await session.freshToken())
    }
    if (!response.ok) throw await toApiError(response)
    return response
  }
}

/** Whether trying again could help: the network, a timeout, the server's own fault. */
export function isTransient(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 408 || error.status >= 500)
}
