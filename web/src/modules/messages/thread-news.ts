import type { Message } from '@worker/modules/messages/messages.schemas'
import { type Accessor, createEffect, createMemo, createSignal, on, untrack } from 'solid-js'
import { t } from '../../shared/i18n'
import { kindWord } from '../conversations/message-preview'
import type { Thread } from '../inbox/inbox-cache'

/** What arrives while a thread is open: how much of it is out of sight, and what a screen reader is told of it. */
export function createThreadNews(from: {
  messages: Accessor<readonly Message[]>
  /** What came while the end was not loaded. */
  beyond: Accessor<NonNullable<Thread['beyond']>>
  hasNewer: Accessor<boolean>
  /** Of the conversation: when the customer last wrote. */
  lastInboundAt: Accessor<string | null>
  isAtEnd: Accessor<boolean>
  contactName: Accessor<string>
}) {
  const [seenAt, setSeenAt] = createSignal<string>()
  const [announcement, setAnnouncement] = createSignal('')
  let known: string | undefined
  /** While the end is not loaded: when the customer had last written as it was left. What is older is there, and not new. */
  const leftAt = createMemo(() => (from.hasNewer() ? (untrack(from.lastInboundAt) ?? '') : undefined))

  createEffect(() => {
    const last = lastSaidAt(from.messages())
    if (last && from.isAtEnd()) setSeenAt(last)
  })
  createEffect(
    on(from.messages, (messages) => {
      const before = known
      known = lastSaidAt(messages) ?? known
      if (before === undefined) return
      const words = inboundAfter(messages, before).map((message) =>
        t('thread.announce', { name: from.contactName(), text: message.text || kindWord(message.type) }),
      )
      if (words.length > 0) setAnnouncement(words.join('. '))
    }),
  )
  return {
    announcement,
    newBelow: createMemo(() => {
      const [left, at] = [leftAt(), seenAt() ?? leftAt()]
      if (at === undefined || from.isAtEnd()) return 0
      const beyond = left === undefined ? 0 : from.beyond().filter((one) => one.occurredAt > left).length
      return beyond + inboundAfter(from.messages(), at).length
    }),
  }
}

/** The customer's messages after a time, oldest first: read from the end, a thread may have thousands. */
export function inboundAfter(messages: readonly Message[], at: string): Message[] {
  const found: Message[] = []
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index]
    if (!message) break
    // What is scheduled stands at the end, and has not been said.
    if (message.status === 'scheduled') continue
    if (message.occurredAt <= at) break
    if (message.direction === 'inbound') found.unshift(message)
  }
  return found
}

const lastSaidAt = (messages: readonly Message[]): string | undefined =>
  messages.findLast(({ status }) => status !== 'scheduled')?.occurredAt
