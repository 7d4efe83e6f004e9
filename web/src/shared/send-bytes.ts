import { offlineError, toApiError } from './api-error'
import { session } from './session'

type Request = {
  method: 'POST' | 'PUT'
  path: string
  bytes: Blob
  type: string
  signal: AbortSignal
  onSent: (bytes: number) => void
}

/** `fetch` does not tell how much has gone; this does. The token is renewed once, like everywhere. */
export async function sendBytes(request: Request): Promise<string> {
  const first = await attempt(request, await session.freshToken())
  const response = first.status === 401 && (await session.refresh()) ? undefined : first
  const { status, text } = response ?? (await attempt(request, await session.freshToken()))
  if (status < 200 || status >= 300) throw await toApiError(new Response(text, { status }))
  return text
}

function attempt({ method, path, bytes, type, signal, onSent }: Request, token: string | undefined) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    const abort = () => xhr.abort()
    xhr.open(method, path)
    xhr.setRequestHeader('Content-Type', type)
    if (token) xhr.setRequestHeader('Authorization', `Bearer ${token}`)
    xhr.upload.onprogress = (event) => onSent(event.loaded)
    xhr.onload = () => resolve({ status: xhr.status, text: xhr.responseText })
    xhr.onerror = () => reject(offlineError())
    xhr.onabort = () => reject(new DOMException('Taken back', 'AbortError'))
    xhr.onloadend = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort)
    if (signal.aborted) reject(new DOMException('Taken back', 'AbortError'))
    else xhr.send(bytes)
  })
}
