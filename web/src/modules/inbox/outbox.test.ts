import { describe, expect, it, vi } from 'vitest'
import { createOutbox, isHeld, type OutboxPorts } from './outbox'
import { browserTabs } from './test-tabs'

function memory(): OutboxPorts['storage'] {
  const values = new Map<string, string>()
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    key: (at) => [...values.keys()][at] ?? null,
    get length() {
      return values.size
    },
  }
}
const text = (body: string) => ({ content: { type: 'text' as const, body } })

function start(values: Partial<OutboxPorts> = {}) {
  const timers: { run: () => void; ms: number }[] = []
  let clock = 0
  const sent: string[] = []
  const ports: OutboxPorts = {
    send: async ({ clientId }) => void sent.push(clientId),
    classify: (error) => ({ isTransient: error === 'network', code: 'conversations.window_closed', text: 'Closed.' }),
    isOnline: () => true,
    storage: memory(),
    key: 'outbox',
    tabs: browserTabs().open(),
    setTimer: (run, ms) => void timers.push({ run, ms }),
    now: () => clock,
    ...values,
  }
  return {
    ports,
    sent,
    outbox: createOutbox(ports),
    /** As long as the longest of those who wait. */
    elapse: () => {
      clock += Math.max(0, ...timers.map(({ ms }) => ms))
      for (const { run } of timers.splice(0)) run()
    },
  }
}

