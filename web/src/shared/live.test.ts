import { createRoot } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectConversation, connectLive } from './live'

const session = vi.hoisted(() => ({
  accessToken: () => 't1',
  epoch: () => 0,
  freshToken: async () => 't1',
  refresh: vi.fn(async () => true),
  reload: vi.fn(async () => {}),
}))
vi.mock('./session', () => ({ session }))

class FakeSocket extends EventTarget {
  static readonly all: FakeSocket[] = []
  readonly readyState = 1
  constructor(readonly url: URL) {
    super()
    FakeSocket.all.push(this)
  }
  send() {}
  close() {}
}

/** Opens a connection and has the server close it for another sight. */
async function showOut(open: () => unknown) {
  const dispose = createRoot((end) => {
    open()
    return end
  })
  await vi.advanceTimersByTimeAsync(0)
  FakeSocket.all.at(-1)?.dispatchEvent(new CloseEvent('close', { code: 4403 }))
  await vi.advanceTimersByTimeAsync(1000)
  dispose()
}

describe('being shown out', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('WebSocket', FakeSocket)
    FakeSocket.all.length = 0
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.clearAllMocks()
  })

  it('of a thread that is still to be seen tries again, and forgets nothing else', async () => {
    vi.stubGlobal('fetch', async () => new Response('{}'))
    await showOut(() => connectConversation('con_1'))
    expect(session.reload).not.toHaveBeenCalled()
    expect(FakeSocket.all.map(({ url }) => url.pathname)).toEqual(Array(2).fill('/api/conversations/con_1/socket'))
  })

  it.each([404, 403])('of a thread that is out of sight (%i) does not try again', async (status) => {
    const asked = vi.fn(async () => new Response('{}', { status }))
    vi.stubGlobal('fetch', asked)
    await showOut(() => connectConversation('con_1'))
    expect(asked).toHaveBeenCalledOnce()
    expect(FakeSocket.all).toHaveLength(1)
  })

  it('of the inbox looks again at who this is', async () => {
    await showOut(connectLive)
    expect(session.reload).toHaveBeenCalledTimes(1)
  })
})
