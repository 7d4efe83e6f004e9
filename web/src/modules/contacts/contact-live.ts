import type { QueryClient } from '@tanstack/solid-query'
import { onCleanup } from 'solid-js'
import type { InboxLive } from '../inbox/inbox-context'
import { galleryKey, personKey } from './contacts.queries'

/** A message a second must not be a request a second. */
const REST_MS = 2000

/**
 * Whatever changes about a person comes as a change of their conversations, without saying what it was: everything of
 * theirs is asked for again, at once and then at most every two seconds.
 */
export function followContact(
  live: Pick<InboxLive, 'onChanged'>,
  who: { client: QueryClient; organizationId: string; contactId: string; conversationId: string },
): void {
  const { client, organizationId, contactId, conversationId } = who
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDue = false
  const lastMessageIds = new Map<string, string>()
  let hasNewMessage = false
  function refresh(): void {
    isDue = false
    timer = setTimeout(() => {
      timer = undefined
      if (isDue) refresh()
    }, REST_MS)
    void client.invalidateQueries({ queryKey: personKey(organizationId, contactId) })
    if (hasNewMessage) void client.invalidateQueries({ queryKey: galleryKey(organizationId, contactId) })
    hasNewMessage = false
  }
  live.onChanged((conversations) => {
    const changed = conversations.filter(({ id, contact }) => id === conversationId || contact.id === contactId)
    if (changed.length === 0) return
    for (const { id, lastMessage } of changed) {
      if (!lastMessage) continue
      hasNewMessage ||= lastMessageIds.get(id) !== lastMessage.id
      lastMessageIds.set(id, lastMessage.id)
    }
    isDue = true
    if (timer === undefined) refresh()
  })
  onCleanup(() => clearTimeout(timer))
}
