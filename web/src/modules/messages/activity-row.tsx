import '../../strings/register-thread-rare'
import type { Message } from '@worker/modules/messages/messages.schemas'
import AlarmClock from 'lucide-solid/icons/alarm-clock'
import ArrowRightLeft from 'lucide-solid/icons/arrow-right-left'
import Check from 'lucide-solid/icons/check'
import Clock from 'lucide-solid/icons/clock'
import RotateCcw from 'lucide-solid/icons/rotate-ccw'
import UserRound from 'lucide-solid/icons/user-round'
import { createSignal, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { formatExactly } from '../../shared/times'
import type { Icon } from '../../ui/icon'
import { EventLine } from './event-line'

const FOLD_FROM = 3
const icons: Record<string, Icon> = {
  assigned: UserRound,
  unassigned: UserRound,
  closed: Check,
  reopened: RotateCcw,
  pending: Clock,
  snoozed: AlarmClock,
  unsnoozed: AlarmClock,
  merged: UserRound,
  handed_over: ArrowRightLeft,
}

/** Who did what with the conversation: centred lines; three and more fold into one. */
export function ActivityRow(props: { messages: readonly Message[] }) {
  const [isOpen, setOpen] = createSignal(false)
  const isFolded = () => props.messages.length >= FOLD_FROM && !isOpen()
  /** Whom it was given to is kept by name; until when it is snoozed by time. */
  const detailOf = (event: string, detail: string | null): string =>
    event === 'snoozed' && detail ? formatExactly(detail) : (detail ?? t('thread.somebody'))
  return (
    <div class="flex flex-col items-center px-5 py-1">
      <Show
        when={!isFolded()}
        fallback={
          <button
            type="button"
            aria-expanded="false"
            class="rounded-full px-2.5 py-[7px] text-ink-3 text-xs hover:bg-surface-3 hover:text-ink-2 max-sm:min-h-11"
            onClick={() => setOpen(true)}
          >
            {t('thread.folded', { count: props.messages.length })}
          </button>
        }
      >
        <For each={props.messages}>
          {(message) => {
            const content = message.content
            if (content.type !== 'activity') return null
            const isSelf = content.event === 'assigned' && content.detail === message.author?.name
            return (
              <EventLine
                icon={<Dynamic component={icons[content.event] ?? Clock} aria-hidden="true" />}
                at={message.occurredAt}
                text={(name, detail) =>
                  t(isSelf ? 'thread.activity.assignedSelf' : `thread.activity.${content.event}`, { name, detail })
                }
                name={message.author?.name ?? t('thread.wharf')}
                detail={detailOf(content.event, content.detail)}
              />
            )
          }}
        </For>
      </Show>
    </div>
  )
}
