import { describe, expect, it, vi } from 'vitest'
import { createLeader } from './notification-leader'

/** As browsers do it: one holder, others in a line, and whoever steals throws the holder out. */
function createLocks() {
  type Waiter = { grant: () => void; fail: () => void }
  let holder: Waiter | undefined
  const line: Waiter[] = []
  const next = () => {
    if (!holder) line.shift()?.grant()
  }
  const request = (_name: string, options: LockOptions, callback: () => Promise<void> | undefined) =>
    new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        grant: () => {
          holder = waiter
          void Promise.resolve(callback()).then(() => {
            if (holder === waiter) holder = undefined
            resolve()
            next()
          })
        },
        fail: () => reject(new DOMException('gone', 'AbortError')),
      }
      options.signal?.addEventListener('abort', () => {
        const at = line.indexOf(waiter)
        if (at < 0) return
        line.splice(at, 1)
        waiter.fail()
      })
      if (options.steal) {
        holder?.fail()
        waiter.grant()
      } else {
        line.push(waiter)
        next()
      }
    })
  return { request } as unknown as Pick<LockManager, 'request'>
}
const settle = () => vi.waitFor(() => Promise.resolve())

describe('which tab rings', () => {
  it('is the first one, then the one that is used, then one that is left', async () => {
    const locks = createLocks()
    const leads: string[] = []
    const hasFocus = vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    const first = createLeader({ locks, name: 'n', onLead: () => leads.push('first') })
    await settle()
    expect(first.isLeading()).toBe(true)

    hasFocus.mockReturnValue(true)
    const second = createLeader({ locks, name: 'n', onLead: () => leads.push('second') })
    await settle()
    expect([first.isLeading(), second.isLeading()]).toEqual([false, true])

    second.stop()
    await settle()
    expect(first.isLeading()).toBe(true)
    expect(leads).toEqual(['first', 'second', 'first'])
    first.stop()
  })

  it('is every one where there are no locks', () => {
    const onLead = vi.fn()
    const leader = createLeader({ locks: undefined, name: 'n', onLead })
    expect([leader.isLeading(), onLead.mock.calls.length]).toEqual([true, 1])
    leader.stop()
    expect(leader.isLeading()).toBe(false)
  })
})
