import { expect } from 'vitest'
import type { ServerFrame } from '../modules/realtime/realtime.schemas'
import { type Answer, send } from './harness'

export const INBOX_SOCKET = '/api/inbox/socket'
export const conversationSocket = (conversationId: string): string => `/api/conversations/${conversationId}/socket`

/** Asks for a socket as a browser does: the token is a protocol. */
export const connect = (
  path: string,
  token: string | undefined,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  send('GET', path, {
    headers: {
      upgrade: 'websocket',
      ...(token === undefined ? {} : { 'sec-websocket-protocol': `wharf, bearer.${token}` }),
      ...headers,
    },
  })

type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>
export type OpenSocket = Awaited<ReturnType<typeof openSocket>>

/** Opens a socket and collects what arrives on it. States (presence, viewers) apart: they come whenever they change. */
export async function openSocket(path: string, token: string) {
  const answer = await connect(path, token)
  expect(answer.status).toBe(101)
  expect(answer.headers.get('sec-websocket-protocol')).toBe('wharf')
  const socket = answer.webSocket as WebSocket
  const received: ('pong' | ServerFrame)[] = []
  const waiting = new Set<() => void>()
  socket.addEventListener('message', ({ data }) => {
    received.push(data === 'pong' ? data : (JSON.parse(data as string) as ServerFrame))
    for (const wake of waiting) wake()
  })
  const closed = new Promise<{ code: number }>((resolve) =>
    socket.addEventListener('close', ({ code }) => resolve({ code })),
  )
  socket.accept()

  /** The next frame that fits, leaving the others. */
  async function next(fits: (frame: 'pong' | ServerFrame) => boolean): Promise<'pong' | ServerFrame> {
    for (;;) {
      const at = received.findIndex(fits)
      const [frame] = at < 0 ? [] : received.splice(at, 1)
      if (frame) return frame
      await new Promise<void>((resolve) => {
        const wake = () => {
          waiting.delete(wake)
          resolve()
        }
        waiting.add(wake)
      })
    }
  }
  const isState = (frame: 'pong' | ServerFrame): boolean =>
    frame !== 'pong' && (frame.type === 'presence' || frame.type === 'viewers')
  const hello = (await next((frame) => frame !== 'pong' && frame.type === 'hello')) as FrameOf<'hello'>
  return {
    socket,
    closed,
    hello,
    say: (frame: object) => socket.send(JSON.stringify(frame)),
    /** The next frame that is no state. */
    next: () => next((frame) => !isState(frame)),
    /** The next frame of a type that fits; those of its type before it are skipped, all others stay. */
    async nextOf<T extends ServerFrame['type']>(type: T, fits: (frame: FrameOf<T>) => boolean = () => true) {
      for (;;) {
        const frame = (await next((one) => one !== 'pong' && one.type === type)) as FrameOf<T>
        if (fits(frame)) return frame
      }
    },
    /** What has arrived and was not taken, without states. */
    rest: () => received.filter((frame) => !isState(frame)),
  }
}

export const openInbox = (token: string): Promise<OpenSocket> => openSocket(INBOX_SOCKET, token)
export const openThread = (conversationId: string, token: string): Promise<OpenSocket> =>
  openSocket(conversationSocket(conversationId), token)
