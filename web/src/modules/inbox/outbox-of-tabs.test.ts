import { afterEach, expect, it, vi } from 'vitest'
import { createOutbox, type OutboxPorts } from './outbox'
import { browserTabs } from './test-tabs'

// Two tabs of one person: each sends what was typed in it, both show all of it.

const settled = () => new Promise((resolve) => setTimeout(resolve))

function openBrowser() {
  localStorage.clear()
  const browser = browserTabs()
  let isOnline = false
  let clock = 1000
  const sent: string[] = []
  const takenBack: string[] = []
  function openTab(name: string, values: Partial<OutboxPorts> = {}) {
    const tabs = browser.open()
    const timers: (() => void)[] = []
    const tell = () => queueMicrotask(() => browser.tellStored(tabs.id))
    const storage: OutboxPorts['storage'] = {
      getItem: (key) => localStorage.getItem(key),
      key: (at) => localStorage.key(at),
      get length() {
        return localStorage.length
      },
      setItem: (key, value) => {
        localStorage.setItem(key, value)
        tell()
      },
      removeItem: (key) => {
        localStorage.removeItem(key)
        tell()
      },
    }
    const outbox = createOutbox({
      // The server knows what was taken back, whoever sends it.
      send: async ({ clientId }) => {
        if (takenBack.includes(clientId)) throw 'taken back'
        sent.push(`${name} ${clientId}`)
      },
      takeBack: async ({ clientId }) => {
        if (sent.some((one) => one.endsWith(` ${clientId}`))) throw 'too late'
        takenBack.push(clientId)
      },
      classify: (error) => ({ isTransient: error === 'network', code: 'refused', text: 'No.' }),
      isOnline: () => isOnline,
      storage,
      key: 'outbox',
      tabs,
      setTimer: (run) => void timers.push(run),
      now: () => clock,
      ...values,
    })
    return {
      ...outbox,
      ring: () => timers.splice(0).map((run) => run()),
      close: () => browser.close(tabs.id),
      freeze: () => browser.freeze(tabs.id),
      id: tabs.id,
    }
  }
  const one = openTab('first')
  const two = openTab('second')
  const ids = ({ items }: typeof one) => items().map(({ clientId }) => clientId)
  const add = (tab: typeof one, clientId: string, holdMs = 0) =>
    tab.add('con_1', { content: { type: 'text', body: clientId } }, clientId, holdMs)
  return {
    one,
    two,
    sent,
    takenBack,
    ids,
    add,
    openTab,
    goOnline: () => (isOnline = true),
    elapse: (ms: number) => (clock += ms),
  }
}

afterEach(() => localStorage.clear())

it('both show what one holds, and only that one sends it', async () => {
  const { one, two, sent, ids, add, goOnline } = openBrowser()
  add(one, 'client-1')
  add(two, 'client-2')
  await settled()
  expect([ids(one), ids(two)]).toEqual(Array(2).fill(['client-1', 'client-2']))
  goOnline()
  for (const tab of [two, one]) tab.drainAll()
  await vi.waitFor(() => expect(sent).toEqual(['first client-1', 'second client-2']))
  await vi.waitFor(() => expect([ids(one), ids(two)]).toEqual([[], []]))
  expect(localStorage).toHaveLength(0)
})

it('what was written in turns leaves in that order, within the same moment too', async () => {
  const { one, two, sent, add, goOnline } = openBrowser()
  for (const [at, tab] of [one, two, one, two].entries()) {
    add(tab, `client-${4 - at}`)
    await settled()
  }
  goOnline()
  for (const tab of [two, one]) tab.drainAll()
  await vi.waitFor(() =>
    expect(sent).toEqual(['first client-4', 'second client-3', 'first client-2', 'second client-1']),
  )
})

it('what is taken back in the other tab is not sent by the one that held it', async () => {
  const { one, two, sent, takenBack, ids, add, goOnline, elapse } = openBrowser()
  goOnline()
  add(one, 'client-1', 5000)
  expect((await two.discard('client-1'))?.message.content).toMatchObject({ body: 'client-1' })
  expect(takenBack).toEqual(['client-1'])
  await vi.waitFor(() => expect([ids(one), ids(two)]).toEqual([[], []]))
  elapse(5000)
  one.ring()
  add(one, 'client-2')
  await vi.waitFor(() => expect(sent).toEqual(['first client-2']))
})

it('is taken back without a network too, where none of them can have sent it', async () => {
  const { one, two, sent, takenBack, add, goOnline } = openBrowser()
  add(one, 'client-1')
  expect((await two.discard('client-1'))?.clientId).toBe('client-1')
  goOnline()
  one.drainAll()
  await settled()
  expect([sent, takenBack]).toEqual([[], []])
})

it('what has arrived is not taken back by the other tab, which says so', async () => {
  const { add, openTab, two, sent, goOnline } = openBrowser()
  goOnline()
  const busy = openTab('busy', {
    send: async ({ clientId }) => {
      sent.push(`busy ${clientId}`)
      await new Promise(() => {})
    },
  })
  add(busy, 'client-1')
  await settled()
  expect(two.items()).toMatchObject([{ clientId: 'client-1', state: 'sending' }])
  await expect(two.discard('client-1')).rejects.toBe('too late')
  expect(busy.items()).toHaveLength(1)
})

it('a tab that is frozen holds up neither Undo nor what comes after, and does not send it when it wakes', async () => {
  const { one, two, sent, ids, add, goOnline, elapse } = openBrowser()
  goOnline()
  for (const id of ['client-1', 'client-2']) add(one, id, 5000)
  await settled()
  one.freeze()
  expect((await two.discard('client-1'))?.clientId).toBe('client-1')
  add(two, 'client-3')
  elapse(6000)
  two.ring()
  expect(sent).toEqual([])
  // Its own tab had its time.
  elapse(10_000)
  two.ring()
  await vi.waitFor(() => expect(sent).toEqual(['second client-2', 'second client-3']))
  one.ring()
  await settled()
  expect([sent.length, ids(one)]).toEqual([2, []])
})

it('one tab lets go of what the other holds, and tries again what it had refused', async () => {
  const { two, sent, add, openTab, goOnline } = openBrowser()
  goOnline()
  const holding = openTab('holding', { send: () => Promise.reject('No.') })
  add(holding, 'client-1', 5000)
  await settled()
  expect(two.release()).toBe(false)
  expect(two.release('con_1')).toBe(true)
  await vi.waitFor(() => expect(two.items()).toMatchObject([{ state: 'refused', problem: { text: 'No.' } }]))
  two.retry('client-1')
  await vi.waitFor(() => expect(sent).toEqual(['second client-1']))
  await vi.waitFor(() => expect(holding.items()).toEqual([]))
})

it('what a closed tab leaves is sent by another, once and in order', async () => {
  const { one, two, sent, ids, add, openTab, goOnline } = openBrowser()
  const three = openTab('third')
  for (const id of ['client-1', 'client-2']) add(one, id)
  await settled()
  goOnline()
  one.close()
  await vi.waitFor(() => expect(sent).toEqual(['second client-1', 'second client-2']))
  await vi.waitFor(() => expect([ids(two), ids(three)]).toEqual([[], []]))
  expect(localStorage).toHaveLength(0)
})

it('forgets nothing that another tab holds', async () => {
  const { one, two, ids, add, openTab } = openBrowser()
  add(one, 'client-1')
  add(two, 'client-2')
  await two.discard('client-2')
  expect(ids(openTab('late'))).toEqual(['client-1'])
})
