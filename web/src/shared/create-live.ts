import type { ClientFrame } from '@worker/modules/realtime/realtime.schemas'
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { Session } from './create-session'

/** `connecting` is the first try; nothing was lost yet. */
export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'offline'
export type LiveFrame = { type: string } & Record<string, unknown>
type Socket = Pick<WebSocket, 'send' | 'close' | 'addEventListener' | 'readyState'>

export type LivePorts = {
  session: Pick<Session, 'freshToken' | 'accessToken' | 'epoch' | 'refresh' | 'reload'>
  online: Accessor<boolean>
  connect: (protocols: string[]) => Socket
  random: () => number
  /** Whether what it is about is not there (any more). Asked when no hello came, and after being shown out. */
  isGone?: () => Promise<boolean>
}

export type Live = {
  status: Accessor<LiveStatus>
  /** Called for every frame but `hello`; stops with the owner. */
  onFrame: (listener: (frame: LiveFrame) => void) => void
  /** Says something, if there is anybody to say it to. */
  send: (frame: ClientFrame) => void
  /** Called each time the connection is there (again): what came in between has to be asked for. */
  onConnected: (listener: (hello: LiveFrame) => void) => void
  /** Does not wait for the next try. */
  retryNow: () => void
  /** What was gone is there again. */
  resume: () => void
}

const SIGNED_OUT = 4401
const NOT_A_MEMBER = 4403
const OPEN = 1
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
const PING_MS = 25_000
const PONG_MS = 10_000

/** Keeps one socket open for as long as the owner lives. */
export function createLive(ports: LivePorts): Live {
  const [status, setStatus] = createSignal<LiveStatus>('connecting')
  const listeners = new Set<(frame: LiveFrame) => void>()
  const greeters = new Set<(hello: LiveFrame) => void>()
  let socket: Socket | undefined
  let failures = 0
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let pingTimer: ReturnType<typeof setInterval> | undefined
  let deadTimer: ReturnType<typeof setTimeout> | undefined
  let disposed = false
  let isGreeted = false
  /** Until it is told to go on, the network comes back, or somebody else is signed in. */
  let isResting = false

  async function open(): Promise<void> {
    clearTimeout(retryTimer)
    if (!ports.online()) {
      setStatus('offline')
      return
    }
    const token = await ports.session.freshToken().catch(() => undefined)
    if (disposed) return
    if (!token) {
      retryLater()
      return
    }
    drop()
    isGreeted = false
    isResting = false
    const opened = ports.connect(['wharf', `bearer.${token}`])
    socket = opened
    opened.addEventListener('message', (event) => {
      if (opened === socket) receive(event.data)
    })
    opened.addEventListener('close', (event) => {
      if (opened === socket) lost(event.code)
    })
  }

  function receive(data: unknown): void {
    clearTimeout(deadTimer)
    pingTimer ??= setInterval(ping, PING_MS)
    if (typeof data !== 'string' || data === 'pong') return
    const frame: unknown = JSON.parse(data)
    if (!isFrame(frame)) return
    if (frame.type === 'hello') {
      failures = 0
      isGreeted = true
      setStatus('live')
      for (const greet of greeters) greet(frame)
      return
    }
    for (const listener of listeners) listener(frame)
  }

  /** A connection that died without a word is found by a ping that nobody answers, on either side: also while frames come. */
  function ping(): void {
    if (socket?.readyState === OPEN) socket.send('ping')
    clearTimeout(deadTimer)
    deadTimer = setTimeout(() => lost(), PONG_MS)
  }

  function lost(code?: number): void {
    drop()
    setStatus(ports.online() ? 'reconnecting' : 'offline')
    if (code === SIGNED_OUT) {
      // A session that has ended says so to everybody; otherwise there is a new token to try.
      void ports.session.refresh().then((alive) => alive && retryLater(), retryLater)
      return
    }
    if (ports.isGone && (code === NOT_A_MEMBER || !isGreeted)) {
      const settle = (isGone: boolean) => {
        // The network may have come back meanwhile, and another try with it.
        if (socket) return
        if (isGone) isResting = true
        else retryLater()
      }
      void ports.isGone().then(settle, () => settle(false))
      return
    }
    if (code === NOT_A_MEMBER) {
      void ports.session.reload().then(retryLater, retryLater)
      return
    }
    retryLater()
  }

  function retryLater(): void {
    if (disposed) return
    clearTimeout(retryTimer)
    // Full jitter: after a deploy not all browsers come back in the same second.
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures)
    failures += 1
    retryTimer = setTimeout(() => void open(), ports.random() * longest)
  }

  function drop(): void {
    clearInterval(pingTimer)
    pingTimer = undefined
    clearTimeout(deadTimer)
    const old = socket
    socket = undefined
    old?.close()
  }

  createEffect(
    on(ports.session.accessToken, (token) => {
      if (token && socket?.readyState === OPEN) socket.send(JSON.stringify({ type: 'token', accessToken: token }))
    }),
  )
  // Another organization is another room.
  createEffect(on([ports.online, ports.session.epoch], () => void open()))

  onCleanup(() => {
    disposed = true
    clearTimeout(retryTimer)
    drop()
  })

  return {
    status,
    onFrame: (listener) => {
      listeners.add(listener)
      onCleanup(() => listeners.delete(listener))
    },
    send: (frame) => {
      if (socket?.readyState === OPEN) socket.send(JSON.stringify(frame))
    },
    onConnected: (listener) => {
      greeters.add(listener)
      onCleanup(() => greeters.delete(listener))
    },
    retryNow: () => void open(),
    resume: () => {
      if (isResting) void open()
    },
  }
}

function isFrame(value: unknown): value is LiveFrame {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
