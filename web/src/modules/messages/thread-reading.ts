import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'

/** Whether this tab is the one that is shown. */
export function createPageVisible(): Accessor<boolean> {
  const isShown = () => document.visibilityState === 'visible'
  const [isVisible, setVisible] = createSignal(isShown())
  const onChange = () => setVisible(isShown())
  document.addEventListener('visibilitychange', onChange)
  onCleanup(() => document.removeEventListener('visibilitychange', onChange))
  return isVisible
}

/**
 * Marks a conversation as read when its end is looked at: once for what a customer has written, so that what a person
 * marks unread again stays so, and a refusal is not repeated for ever.
 */
export function createReading(from: {
  conversation: Accessor<Conversation>
  isAtEnd: Accessor<boolean>
  isVisible: Accessor<boolean>
  isAllowed: Accessor<boolean>
  markRead: () => void
}): void {
  let doneFor: string | undefined
  createEffect(() => {
    const { unreadCount, lastInboundAt, lastMessage } = from.conversation()
    const about = `${lastInboundAt} ${lastMessage?.id}`
    // Read already, here or by somebody else: if it is unread later without anything new, a person has marked it.
    if (unreadCount === 0) doneFor = about
    if (unreadCount === 0 || !from.isAtEnd() || !from.isVisible() || !from.isAllowed()) return
    if (about === doneFor) return
    doneFor = about
    from.markRead()
  })
}
