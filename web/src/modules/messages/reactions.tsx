import type { Message } from '@worker/modules/messages/messages.schemas'
import { createMemo, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { react } from './react'
import { contactName, useThread } from './thread-context'

/** The pill at the lower edge: theirs and ours. Ours is taken back by a click. */
export function Reactions(props: { message: Message }) {
  const thread = useThread()
  const member = useCurrentMember()
  const live = useInboxLive()
  const nameOf = (reaction: Message['reactions'][number]) =>
    reaction.from === 'customer' ? contactName(thread) : (reaction.author?.name ?? t('thread.us'))
  const names = createMemo(() => props.message.reactions.map((one) => `${one.emoji} ${nameOf(one)}`).join(' · '))
  return (
    <span
      data-tip={names()}
      class="absolute -bottom-3 start-2.5 z-1 inline-flex h-[22px] items-center rounded-full bg-raised px-1 text-[12.5px]/[22px] shadow-xs ring-1 ring-line"
    >
      <For each={props.message.reactions}>
        {(reaction) => (
          <Show
            when={reaction.from === 'us' && member.can('messages:send')}
            fallback={
              <span
                role="img"
                class="px-0.5"
                aria-label={t('thread.reactions.one', { emoji: reaction.emoji, name: nameOf(reaction) })}
              >
                {reaction.emoji}
              </span>
            }
          >
            <button
              type="button"
              class="relative rounded-full px-0.5 before:absolute before:-inset-1 hover:bg-surface-3 max-sm:before:-inset-3"
              aria-label={t('thread.reactions.takeBack', { emoji: reaction.emoji })}
              onClick={() => void react(live.cache, props.message, { emoji: null, author: member.me().user })}
            >
              {reaction.emoji}
            </button>
          </Show>
        )}
      </For>
    </span>
  )
}
