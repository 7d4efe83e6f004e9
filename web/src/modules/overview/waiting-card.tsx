import '../../strings/register-inbox'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatAge, formatExactly } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { MessagePreview } from '../conversations/message-preview'
import { WindowRing } from '../conversations/window-ring'
import { coveringLink, SectionCard } from './section-card'

/** Whom to answer first. */
export function WaitingCard(props: { conversations: readonly Conversation[] }) {
  return (
    <Show when={props.conversations.length > 0}>
      <SectionCard
        title={t('overview.waiting.title')}
        end={
          <a href="/inbox" class="link rounded-xs max-sm:-my-3 max-sm:py-3">
            {t('overview.waiting.all')}
          </a>
        }
      >
        <ul class="divide-y divide-line-soft pb-1">
          <For each={props.conversations}>{(conversation) => <WaitingRow conversation={conversation} />}</For>
        </ul>
      </SectionCard>
    </Show>
  )
}

function WaitingRow(props: { conversation: Conversation }) {
  const wroteAt = () => props.conversation.lastInboundAt ?? props.conversation.lastMessageAt
  return (
    <li class="relative flex items-center gap-[11px] px-[18px] py-2 hover:bg-surface-2 max-sm:px-4">
      <Avatar name={props.conversation.contact.displayName} size={28} />
      <div class="min-w-0 flex-1">
        <a href={`/inbox/${props.conversation.id}`} class={`block truncate font-medium ${coveringLink}`} dir="auto">
          {props.conversation.contact.displayName}
        </a>
        <p class="flex min-w-0 text-xs">
          <MessagePreview message={props.conversation.lastMessage} isUnread={false} draft={undefined} />
        </p>
      </div>
      <span class="flex-none max-sm:hidden">
        <WindowRing endsAt={props.conversation.windowEndsAt} />
      </span>
      <time
        datetime={wroteAt()}
        title={formatExactly(wroteAt())}
        class="w-12 flex-none text-end text-ink-2 text-xs tabular-nums"
      >
        {formatAge(wroteAt(), currentMinute())}
      </time>
    </li>
  )
}
