import type { Message } from '@worker/modules/messages/messages.schemas'
import Lock from 'lucide-solid/icons/lock'
import { createSignal, For, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { lazyPart } from '../../shared/lazy-part'
import { formatClock, formatExactly } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { splitMentions } from './mentions'
import { editedNoteId, setEditedNoteId } from './note-editing'
import { useThread } from './thread-context'

const MessageActions = later(async () => (await import('./message-actions')).MessageActions)
const NoteEditor = lazyPart(() => import('./note-editor'), { onFail: () => setEditedNoteId(undefined) })

/** A note: yellow, full width, for the team only. */
export function NoteRow(props: { message: Message }) {
  const thread = useThread()
  const [isNear, setNear] = createSignal(false)
  const body = () => (props.message.content.type === 'note' ? props.message.content.body : '')
  const mentioned = () => {
    const content = props.message.content
    return content.type === 'note' ? thread.members().filter(({ userId }) => content.mentions.includes(userId)) : []
  }
  return (
    <article
      data-message={props.message.id}
      aria-label={t('thread.noteBy', { name: props.message.author?.name ?? '' })}
      tabindex="-1"
      onPointerEnter={() => setNear(true)}
      onFocusIn={() => setNear(true)}
      class="group/message px-5 pt-2.5 pb-2 outline-offset-[-3px] max-sm:px-3"
    >
      <div class="relative flex gap-[9px] rounded-[10px] bg-note py-[9px] ps-[11px] pe-3 text-[13.5px]/[19px] text-note-ink inset-ring inset-ring-note-line">
        <Avatar name={props.message.author?.name ?? '?'} size={24} />
        <div class="min-w-0 flex-1">
          <p class="mb-px flex items-center gap-1.5 text-note-ink-2 text-xs">
            <Lock aria-hidden="true" class="size-3 stroke-2" />
            <span class="min-w-0 truncate">
              <b class="font-semibold text-note-ink">{props.message.author?.name}</b> · {t('thread.note')}
            </span>
            <span class="ms-auto flex flex-none gap-1 tabular-nums">
              <Show when={props.message.editedAt}>
                {(at) => <span title={formatExactly(at())}>{t('thread.edited')}</span>}
              </Show>
              <time datetime={props.message.occurredAt} title={formatExactly(props.message.occurredAt)}>
                {formatClock(props.message.occurredAt)}
              </time>
            </span>
          </p>
          <Show
            when={editedNoteId() === props.message.id}
            fallback={
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
            }
          >
            <Suspense>
              <NoteEditor message={props.message} body={body()} members={thread.members()} />
            </Suspense>
          </Show>
        </div>
        <Show when={isNear() && editedNoteId() !== props.message.id}>
          <span class="absolute end-1 bottom-1 rounded-sm bg-note">
            <MessageActions message={props.message} />
          </span>
        </Show>
      </div>
    </article>
  )
}
