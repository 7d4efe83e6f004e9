import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import Lock from 'lucide-solid/icons/lock'
import { For } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatClock, formatExactly } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { splitMentions } from './mentions'

/** A note: yellow, full width, for the team only. */
export function NoteRow(props: { message: Message; members: readonly Member[] }) {
  const body = () => (props.message.content.type === 'note' ? props.message.content.body : '')
  const mentioned = () => {
    const content = props.message.content
    return content.type === 'note' ? props.members.filter(({ userId }) => content.mentions.includes(userId)) : []
  }
  return (
    <article
      data-message={props.message.id}
      aria-label={t('thread.noteBy', { name: props.message.author?.name ?? '' })}
      class="mx-5 mt-2.5 mb-2 flex gap-[9px] rounded-[10px] bg-note py-[9px] ps-[11px] pe-3 text-[13.5px]/[19px] text-note-ink inset-ring inset-ring-note-line max-sm:mx-3"
    >
      <Avatar name={props.message.author?.name ?? '?'} size={24} />
      <div class="min-w-0 flex-1">
        <p class="mb-px flex items-center gap-1.5 text-note-ink-2 text-xs">
          <Lock aria-hidden="true" class="size-3" />
          <b class="font-semibold text-note-ink">{props.message.author?.name}</b> · {t('thread.note')}
          <time
            class="ms-auto tabular-nums"
            datetime={props.message.occurredAt}
            title={formatExactly(props.message.occurredAt)}
          >
            {formatClock(props.message.occurredAt)}
          </time>
        </p>
        <p dir="auto" class="whitespace-pre-wrap [overflow-wrap:anywhere]">
          <For
            each={splitMentions(
              body(),
              mentioned().map(({ name }) => name),
            )}
          >
            {(part) =>
              part.isMention ? (
                <span class="rounded-xs bg-brand-soft-2 px-[3px] font-medium text-brand-ink">{part.text}</span>
              ) : (
                part.text
              )
            }
          </For>
        </p>
      </div>
    </article>
  )
}
