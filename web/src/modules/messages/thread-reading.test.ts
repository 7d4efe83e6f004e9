import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { createRoot, createSignal } from 'solid-js'
import { expect, it, vi } from 'vitest'
import { createReading } from './thread-reading'

type Looks = Pick<Conversation, 'unreadCount' | 'lastInboundAt'> & { lastMessage: { id: string } }
const at = '2026-11-23T10:00:00.000Z'

/** An open conversation whose end is in view. */
function openAt(looks: Looks) {
  const markRead = vi.fn()
  const [conversation, setConversation] = createSignal(looks)
  createRoot(() =>
    createReading({
      conversation: () => conversation() as unknown as Conversation,
      isAtEnd: () => true,
      isVisible: () => true,
      isAllowed: () => true,
      markRead,
    }),
  )
  return { markRead, setConversation }
}

it('a conversation that was read already stays as a person marks it, until something new comes', () => {
  const read = { unreadCount: 0, lastInboundAt: at, lastMessage: { id: 'msg_1' } }
  const { markRead, setConversation } = openAt(read)
  setConversation({ ...read, unreadCount: 1 })
  expect(markRead).not.toHaveBeenCalled()
  // Within the same second.
  setConversation({ unreadCount: 2, lastInboundAt: at, lastMessage: { id: 'msg_2' } })
  expect(markRead).toHaveBeenCalledTimes(1)
})

it('one with something unread is marked once, and a refusal is not repeated', () => {
  const unread = { unreadCount: 3, lastInboundAt: at, lastMessage: { id: 'msg_1' } }
  const { markRead, setConversation } = openAt(unread)
  expect(markRead).toHaveBeenCalledTimes(1)
  setConversation({ ...unread })
  expect(markRead).toHaveBeenCalledTimes(1)
})
