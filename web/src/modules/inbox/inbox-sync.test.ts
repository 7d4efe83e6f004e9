import { describe, expect, it, vi } from 'vitest'
import { type Changes, createSync } from './inbox-sync'

const frame = (from: number, to: number): Changes => ({ from, to, conversations: [], removed: [] })

async function start(
  pages: (since: number) => Changes & { hasMore: boolean },
  currentChange: () => Promise<number> = async () => 10,
) {
  const timers: (() => void)[] = []
  const later = (run: () => void) => {
    timers.push(run)
    return () => {}
  }
  const fetchChanges = vi.fn(async (since: number) => pages(since))
  const apply = vi.fn()
  const reloadAll = vi.fn()
  const sync = createSync({ fetchChanges, currentChange, apply, reloadAll, setTimer: later })
  await sync.begin().catch(() => {})
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
  it('moves on with frames that follow each other', async () => {
    const { sync, elapse, fetchChanges } = await start((since) => ({ ...frame(since, since), hasMore: false }))
    sync.onFrame(frame(10, 11))
    sync.onFrame(frame(11, 14))
    elapse()
    expect(sync.seq()).toBe(14)
    expect(fetchChanges).not.toHaveBeenCalled()
  })

  it('does not go back: a frame of what is already on the screen is left out', async () => {
    const { sync, apply } = await start((since) => ({ ...frame(since, since), hasMore: false }))
    sync.onFrame(frame(10, 12))
    sync.onFrame(frame(10, 11))
    expect(apply).toHaveBeenCalledTimes(1)
    expect(sync.seq()).toBe(12)
  })

  it('asks for what a gap has lost, and shows the frame meanwhile', async () => {
    const { sync, elapse, fetchChanges, apply } = await start((since) => ({ ...frame(since, 15), hasMore: false }))
    sync.onFrame(frame(13, 14))
    expect(apply).toHaveBeenCalledTimes(1)
    expect(sync.seq()).toBe(10)
    elapse()
    await vi.waitFor(() => expect(sync.seq()).toBe(15))
    expect(fetchChanges).toHaveBeenCalledWith(10)
  })

  it('goes on while there is more, and loads everything again when that is too much', async () => {
    const { sync, reloadAll } = await start((since) => ({ ...frame(since, since + 1), hasMore: since < 12 }))
    await sync.catchUp()
    expect(sync.seq()).toBe(13)
    expect(reloadAll).not.toHaveBeenCalled()
    const current = vi.fn().mockResolvedValueOnce(10).mockResolvedValue(90_000)
    const endless = await start((since) => ({ ...frame(since, since + 1), hasMore: true }), current)
    await endless.sync.catchUp()
    expect(endless.reloadAll).toHaveBeenCalledTimes(1)
    // What was loaded holds all of it: the rest is not asked for page by page.
    expect(endless.sync.seq()).toBe(90_000)
  })

  it('begins later, with everything loaded anew, when the first number could not be had', async () => {
    const current = vi.fn().mockRejectedValueOnce(new Error('no network')).mockResolvedValue(20)
    const { sync, reloadAll, fetchChanges } = await start(
      (since) => ({ ...frame(since, since), hasMore: false }),
      current,
    )
    expect(sync.seq()).toBeUndefined()
    await sync.catchUp()
    expect(sync.seq()).toBe(20)
    expect(reloadAll).toHaveBeenCalledTimes(1)
    sync.onFrame(frame(20, 21))
    await sync.catchUp()
    expect(fetchChanges).toHaveBeenCalledWith(21)
  })

  it('does not load twice when the connection is there before the first number', async () => {
    const [currentChange, reloadAll, fetchChanges] = [vi.fn(async () => 10), vi.fn(), vi.fn()]
    fetchChanges.mockImplementation(async (since: number) => ({ ...frame(since, since), hasMore: false }))
    const sync = createSync({ fetchChanges, currentChange, apply: vi.fn(), reloadAll, setTimer: () => () => {} })
    await Promise.all([sync.begin(), sync.catchUp()])
    await vi.waitFor(() => expect(fetchChanges).toHaveBeenCalledWith(10))
    expect(currentChange).toHaveBeenCalledTimes(1)
    expect(reloadAll).not.toHaveBeenCalled()
  })

  it('asks once more when something happened while it asked', async () => {
    const { sync, fetchChanges } = await start((since) => ({ ...frame(since, since), hasMore: false }))
    await Promise.all([sync.catchUp(), sync.catchUp()])
    await vi.waitFor(() => expect(fetchChanges).toHaveBeenCalledTimes(2))
  })
})
