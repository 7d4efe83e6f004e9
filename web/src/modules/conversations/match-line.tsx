import type { ListedConversation } from '@worker/modules/conversations/conversations.schemas'
import TextSearch from 'lucide-solid/icons/text-search'
import { For } from 'solid-js'
import { currentMinute } from '../../shared/minute'
import { formatAge, formatExactly } from '../../shared/times'
import { markedParts } from './marked-parts'

/** The message that a search found in a conversation: the words around, and when it was. */
export function MatchLine(props: { match: NonNullable<ListedConversation['match']> }) {
  return (
    <span class="mt-0.5 flex items-start gap-1.5 text-ink-2 text-xs">
      <TextSearch aria-hidden="true" class="mt-px size-3.5 flex-none text-ink-3" />
      <span class="line-clamp-2 min-w-0 flex-1 break-words" dir="auto">
        <For each={markedParts(props.match)}>
          {(part) =>
            part.isMarked ? <mark class="rounded-xs bg-brand/25 font-medium text-ink">{part.text}</mark> : part.text
          }
        </For>
      </span>
      <time
        datetime={props.match.occurredAt}
        title={formatExactly(props.match.occurredAt)}
        class="flex-none text-ink-3 tabular-nums"
      >
        {formatAge(props.match.occurredAt, currentMinute())}
      </time>
    </span>
  )
}
