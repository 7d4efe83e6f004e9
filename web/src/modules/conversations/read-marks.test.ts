import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { conversationKey } from '../inbox/inbox.queries'
import { createCacheWriter } from '../inbox/inbox-live'
import { conversation } from '../inbox/test-rows'
import { createConversationActions } from './conversation-actions'
import { forgetAllSeen } from './read-marks'

const cache = createCacheWriter('org_1', 'usr_1')
const actions = createConversationActions('org_1', { cache })
const lastMessage = { id: 'msg_1' } as Conversation['lastMessage']
const unread = conversation('con_1', 5, { unreadCount: 2, lastMessage })
const shown = () => queryClient.getQueryData<Conversation>(conversationKey('org_1', 'con_1'))

type Asked = { isRead: boolean; upTo?: Record<string, string> }
/** `answer` 'lost': there was none. */
function serve(answer: (time: number) => 'lost' | 'refused' | 'done') {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (_: unknown, init: RequestInit) => {
    const { action } = JSON.parse(String(init.body)) as { action: Asked }
    asked.push(action)
    const what = answer(asked.length)
    if (what === 'lost') throw new TypeError('Failed to fetch')
    if (what === 'refused')
      return new Response(JSON.stringify({ error: { code: 'auth.not_allowed', message: 'No.', requestId: '' } }), {
        status: 403,
      })
    const row = { ...unread, unreadCount: action.isRead ? 0 : 2, changeSeq: 2 }
    return new Response(JSON.stringify({ results: [{ id: 'con_1', conversation: row, error: null }] }))
  })
  return asked
}
const setNetwork = (name: 'online' | 'offline') => window.dispatchEvent(new Event(name))
const elapse = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  queryClient.setQueryData(conversationKey('org_1', 'con_1'), unread)
})
afterEach(async () => {
  setNetwork('online')
  await elapse(200_000)
  vi.useRealTimers()
  queryClient.clear()
  vi.unstubAllGlobals()
})

it('is tried again until the server knows, as far as it was seen', async () => {
  const asked = serve((time) => (time < 3 ? 'lost' : 'done'))
  actions.seen(unread)
  expect(shown()?.unreadCount).toBe(0)
  await elapse(60_000)
  expect(asked).toEqual(Array(3).fill({ type: 'read', isRead: true, upTo: { con_1: 'msg_1' } }))
  expect(shown()).toMatchObject({ unreadCount: 0, changeSeq: 2 })
})

it('waits for the network, and goes when it is back', async () => {
  const asked = serve((time) => (time === 1 ? 'lost' : 'done'))
  setNetwork('offline')
  actions.seen(unread)
  await elapse(200_000)
  expect(asked).toHaveLength(1)
  setNetwork('online')
  await elapse(0)
  expect(asked).toHaveLength(2)
})

it('ends some time, and is unread as it was', async () => {
  const asked = serve(() => 'lost')
  actions.seen(unread)
  await elapse(200_000)
  expect(asked).toHaveLength(8)
  expect(shown()?.unreadCount).toBe(2)
  setNetwork('online')
  await elapse(60_000)
  expect(asked).toHaveLength(8)
})

it('is not repeated when the server refuses it', async () => {
  const asked = serve(() => 'refused')
  actions.seen(unread)
  await elapse(200_000)
  expect(asked).toHaveLength(1)
  expect(shown()?.unreadCount).toBe(2)
})

it('does not come after a person who marks it unread, here or elsewhere', async () => {
  const asked = serve((time) => (time === 1 ? 'lost' : 'done'))
  actions.seen(unread)
  await elapse(0)
  await actions.setRead([unread], false)
  await elapse(200_000)
  expect(asked.map(({ isRead }) => isRead)).toEqual([true, false])

  const again = serve(() => 'lost')
  actions.seen({ ...unread, changeSeq: 2 })
  await elapse(0)
  cache.applyChanges({ conversations: [{ ...unread, changeSeq: 3 }], removed: [] })
  await elapse(200_000)
  expect(again).toHaveLength(1)
})

it('is marked as far as it was seen when something new has come since', async () => {
  const asked = serve((time) => (time === 1 ? 'lost' : 'done'))
  actions.seen(unread)
  await elapse(0)
  const newer = { ...unread, changeSeq: 2, unreadCount: 3, lastMessage: { id: 'msg_2' } as Conversation['lastMessage'] }
  cache.applyChanges({ conversations: [newer], removed: [] })
  await elapse(200_000)
  expect(asked.map(({ upTo }) => upTo)).toEqual([{ con_1: 'msg_1' }, { con_1: 'msg_1' }])
})

it('brings nothing back that its person can’t see any more', async () => {
  const asked = serve(() => 'lost')
  actions.seen(unread)
  await elapse(0)
  cache.applyChanges({ conversations: [], removed: ['con_1'] })
  await elapse(200_000)
  expect(shown()).toBeUndefined()
  expect(asked).toHaveLength(1)
})

it('is forgotten with the workspace that it belongs to', async () => {
  const asked = serve(() => 'lost')
  actions.seen(unread)
  await elapse(0)
  forgetAllSeen()
  await elapse(200_000)
  expect(asked).toHaveLength(1)
})
