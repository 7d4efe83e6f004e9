import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createSignal, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatClock, formatExactly } from '../../shared/times'

const FOLD_FROM = 3

/** Who did what with the conversation: centred lines; three and more fold into one. */
export function ActivityRow(props: { messages: readonly Message[]; members: readonly Member[] }) {
  const [isOpen, setOpen] = createSignal(false)
  const isFolded = () => props.messages.length >= FOLD_FROM && !isOpen()
  const nameOf = (userId: string | null) =>
    props.members.find((member) => member.userId === userId)?.name ?? t('thread.somebody')
  const sentence = (message: Message): string => {
    const content = message.content
    if (content.type !== 'activity') return ''
    const name = message.author?.name ?? t('thread.wharf')
    const detail =
      content.event === 'assigned'
        ? nameOf(content.detail)
        : content.event === 'snoozed' && content.detail
          ? formatExactly(content.detail)
          : (content.detail ?? '')
    return t(`thread.activity.${content.event}`, { name, detail })
  }
  return (
    <div class="flex flex-col items-center gap-0.5 px-5 py-2 text-center text-ink-3 text-xs">
      <Show
        when={!isFolded()}
        fallback={
          <button type="button" class="hover:text-ink-2 hover:underline" onClick={() => setOpen(true)}>
            {t('thread.folded', { count: props.messages.length })}
          </button>
        }
      >
        <For each={props.messages}>
          {(message) => (
            <p>
              {sentence(message)} · <time datetime={message.occurredAt}>{formatClock(message.occurredAt)}</time>
            </p>
          )}
        </For>
      </Show>
    </div>
  )
}
