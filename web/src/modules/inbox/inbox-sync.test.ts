import { describe, expect, it, vi } from 'vitest'
import { type Changes, createSync } from './inbox-sync'

const frame = (from: number, to: number): Changes => ({ from, to, conversations: [], removed: [] })

function start(pages: (since: number) => Changes & { hasMore: boolean }) {
  const timers: (() => void)[] = []
  const later = (run: () => void) => {
    timers.push(run)
    return () => {}
  }
  const fetchChanges = vi.fn(async (since: number) => pages(since))
  const apply = vi.fn()
  const reloadAll = vi.fn()
  const sync = createSync({ fetchChanges, apply, reloadAll, setTimer: later })
  sync.start(10)
  return {
    sync,
    fetchChanges,
    apply,
    reloadAll,
    elapse: () => {
      for (const run of timers.splice(0)) run()
    },
  }
}

describe('the change sequence on the screen', () => {
  it('moves on with frames that follow each other', () => {
    const { sync, elapse, fetchChanges } = start((since) => ({ ...frame(since, since), hasMore: false }))
    sync.onFrame(frame(10, 11))
    sync.onFrame(frame(11, 14))
    elapse()
    expect(sync.seq()).toBe(14)
    expect(fetchChanges).not.toHaveBeenCalled()
  })

  it('does not go back: a frame of what is already on the screen is left out', () => {
    const { sync, apply } = start((since) => ({ ...frame(since, since), hasMore: false }))
    sync.onFrame(frame(10, 12))
    sync.onFrame(frame(10, 11))
    expect(apply).toHaveBeenCalledTimes(1)
    expect(sync.seq()).toBe(12)
  })

  it('asks for what a gap has lost, and shows the frame meanwhile', async () => {
    const { sync, elapse, fetchChanges, apply } = start((since) => ({ ...frame(since, 15), hasMore: false }))
    sync.onFrame(frame(13, 14))
    expect(apply).toHaveBeenCalledTimes(1)
    expect(sync.seq()).toBe(10)
    elapse()
    await vi.waitFor(() => expect(sync.seq()).toBe(15))
    expect(fetchChanges).toHaveBeenCalledWith(10)
  })

  it('goes on while there is more, and loads everything again when that is too much', async () => {
    const { sync, reloadAll } = start((since) => ({ ...frame(since, since + 1), hasMore: since < 12 }))
    await sync.catchUp()
    expect(sync.seq()).toBe(13)
    expect(reloadAll).not.toHaveBeenCalled()
    const endless = start((since) => ({ ...frame(since, since + 1), hasMore: true }))
    await endless.sync.catchUp()
    expect(endless.reloadAll).toHaveBeenCalledTimes(1)
  })

  it('asks once more when something happened while it asked', async () => {
    const { sync, fetchChanges } = start((since) => ({ ...frame(since, since), hasMore: false }))
    await Promise.all([sync.catchUp(), sync.catchUp()])
    await vi.waitFor(() => expect(fetchChanges).toHaveBeenCalledTimes(2))
  })
})