describe('what was typed and is not sent yet', () => {
  it('goes out in order, one at a time a conversation', async () => {
    const releases: (() => void)[] = []
    const started: string[] = []
    const { outbox } = start({
      send: ({ clientId }) => {
        started.push(clientId)
        return new Promise((resolve) => releases.push(resolve))
      },
    })
    outbox.add('con_1', text('one'), 'client-1')
    outbox.add('con_1', text('two'), 'client-2')
    outbox.add('con_2', text('other'), 'client-3')
    expect(started).toEqual(['client-1', 'client-3'])
    releases[0]?.()
    await vi.waitFor(() => expect(started).toEqual(['client-1', 'client-3', 'client-2']))
    expect(outbox.items().map(({ clientId }) => clientId)).toEqual(['client-2', 'client-3'])
  })

  it('waits while offline and survives a reload in order', async () => {
    let online = false
    const { outbox, ports, sent } = start({ isOnline: () => online })
    for (const id of ['client-1', 'client-2', 'client-3']) outbox.add('con_1', text(id), id)
    expect(sent).toEqual([])
    online = true
    const again = createOutbox(ports)
    again.drainAll()
    await vi.waitFor(() => expect(again.items()).toEqual([]))
    expect(sent).toEqual(['client-1', 'client-2', 'client-3'])
    expect(ports.storage.length).toBe(0)
  })

  it('is tried again with the same id when the network fails', async () => {
    const tries: string[] = []
    const { outbox, elapse } = start({
      send: async ({ clientId }) => {
        tries.push(clientId)
        if (tries.length === 1) throw 'network'
      },
    })
    outbox.add('con_1', text('one'), 'client-1')
    await vi.waitFor(() => expect(outbox.items()[0]?.state).toBe('waiting'))
    elapse()
    await vi.waitFor(() => expect(outbox.items()).toEqual([]))
    expect(tries).toEqual(['client-1', 'client-1'])
  })

  it('says so from the third time on that the server fails in a row, and goes on trying', async () => {
    let tries = 0
    const { outbox, elapse } = start({
      send: async () => {
        tries += 1
        if (tries !== 5) throw tries === 1 ? 'network' : 'fault'
      },
      classify: (error) => ({
        isTransient: true,
        isServerFault: error === 'fault',
        code: 'internal',
        text: 'Our fault.',
      }),
    })
    outbox.add('con_1', text('one'), 'client-1')
    for (const count of [1, 2, 3]) {
      await vi.waitFor(() => expect([tries, outbox.items()[0]?.state]).toEqual([count, 'waiting']))
      expect(outbox.items()[0]?.problem).toBeNull()
      outbox.retry('client-1')
      expect(tries).toBe(count)
      elapse()
    }
    await vi.waitFor(() => expect(outbox.items()[0]?.problem).toEqual({ code: 'internal', text: 'Our fault.' }))
    expect(outbox.items()[0]?.state).toBe('waiting')
    expect(await outbox.discard('client-1')).toBeUndefined()
    outbox.retry('client-1')
    await vi.waitFor(() => expect(outbox.items()).toEqual([]))
    expect(tries).toBe(5)
  })

  it('keeps a refused text, with the reason, and lets the next one go', async () => {
    const { outbox } = start({
      send: async ({ clientId }) => {
        if (clientId === 'client-1') throw 'refused'
      },
    })
    outbox.add('con_1', text('one'), 'client-1')
    outbox.add('con_1', text('two'), 'client-2')
    await vi.waitFor(() => expect(outbox.items()).toMatchObject([{ clientId: 'client-1', state: 'refused' }]))
    expect(outbox.items()[0]?.problem).toEqual({ code: 'conversations.window_closed', text: 'Closed.' })
    expect((await outbox.discard('client-1'))?.message).toEqual(text('one'))
    expect(outbox.items()).toEqual([])
  })

  it('can be taken back while it is held, and leaves by itself afterwards', async () => {
    let now = 0
    const { outbox, sent, elapse } = start({ now: () => now })
    outbox.add('con_1', text('one'), 'client-1', 5000)
    expect((await outbox.discard('client-1'))?.message).toEqual(text('one'))
    outbox.add('con_1', text('two'), 'client-2', 5000)
    elapse()
    expect(sent).toEqual([])
    now = 5000
    elapse()
    await vi.waitFor(() => expect(outbox.items()).toEqual([]))
    expect(sent).toEqual(['client-2'])
  })

  it('is not taken back once it may have arrived, not even after a reload', async () => {
    let online = true
    const { outbox, ports } = start({
      isOnline: () => online,
      send: async () => {
        throw 'network'
      },
    })
    outbox.add('con_1', text('one'), 'client-1', 5000)
    expect(outbox.items().map(isHeld)).toEqual([true])
    outbox.release()
    await vi.waitFor(() => expect(outbox.items()[0]?.state).toBe('waiting'))
    online = false
    for (const one of [outbox, createOutbox(ports)]) {
      expect(one.items().map(isHeld)).toEqual([false])
      expect(await one.discard('client-1')).toBeUndefined()
      expect(one.items()).toHaveLength(1)
    }
  })

  it('is taken back from the server while nobody knows whether it has arrived', async () => {
    const asked: string[] = []
    const { outbox, elapse, sent } = start({
      send: async () => {
        throw 'network'
      },
      takeBack: async ({ clientId }) => {
        asked.push(clientId)
        if (asked.length === 1) throw 'too late'
      },
    })
    outbox.add('con_1', text('one'), 'client-1')
    await vi.waitFor(() => expect(outbox.items()).toMatchObject([{ state: 'waiting', tries: 1 }]))
    await expect(outbox.discard('client-1')).rejects.toBe('too late')
    expect(outbox.items()).toHaveLength(1)
    expect((await outbox.discard('client-1'))?.message).toEqual(text('one'))
    expect([outbox.items(), asked]).toEqual([[], ['client-1', 'client-1']])
    elapse()
    expect(sent).toEqual([])
  })

  it('is handed back once, whatever becomes of its request meanwhile', async () => {
    for (const end of ['sent', 'refused'] as const) {
      let finish = () => {}
      const { outbox } = start({
        send: () => new Promise((resolve, reject) => (finish = () => (end === 'sent' ? resolve() : reject(end)))),
        takeBack: async () => {
          finish()
          await new Promise((resolve) => setTimeout(resolve))
        },
      })
      outbox.add('con_1', text('one'), 'client-1')
      const states: string[] = []
      const back = outbox.discard('client-1').then((item) => item?.message)
      await vi.waitFor(() => {
        states.push(...outbox.items().map(({ state }) => state))
        expect(outbox.items()).toEqual([])
      })
      expect(await back).toEqual(text('one'))
      expect(states).not.toContain('refused')
    }
  })

  it('is not taken back when the page went while it was on its way', async () => {
    let online = true
    const browser = browserTabs()
    const tabs = browser.open()
    const { outbox, ports } = start({ isOnline: () => online, send: () => new Promise(() => {}), tabs })
    outbox.add('con_1', text('one'), 'client-1')
    online = false
    browser.close(tabs.id)
    const again = createOutbox({ ...ports, tabs: browser.open() })
    expect(again.items()).toMatchObject([{ state: 'waiting', wasTried: true }])
    expect(await again.discard('client-1')).toBeUndefined()
  })

  it('is taken back when it was refused, and when it never left', async () => {
    let online = true
    const { outbox } = start({
      isOnline: () => online,
      send: async () => {
        throw 'refused'
      },
    })
    outbox.add('con_1', text('one'), 'client-1')
    await vi.waitFor(() => expect(outbox.items()[0]?.state).toBe('refused'))
    online = false
    outbox.retry('client-1')
    outbox.add('con_1', text('two'), 'client-2')
    expect((await outbox.discard('client-1'))?.message).toEqual(text('one'))
    expect((await outbox.discard('client-2'))?.message).toEqual(text('two'))
  })

  it('leaves in order when it is let go, and not in another conversation', async () => {
    const { outbox, sent } = start()
    outbox.add('con_1', text('one'), 'client-1', 5000)
    outbox.add('con_2', text('other'), 'client-2', 5000)
    outbox.add('con_1', text('two'), 'client-3')
    expect(sent).toEqual([])
    expect(outbox.release('con_1')).toBe(true)
    await vi.waitFor(() => expect(sent).toEqual(['client-1', 'client-3']))
    expect(outbox.release('con_1')).toBe(false)
    expect(outbox.items().map(({ clientId }) => clientId)).toEqual(['client-2'])
  })

  describe('with the wish to close the conversation', () => {
    const wish = { closeAfter: { seenInboundAt: null } }

    it('closes it when it is sent, also after a reload without a network', async () => {
      let online = false
      const events: string[] = []
      const { outbox, ports } = start({
        isOnline: () => online,
        send: async ({ clientId }) => void events.push(clientId),
        close: async ({ conversationId }) => void events.push(`close ${conversationId}`),
      })
      outbox.add('con_1', text('one'), 'client-1')
      outbox.add('con_1', text('two'), 'client-2', 0, wish)
      outbox.add('con_2', text('other'), 'client-3')
      online = true
      const again = createOutbox(ports)
      again.drainAll()
      await vi.waitFor(() => expect(again.items()).toEqual([]))
      expect(events.toSorted()).toEqual(['client-1', 'client-2', 'client-3', 'close con_1'])
      expect(events.indexOf('close con_1')).toBeGreaterThan(events.indexOf('client-2'))
      expect(ports.storage.length).toBe(0)
    })

    it('keeps the wish until it is closed', async () => {
      const tries: string[] = []
      const { outbox, ports, elapse } = start({
        close: async ({ clientId }) => {
          tries.push(clientId)
          if (tries.length === 1) throw 'network'
        },
      })
      outbox.add('con_1', text('one'), 'client-1', 0, wish)
      await vi.waitFor(() => expect(outbox.items()[0]?.state).toBe('waiting'))
      expect(createOutbox(ports).items()).toMatchObject([{ closeAfter: { seenInboundAt: null } }])
      elapse()
      await vi.waitFor(() => expect(outbox.items()).toEqual([]))
      expect(tries).toEqual(['client-1', 'client-1'])
    })

    it('leaves it open when something of it was refused, and when that is tried again', async () => {
      const close = vi.fn(async () => {})
      let isRefused = true
      const { outbox, sent } = start({
        close,
        send: async ({ clientId }) => {
          if (isRefused && clientId !== 'client-2') throw 'refused'
          sent.push(clientId)
        },
      })
      outbox.add('con_1', text('one'), 'client-1')
      outbox.add('con_1', text('two'), 'client-2', 0, wish)
      outbox.add('con_1', text('three'), 'client-3', 0, wish)
      await vi.waitFor(() => expect(outbox.items().map(({ state }) => state)).toEqual(['refused', 'refused']))
      isRefused = false
      for (const id of ['client-1', 'client-3']) outbox.retry(id)
      await vi.waitFor(() => expect(sent).toEqual(['client-2', 'client-1', 'client-3']))
      expect(close).not.toHaveBeenCalled()
    })
  })

  it('is sent even where the browser keeps nothing', async () => {
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const { outbox, sent } = start({ storage: { ...memory(), setItem: full, removeItem: full } })
    outbox.add('con_1', text('one'), 'client-1')
    await vi.waitFor(() => expect(outbox.items()).toEqual([]))
    expect(sent).toEqual(['client-1'])
  })

  it('leaves what it holds to the next one when it is stopped', async () => {
    const { outbox, ports, sent, elapse } = start()
    outbox.add('con_1', text('held'), 'client-1', 5000)
    outbox.stop()
    const next = start({ storage: ports.storage, now: () => 6000 })
    next.outbox.add('con_2', text('later'), 'client-2', 5000)
    elapse()
    next.outbox.drainAll()
    await vi.waitFor(() => expect(next.sent).toEqual(['client-1']))
    expect(sent).toEqual([])
    expect(next.outbox.items()).toMatchObject([{ clientId: 'client-2' }])
  })

  it('keeps what comes after it was stopped; the next one sends it, or the one that is there already does', async () => {
    const storage = memory()
    const browser = browserTabs()
    const { outbox, sent, elapse } = start({ storage, tabs: browser.open() })
    outbox.add('con_1', text('before'), 'client-1', 5000)
    outbox.stop()
    expect(outbox.add('con_1', text('after'), 'client-2')).toBe(true)
    elapse()
    expect([sent, outbox.items().length]).toEqual([[], 2])
    const next = start({ storage, now: () => 6000, tabs: browser.open() })
    next.outbox.drainAll()
    await vi.waitFor(() => expect(next.sent).toEqual(['client-1', 'client-2']))
    outbox.add('con_1', text('late'), 'client-3')
    await vi.waitFor(() => expect(next.sent).toEqual(['client-1', 'client-2', 'client-3']))
    expect([sent, storage.length]).toEqual([[], 0])
  })

  it('says what it can’t keep once it is stopped', () => {
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const { outbox } = start({ storage: { ...memory(), setItem: full } })
    outbox.stop()
    expect(outbox.add('con_1', text('one'), 'client-1')).toBe(false)
    expect(outbox.items()).toEqual([])
  })
})

it.each([
  ['that has passed is sent at once', 0, undefined],
  ['that is to come keeps it', 3_600_000, new Date(3_600_000).toISOString()],
])('what was refused with a time %s when it is tried again', async (_, at, kept) => {
  const asked: (string | undefined)[] = []
  const send: OutboxPorts['send'] = async ({ message }) => {
    asked.push(message.scheduledFor)
    if (asked.length === 1) throw 'refused'
  }
  const { outbox } = start({ send })
  const scheduledFor = new Date(at).toISOString()
  outbox.add('con_1', { ...text('one'), scheduledFor }, 'client-1')
  await vi.waitFor(() => expect(outbox.items()[0]?.state).toBe('refused'))
  outbox.retry('client-1')
  await vi.waitFor(() => expect(outbox.items()).toEqual([]))
  expect(asked).toEqual([scheduledFor, kept])
})
