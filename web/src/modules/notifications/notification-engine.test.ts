import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { conversation, message } from '../inbox/test-rows'
import { createNotificationEngine, type EnginePorts } from './notification-engine'
import { createNotificationStore } from './notification-store'

const ME = 'usr_me'
const NOW = 2_000_000
const id = (letter: string) => `msg_000001x14000000000000000${letter.padStart(2, '0')}`
const inbound = (letter: string, values: Partial<Conversation> = {}) =>
  conversation('con_1', 0, {
    assigneeId: ME,
    unreadCount: 1,
    lastMessage: {
      id: id(letter),
      type: 'text',
      direction: 'inbound',
      text: `Text ${letter}`,
      status: 'received',
      sentBy: null,
      authorName: null,
      at: '2026-11-23T10:00:00.000Z',
    },
    ...values,
  })

function setUp(changes: Partial<EnginePorts> = {}) {
  const store = createNotificationStore({ storage: localStorage, key: 'notifications' })
  const announce = vi.fn<EnginePorts['announce']>()
  const fetchThread = vi.fn<EnginePorts['fetchThread']>(async () => [])
  const engine = createNotificationEngine({
    store,
    userId: ME,
    isLeading: () => true,
    fetchChanges: async (since) => ({ to: since, conversations: [], removed: [], hasMore: false }),
    currentChange: async () => 10,
    fetchThread,
    known: () => [inbound('a')],
    isWatched: () => false,
    wantsUnassigned: () => true,
    announce,
    now: () => NOW,
    ...changes,
  })
  return { store, announce, fetchThread, engine }
}

describe('notifications', () => {
  beforeEach(() => localStorage.clear())

  it('announces a message once, and asks for no thread to do so', async () => {
    const { engine, store, announce, fetchThread } = setUp()
    await engine.onChanged([inbound('b')], [])
    await engine.onChanged([inbound('b', { changeSeq: 2 })], [])
    expect(announce.mock.calls.map(([fresh]) => fresh.map(({ text }) => text))).toEqual([['Text b']])
    expect(store.unread()).toBe(1)
    expect(fetchThread).not.toHaveBeenCalled()
  })

  it('keeps still about what was there before, what is looked at, and what nobody has, if so wanted', async () => {
    const { engine, store } = setUp({ wantsUnassigned: () => false, isWatched: (one) => one === 'con_watched' })
    await engine.onChanged([inbound('a', { changeSeq: 2 })], [])
    await engine.onChanged([inbound('c', { id: 'con_watched' })], [])
    await engine.onChanged([inbound('d', { id: 'con_free', assigneeId: null })], [])
    expect(store.items()).toEqual([])
  })

  it('is silent in a tab that does not lead, and knows what it saw there when it leads later', async () => {
    let isLeading = false
    const { engine, announce, store } = setUp({ isLeading: () => isLeading })
    await engine.onChanged([inbound('b')], [])
    isLeading = true
    await engine.onChanged([inbound('b', { changeSeq: 2 })], [])
    expect(announce).not.toHaveBeenCalled()
    expect(store.items()).toEqual([])
  })

  it('looks into a thread for a mention', async () => {
    const note: Message = message(id('n'), 0, {
      type: 'note',
      content: { type: 'note', body: '@Ifeoma look', mentions: [ME] },
      author: { type: 'user', id: 'usr_other', name: 'Tomás' },
    })
    const { engine, announce, fetchThread } = setUp({ fetchThread: async () => [note] })
    const row = inbound('n', { assigneeId: 'usr_other' })
    await engine.onChanged(
      [{ ...row, lastMessage: row.lastMessage && { ...row.lastMessage, type: 'note', direction: 'internal' } }],
      [],
    )
    expect(announce.mock.calls[0]?.[0]).toMatchObject([{ kind: 'mention', by: 'Tomás' }])
    expect(fetchThread).not.toHaveBeenCalled()
  })

  it('begins with the newest change, and lists later what came while nobody listened, without ringing', async () => {
    const first = setUp()
    await first.engine.catchUp()
    expect([first.store.seq(), first.store.items()]).toEqual([10, []])
    const fetchChanges = vi.fn(async () => ({
      to: 12,
      conversations: [inbound('b', { changeSeq: 12 })],
      removed: [],
      hasMore: false,
    }))
    // It is on the screen already: that is no reason to leave it out.
    const second = setUp({ fetchChanges, known: () => [inbound('b')] })
    await second.engine.catchUp()
    expect(fetchChanges).toHaveBeenCalledWith(10)
    expect(second.store.items().map(({ text }) => text)).toEqual(['Text b'])
    expect(second.store.seq()).toBe(12)
    expect(second.announce).not.toHaveBeenCalled()
  })

  it('settles what a colleague has read, and forgets what is out of sight', async () => {
    const { engine, store } = setUp()
    await engine.onChanged([inbound('b')], [])
    await engine.onChanged([inbound('b', { unreadCount: 0 })], [])
    expect(store.unread()).toBe(0)
    await engine.onChanged([], ['con_1'])
    expect(store.items()).toEqual([])
  })

  it('goes on after a thread that could not be read', async () => {
    const { engine, announce } = setUp({ fetchThread: async () => Promise.reject(new Error('offline')) })
    await engine.onChanged([inbound('b', { id: 'con_2', assigneeId: ME })], [])
    await engine.onChanged([inbound('c')], [])
    expect(announce).toHaveBeenCalledTimes(2)
  })
})
