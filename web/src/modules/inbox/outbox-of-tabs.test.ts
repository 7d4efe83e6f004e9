import { expect, it, vi } from 'vitest'
import { createOutbox, type OutboxPorts } from './outbox'
import { browserTabs } from './test-tabs'

// Two tabs of one person: each sends what was typed in it, both show all of it.

function openBrowser() {
  localStorage.clear()
  const browser = browserTabs()
  let isOnline = false
  const sent: string[] = []
  function openTab(values: Partial<OutboxPorts> = {}) {
    const tabs = browser.open()
    const timers: (() => void)[] = []
    const outbox = createOutbox({
      send: async ({ clientId }) => void sent.push(`${tabs.id === first ? 'first' : 'second'} ${clientId}`),
      classify: () => ({ isTransient: false, code: 'refused', text: 'No.' }),
      isOnline: () => isOnline,
      storage: localStorage,
      key: 'outbox',
      tabs,
      setTimer: (run) => void timers.push(run),
      now: Date.now,
      ...values,
    })
    return {
      ...outbox,
      elapse: () => timers.splice(0).map((run) => run()),
      close: () => browser.close(tabs.id),
      id: tabs.id,
    }
  }
  let first = ''
  const one = openTab()
  first = one.id
  const two = openTab()
  const ids = ({ items }: typeof one) => items().map(({ clientId }) => clientId)
  const add = (tab: typeof one, clientId: string, holdMs = 0) => {
    tab.add('con_1', { content: { type: 'text', body: clientId } }, clientId, holdMs)
    browser.tellStored()
  }
  return { browser, one, two, sent, ids, add, openTab, goOnline: () => (isOnline = true) }
}

it('both show what one holds, and only that one sends it', async () => {
  const { one, two, sent, ids, add, browser, goOnline } = openBrowser()
  add(one, 'client-1')
  add(two, 'client-2')
  expect([ids(one), ids(two)].map((all) => all.toSorted())).toEqual([
    ['client-1', 'client-2'],
    ['client-1', 'client-2'],
  ])
  goOnline()
  for (const tab of [two, one]) tab.drainAll()
  await vi.waitFor(() => expect(sent.toSorted()).toEqual(['first client-1', 'second client-2']))
  browser.tellStored()
  expect([ids(one), ids(two)]).toEqual([[], []])
  expect(localStorage).toHaveLength(0)
})

it('what is taken back in the other tab is not sent by the one that held it', async () => {
  const { one, two, sent, ids, add, browser, goOnline } = openBrowser()
  add(one, 'client-1', 5000)
  expect((await two.discard('client-1'))?.message.content).toMatchObject({ body: 'client-1' })
  browser.tellStored()
  expect([ids(one), ids(two)]).toEqual([[], []])
  goOnline()
  one.release()
  two.drainAll()
  one.elapse()
  add(one, 'client-2')
  await vi.waitFor(() => expect(sent).toEqual(['first client-2']))
})

it('what is on its way is not given to the other tab', async () => {
  const { add, openTab, two, goOnline } = openBrowser()
  goOnline()
  const busy = openTab({ send: () => new Promise(() => {}) })
  add(busy, 'client-1')
  expect(two.items()).toMatchObject([{ clientId: 'client-1', state: 'sending' }])
  expect(await two.discard('client-1')).toBeUndefined()
  expect(busy.items()).toHaveLength(1)
})

it('a tab that gives no answer gives nothing back', async () => {
  const { one, two, add, browser } = openBrowser()
  add(one, 'client-1', 5000)
  // It is frozen: it says nothing, and nothing it held is anybody else's.
  browser.freeze(one.id)
  const asked = two.discard('client-1')
  two.elapse()
  expect(await asked).toBeUndefined()
  expect(one.items()).toHaveLength(1)
})

it('one tab lets go of what the other holds, and tries again what it had refused', async () => {
  const { two, sent, add, openTab, goOnline, browser } = openBrowser()
  goOnline()
  let isRefused = true
  const holding = openTab({
    send: async ({ clientId }) => {
      if (isRefused) throw new Error('No.')
      sent.push(clientId)
    },
  })
  add(holding, 'client-1', 5000)
  expect(two.release()).toBe(false)
  expect(two.release('con_1')).toBe(true)
  await vi.waitFor(() => expect(holding.items()).toMatchObject([{ state: 'refused' }]))
  browser.tellStored()
  expect(two.items()).toMatchObject([{ state: 'refused', problem: { text: 'No.' } }])
  isRefused = false
  two.retry('client-1')
  await vi.waitFor(() => expect(sent).toEqual(['client-1']))
})

it('what a closed tab leaves is sent by another, once and in order', async () => {
  const { one, two, sent, ids, add, openTab, goOnline, browser } = openBrowser()
  const three = openTab()
  for (const id of ['client-1', 'client-2']) add(one, id)
  goOnline()
  one.close()
  await vi.waitFor(() => expect(sent).toEqual(['second client-1', 'second client-2']))
  browser.tellStored()
  expect([ids(two), ids(three)]).toEqual([[], []])
  expect(localStorage).toHaveLength(0)
})

it('forgets nothing that another tab holds', async () => {
  const { one, two, ids, add, openTab } = openBrowser()
  add(one, 'client-1')
  add(two, 'client-2')
  await two.discard('client-2')
  expect(ids(openTab())).toEqual(['client-1'])
})
