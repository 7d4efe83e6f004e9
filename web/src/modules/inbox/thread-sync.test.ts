import type { Message } from '@worker/modules/messages/messages.schemas'
import { describe, expect, it, vi } from 'vitest'
import { createThreadSync, type ThreadFrame } from './thread-sync'

const frame = (from: number, to: number): ThreadFrame => ({
  from,
  to,
  messages: [{ id: `msg_${to}` } as Message],
})

function open() {
  const timers: { run: () => void; ms: number }[] = []
  const answers: { resolve: () => void; reject: (reason: Error) => void }[] = []
  const shown: string[] = []
  const refresh = vi.fn(() => new Promise<void>((resolve, reject) => answers.push({ resolve, reject })))
  let isLoading = false
  const sync = createThreadSync('con_1', {
    refresh,
    isLoading: () => isLoading,
    apply: (messages) => shown.push(...messages.map(({ id }) => id)),
    isOfThread: (id) => id === 'con_merged',
    setTimer: (run, ms) => {
      const timer = { run, ms }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
  })
  const settle = async (end: (answer: (typeof answers)[number]) => void) => {
    const answer = answers.shift()
    if (!answer) throw new Error('nothing was asked')
    end(answer)
    await new Promise((done) => setTimeout(done))
  }
  return {
    sync,
    refresh,
    shown,
    timers,
    setLoading: (now: boolean) => (isLoading = now),
    answer: () => settle(({ resolve }) => resolve()),
    fail: () => settle(({ reject }) => reject(new Error('no network'))),
    elapse: () => {
      for (const { run } of timers.splice(0)) run()
    },
  }
}

/** A thread that is complete up to change 10. */
async function openAtTen() {
  const opened = open()
  opened.sync.connected(10)
  await opened.answer()
  opened.refresh.mockClear()
  return opened
}

describe('a thread that is being loaded', () => {
  it('is not asked for a second time when what came holds all that the connection tells of', () => {
    const { sync, refresh, setLoading } = open()
    setLoading(true)
    sync.connected(10)
    setLoading(false)
    sync.loaded(10)
    expect(refresh).not.toHaveBeenCalled()
    sync.onFrame(frame(10, 11))
    expect(sync.seq()).toBe(11)
  })

  it('is asked for again when it was read before what the connection tells of, or a frame', () => {
    for (const tell of [
      ({ connected }: ReturnType<typeof open>['sync']) => connected(11),
      ({ onFrame }: ReturnType<typeof open>['sync']) => onFrame(frame(10, 11)),
    ]) {
      const { sync, refresh, setLoading } = open()
      sync.loaded(9)
      setLoading(true)
      sync.connected(9)
      tell(sync)
      expect(refresh).not.toHaveBeenCalled()
      setLoading(false)
      sync.loaded(10)
      expect(refresh).toHaveBeenCalledTimes(1)
    }
  })

  it('is asked for again when the answer on its way is older than a frame that came meanwhile', async () => {
    const { sync, shown, refresh, setLoading } = open()
    sync.loaded(10)
    sync.connected(10)
    setLoading(true)
    sync.onFrame(frame(10, 11))
    expect(shown).toEqual(['msg_11'])
    setLoading(false)
    sync.loaded(10)
    expect(refresh).toHaveBeenCalledTimes(1)
  })

  it('is asked for again when it could not be loaded, once there is a connection', () => {
    const { sync, refresh } = open()
    sync.loaded(undefined)
    expect(refresh).not.toHaveBeenCalled()
    sync.connected(0)
    expect(refresh).toHaveBeenCalledTimes(1)
  })
})

describe('an open thread', () => {
  it('moves on with frames that follow each other, whatever the numbers between, and ignores old ones', async () => {
    const { sync, shown, refresh } = await openAtTen()
    sync.onFrame(frame(10, 14))
    sync.onFrame(frame(8, 10))
    sync.onFrame(frame(14, 15))
    expect(shown).toEqual(['msg_14', 'msg_15'])
    expect(sync.seq()).toBe(15)
    expect(refresh).not.toHaveBeenCalled()
  })

  it('asks again where a link is missing', async () => {
    const { sync, refresh, answer } = await openAtTen()
    sync.onFrame(frame(12, 13))
    expect(refresh).toHaveBeenCalledTimes(1)
    await answer()
    expect(sync.seq()).toBe(13)
  })

  it('puts aside what comes while it asks, because the answer may be older', async () => {
    const { sync, shown, answer, refresh } = await openAtTen()
    sync.onFrame(frame(12, 13))
    sync.onFrame(frame(13, 14))
    expect(shown).toEqual([])
    await answer()
    expect(shown).toEqual(['msg_14'])
    expect(sync.seq()).toBe(14)
    expect(refresh).toHaveBeenCalledTimes(1)
  })

  it('notices a lost last frame by its row in the inbox, a second later', async () => {
    const { sync, refresh, elapse, answer, timers } = await openAtTen()
    sync.onRows([{ id: 'con_1', changeSeq: 12 }])
    expect(timers).toMatchObject([{ ms: 1000 }])
    expect(refresh).not.toHaveBeenCalled()
    elapse()
    expect(refresh).toHaveBeenCalledTimes(1)
    await answer()
    expect(sync.seq()).toBe(12)
  })

  it('does not ask for what its own frame has brought meanwhile, nor for strangers', async () => {
    const { sync, refresh, elapse } = await openAtTen()
    sync.onRows([{ id: 'con_2', changeSeq: 11 }])
    sync.onRows([{ id: 'con_1', changeSeq: 12 }])
    sync.onFrame(frame(10, 12))
    elapse()
    expect(refresh).not.toHaveBeenCalled()
  })

  it('asks at once for what another conversation of a merged contact has, which has no socket', async () => {
    const { sync, refresh } = await openAtTen()
    sync.onRows([{ id: 'con_merged', changeSeq: 11 }])
    expect(refresh).toHaveBeenCalledTimes(1)
  })

  it('asks after a reconnect only if something has changed', async () => {
    const { sync, refresh } = await openAtTen()
    sync.connected(10)
    expect(refresh).not.toHaveBeenCalled()
    sync.connected(11)
    expect(refresh).toHaveBeenCalledTimes(1)
  })

  it('shows what came when it could not ask, and asks again a little later', async () => {
    const { sync, shown, refresh, fail, elapse, answer, timers } = await openAtTen()
    sync.onFrame(frame(12, 13))
    sync.onFrame(frame(13, 14))
    await fail()
    expect(shown).toEqual(['msg_14'])
    expect(timers).toMatchObject([{ ms: 5000 }])
    elapse()
    await fail()
    expect(timers).toMatchObject([{ ms: 10_000 }])
    elapse()
    await answer()
    expect(refresh).toHaveBeenCalledTimes(3)
    expect(sync.seq()).toBe(14)
  })

  it('asks nothing any more when it is closed', async () => {
    const { sync, refresh, fail, timers } = await openAtTen()
    sync.onFrame(frame(12, 13))
    sync.stop()
    await fail()
    sync.onRows([{ id: 'con_1', changeSeq: 20 }])
    expect(timers).toEqual([])
    expect(refresh).toHaveBeenCalledTimes(1)
  })
})
