import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createOutbox, type OutboxPorts } from './outbox'
import { sendBeforeLeaving } from './outbox-farewell'
import { browserTabs } from './test-tabs'

beforeEach(() => localStorage.clear())
afterEach(() => {
  vi.useRealTimers()
  localStorage.clear()
})

function openBrowser(values: Partial<OutboxPorts> = {}) {
  const browser = browserTabs()
  const sent: string[] = []
  function openTab() {
    const tabs = browser.open()
    return createOutbox({
      send: async ({ clientId }) => void sent.push(clientId),
      classify: (error) => ({ isTransient: error !== 'refused', code: 'internal', text: 'No.' }),
      isOnline: () => true,
      storage: {
        getItem: (key) => localStorage.getItem(key),
        key: (at) => localStorage.key(at),
        get length() {
          return localStorage.length
        },
        setItem: (key, value) => {
          localStorage.setItem(key, value)
          queueMicrotask(() => browser.tellStored(tabs.id))
        },
        removeItem: (key) => {
          localStorage.removeItem(key)
          queueMicrotask(() => browser.tellStored(tabs.id))
        },
      },
      key: 'outbox',
      tabs,
      setTimer: () => {},
      now: () => 0,
      ...values,
    })
  }
  return { openTab, sent }
}
type Outbox = ReturnType<ReturnType<typeof openBrowser>['openTab']>
const hold = (outbox: Outbox, clientId: string, conversationId = 'con_1') =>
  outbox.add(conversationId, { content: { type: 'text', body: clientId } }, clientId, 10_000)
const online = () => true

it('what is held leaves first, in order, of other tabs too', async () => {
  const { openTab, sent } = openBrowser()
  const [here, other] = [openTab(), openTab()]
  for (const id of ['client-1', 'client-2']) hold(here, id)
  hold(other, 'client-3', 'con_2')
  await Promise.resolve()
  expect(await sendBeforeLeaving(here, online)).toBe(0)
  expect(sent.filter((id) => id !== 'client-3')).toEqual(['client-1', 'client-2'])
  expect([sent.length, localStorage.length]).toEqual([3, 0])
})

it('what the server fails to take is counted and stays; what it refused is not counted', async () => {
  const { openTab } = openBrowser({
    send: ({ clientId }) => Promise.reject(clientId === 'client-1' ? 'refused' : 'fault'),
  })
  const outbox = openTab()
  for (const id of ['client-1', 'client-2', 'client-3']) hold(outbox, id)
  expect(await sendBeforeLeaving(outbox, online)).toBe(2)
  expect(outbox.items().map(({ state }) => state)).toEqual(['refused', 'waiting', 'waiting'])
})

it('nobody waits for a server that does not answer', async () => {
  vi.useFakeTimers()
  const { openTab } = openBrowser({ send: () => new Promise(() => {}) })
  const outbox = openTab()
  hold(outbox, 'client-1')
  const left = sendBeforeLeaving(outbox, online)
  await vi.advanceTimersByTimeAsync(3000)
  expect(await left).toBe(1)
})

it('without a network it stays held: nobody can leave then', async () => {
  const { openTab } = openBrowser({ isOnline: () => false })
  const outbox = openTab()
  hold(outbox, 'client-1')
  expect(await sendBeforeLeaving(outbox, () => false)).toBe(1)
  expect(outbox.items()).toMatchObject([{ heldUntil: 10_000 }])
})
