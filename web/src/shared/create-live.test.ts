import { createRoot, createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLive, type LivePorts } from './create-live'

class FakeSocket extends EventTarget {
  static readonly all: FakeSocket[] = []
  readyState = 1
  readonly sent: string[] = []
  constructor(readonly protocols: string[]) {
    super()
    FakeSocket.all.push(this)
  }
  send(data: string) {
    this.sent.push(data)
  }
  close() {
    this.readyState = 3
  }
  say(data: unknown) {
    this.dispatchEvent(new MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data) }))
  }
  end(code: number) {
    this.readyState = 3
    this.dispatchEvent(new CloseEvent('close', { code }))
  }
}

function setUp(more: Partial<LivePorts> = {}) {
  FakeSocket.all.length = 0
  const [token, setToken] = createSignal<string | undefined>('t1')
  const [epoch, setEpoch] = createSignal(0)
  const [online, setOnline] = createSignal(true)
  const session = {
    accessToken: token,
    epoch,
    freshToken: async () => token(),
    refresh: vi.fn(async () => true),
    reload: vi.fn(async () => undefined),
  }
  return createRoot((dispose) => {
    const live = createLive({
      session,
      online,
      connect: (protocols) => new FakeSocket(protocols) as unknown as WebSocket,
      random: () => 1,
      ...more,
    })
    return { live, session, setToken, setEpoch, setOnline, dispose }
  })
}
const settle = () => vi.advanceTimersByTimeAsync(0)
const last = () => FakeSocket.all.at(-1) as FakeSocket

describe('the live connection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is live once the server has said hello', async () => {
    const { live, dispose } = setUp()
    await settle()
    expect(last().protocols).toEqual(['wharf', 'bearer.t1'])
    expect(live.status()).toBe('connecting')
    last().say({ type: 'hello' })
    expect(live.status()).toBe('live')
    dispose()
    expect(last().readyState).toBe(3)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('hands on every other frame', async () => {
    const { live, dispose } = setUp()
    await settle()
    const seen = vi.fn()
    createRoot(() => live.onFrame(seen))
    last().say({ type: 'hello' })
    last().say({ type: 'message.created', id: 'msg_1' })
    expect(seen.mock.calls).toEqual([[{ type: 'message.created', id: 'msg_1' }]])
    dispose()
  })

  it('comes back after growing waits, and at once when asked', async () => {
    const { live, dispose } = setUp()
    await settle()
    last().say({ type: 'hello' })
    last().end(1006)
    expect(live.status()).toBe('reconnecting')
    await vi.advanceTimersByTimeAsync(500)
    expect(FakeSocket.all).toHaveLength(2)
    last().end(1006)
    await vi.advanceTimersByTimeAsync(500)
    expect(FakeSocket.all).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(500)
    expect(FakeSocket.all).toHaveLength(3)
    last().end(1006)
    live.retryNow()
    await settle()
    expect(FakeSocket.all).toHaveLength(4)
    dispose()
  })

  it('renews the token over the open socket', async () => {
    const { setToken, dispose } = setUp()
    await settle()
    last().say({ type: 'hello' })
    setToken('t2')
    expect(last().sent).toEqual([JSON.stringify({ type: 'token', accessToken: 't2' })])
    expect(FakeSocket.all).toHaveLength(1)
    dispose()
  })

  it('refreshes the session after 4401 and stays away when it has ended', async () => {
    const { session, dispose } = setUp()
    await settle()
    last().end(4401)
    await vi.advanceTimersByTimeAsync(1000)
    expect(FakeSocket.all).toHaveLength(2)
    session.refresh.mockResolvedValue(false)
    last().end(4401)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(FakeSocket.all).toHaveLength(2)
    dispose()
  })

  it('looks again at who this is after 4403', async () => {
    const { session, dispose } = setUp()
    await settle()
    last().end(4403)
    await settle()
    expect(session.reload).toHaveBeenCalledTimes(1)
    dispose()
  })

  it('finds a connection that died without a word', async () => {
    const { live, dispose } = setUp()
    await settle()
    last().say({ type: 'hello' })
    await vi.advanceTimersByTimeAsync(25_000)
    expect(last().sent).toEqual(['ping'])
    last().say('pong')
    await vi.advanceTimersByTimeAsync(35_000)
    expect(live.status()).toBe('reconnecting')
    dispose()
  })

  it('says that it is there while frames come, too: the server hears of nobody else', async () => {
    const { live, dispose } = setUp()
    await settle()
    last().say({ type: 'hello' })
    for (let second = 0; second < 60; second++) {
      await vi.advanceTimersByTimeAsync(1000)
      last().say({ type: 'inbox.changed' })
    }
    expect(last().sent).toEqual(['ping', 'ping'])
    expect(live.status()).toBe('live')
    dispose()
  })

  it('asks what refuses to say hello whether it is there, and rests until it is told to when it is not', async () => {
    const isGone = vi.fn(async () => false)
    const { live, setOnline, dispose } = setUp({ isGone })
    await settle()
    last().end(1006)
    await vi.advanceTimersByTimeAsync(500)
    expect(FakeSocket.all).toHaveLength(2)
    isGone.mockResolvedValue(true)
    last().end(1006)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(FakeSocket.all).toHaveLength(2)

    live.resume()
    await settle()
    expect(FakeSocket.all).toHaveLength(3)
    last().say({ type: 'hello' })
    // What is open needs no second try, and what it loses now is the network's.
    live.resume()
    await settle()
    last().end(1006)
    await vi.advanceTimersByTimeAsync(500)
    expect(FakeSocket.all).toHaveLength(4)
    expect(isGone).toHaveBeenCalledTimes(2)
    setOnline(false)
    dispose()
  })

  it('waits for the network and joins another organization’s room', async () => {
    const { live, setOnline, setEpoch, dispose } = setUp()
    await settle()
    last().say({ type: 'hello' })
    setOnline(false)
    await settle()
    expect(live.status()).toBe('offline')
    setOnline(true)
    await settle()
    last().say({ type: 'hello' })
    expect(live.status()).toBe('live')
    const before = FakeSocket.all.length
    setEpoch(1)
    await settle()
    expect(FakeSocket.all).toHaveLength(before + 1)
    dispose()
  })
})
