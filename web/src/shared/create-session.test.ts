import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSession } from './create-session'

const encode = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, '')
let issued = 0
/** A token of 15 minutes from a server whose clock is an hour ahead. */
function token() {
  issued += 1
  const iat = Math.floor(Date.now() / 1000) + 3600
  return {
    accessToken: `${encode({})}.${encode({ iat, exp: iat + 900, n: issued })}.s`,
    expiresAt: new Date((iat + 900) * 1000).toISOString(),
  }
}

/** What tabs of one browser share: the lock, the storage and the channel. */
function createBrowser(answer: () => Response | Promise<Response> = () => Response.json(token())) {
  const stored = new Map<string, string>()
  const tabs: ((event: MessageEvent) => void)[] = []
  let lock: Promise<unknown> = Promise.resolve()
  const requests = vi.fn<(path: string, init: RequestInit) => Promise<Response>>(async () => answer())

  const openTab = () => {
    let own: ((event: MessageEvent) => void) | undefined
    return createSession({
      fetch: requests,
      exclusively: (task) => {
        const result = lock.then(task)
        lock = result.catch(() => undefined)
        return result
      },
      channel: {
        postMessage: (data: unknown) => {
          for (const tab of tabs.filter((candidate) => candidate !== own)) tab(new MessageEvent('message', { data }))
        },
        addEventListener: (_: string, listener: (event: MessageEvent) => void) => {
          own = listener
          tabs.push(listener)
        },
      } as Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>,
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
    })
  }
  return { openTab, requests, stored }
}

describe('the session', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('asks nothing of a visitor who never signed in here', async () => {
    const { openTab, requests } = createBrowser()
    const session = openTab()
    expect(session.status()).toBe('unknown')
    await session.restore()
    expect(session.status()).toBe('signed-out')
    expect(requests).not.toHaveBeenCalled()
  })

  it('is restored from the cookie where somebody has signed in before', async () => {
    const { openTab, stored, requests } = createBrowser()
    stored.set('wharf.session', '1')
    const session = openTab()
    await session.restore()
    expect(session.status()).toBe('signed-in')
    expect(requests.mock.calls).toEqual([['/api/auth/refresh', { method: 'POST' }]])
  })

  it('keeps the token out of every storage', () => {
    const { openTab, stored } = createBrowser()
    openTab().accept(token())
    expect([...stored]).toEqual([['wharf.session', '1']])
  })

  it('renews a minute before the end, by its own clock', async () => {
    const { openTab, requests } = createBrowser()
    const session = openTab()
    session.accept(token())
    const before = session.accessToken()
    await vi.advanceTimersByTimeAsync(13.9 * 60_000)
    expect(requests).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(0.2 * 60_000)
    expect(requests).toHaveBeenCalledTimes(1)
    expect(session.accessToken()).not.toBe(before)
  })

  it('asks once when two tabs need a new token at the same time', async () => {
    let answered: (() => void) | undefined
    const { openTab, requests } = createBrowser(
      () => new Promise((resolve) => (answered = () => resolve(Response.json(token())))),
    )
    const [first, second] = [openTab(), openTab()]
    const both = Promise.all([first.refresh(), second.refresh()])
    await vi.advanceTimersByTimeAsync(200)
    answered?.()
    await vi.advanceTimersByTimeAsync(200)
    expect(await both).toEqual([true, true])
    expect(requests).toHaveBeenCalledTimes(1)
    expect(second.accessToken()).toBe(first.accessToken())
  })

  it('asks once for two callers in one tab', async () => {
    const { openTab, requests } = createBrowser()
    const session = openTab()
    await Promise.all([session.refresh(), session.refresh()])
    expect(requests).toHaveBeenCalledTimes(1)
  })

  it('ends in every tab when the server says so', async () => {
    const { openTab, stored } = createBrowser(() => new Response(null, { status: 401 }))
    const [first, second] = [openTab(), openTab()]
    first.accept(token())
    expect(second.status()).toBe('signed-in')
    expect(await first.refresh()).toBe(false)
    expect([first.status(), second.status()]).toEqual(['ended', 'signed-out'])
    expect(stored.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is unreachable, not over, while there is no network', async () => {
    let online = false
    const { openTab, stored } = createBrowser(() => {
      if (!online) throw new TypeError('Failed to fetch')
      return Response.json(token())
    })
    stored.set('wharf.session', '1')
    const session = openTab()
    await session.restore()
    expect(session.status()).toBe('unreachable')
    online = true
    await session.restore()
    expect(session.status()).toBe('signed-in')
  })

  it('tells the other tabs that another organization was chosen', () => {
    const { openTab } = createBrowser()
    const [first, second] = [openTab(), openTab()]
    first.accept(token())
    first.accept(token())
    expect([first.epoch(), second.epoch()]).toEqual([2, 2])
    expect(second.accessToken()).toBe(first.accessToken())
  })

  it('stays signed in when signing out does not reach the server', async () => {
    let online = false
    const { openTab, requests } = createBrowser(() => {
      if (!online) throw new TypeError('Failed to fetch')
      return new Response(null, { status: 204 })
    })
    const [first, second] = [openTab(), openTab()]
    first.accept(token())
    await expect(first.signOut()).rejects.toMatchObject({ code: 'network.offline' })
    expect(first.status()).toBe('signed-in')
    online = true
    await first.signOut(true)
    expect(requests.mock.lastCall?.[0]).toBe('/api/auth/logout-everywhere')
    expect([first.status(), second.status()]).toEqual(['signed-out', 'signed-out'])
  })
})
