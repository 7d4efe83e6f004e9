import AtSign from 'lucide-solid/icons/at-sign'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark'
import MessageSquare from 'lucide-solid/icons/message-square'
import UserCheck from 'lucide-solid/icons/user-check'
import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatAge, formatExactly } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { cx } from '../../ui/cx'
import type { Icon } from '../../ui/icon'
import type { CallKind } from './notification-calls'
import type { NotificationGroup } from './notification-store'
import { callText } from './notification-text'

const SHOWN = 3
const icons: Record<CallKind, Icon> = {
  message: MessageSquare,
  unassigned: MessageSquare,
  assigned: UserCheck,
  mention: AtSign,
  failed: CircleAlert,
  unconfirmed: CircleQuestionMark,
}

/** A conversation, and the newest of what called in it. */
export function NotificationRow(props: { group: NotificationGroup; onOpen: () => void }) {
  const hidden = () => props.group.items.length - SHOWN
  return (
    <li>
      <a
        href={`/inbox/${props.group.conversationId}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
          event.preventDefault()
          props.onOpen()
        }}
        class="flex gap-3 rounded-sm px-2.5 py-2 hover:bg-item-hover focus-visible:bg-item-hover max-sm:min-h-11"
      >
        <Avatar name={props.group.name} size={32} class="mt-0.5" />
        <span class="min-w-0 flex-1">
          <span class="flex items-center gap-2">
            <span
              class={cx('min-w-0 flex-1 truncate', props.group.unread > 0 ? 'font-semibold' : 'font-medium')}
              dir="auto"
            >
              {props.group.name}
            </span>
            <Show when={props.group.unread > 0}>
              <span
                class="size-2 flex-none rounded-full bg-brand"
                role="img"
                aria-label={t('notifications.unread', props.group.unread)}
              />
            </Show>
            <Show when={props.group.items[0]}>
              {(newest) => (
                <time
                  datetime={newest().at}
                  title={formatExactly(newest().at)}
                  class="flex-none text-ink-3 text-xs tabular-nums"
                >
                  {formatAge(newest().at, currentMinute())}
                </time>
              )}
            </Show>
          </span>
          <For each={props.group.items.slice(0, SHOWN)}>
            {(item) => (
              <span
                class={cx(
                  'flex items-start gap-1.5 text-sm [&_.lucide]:mt-[3px] [&_.lucide]:size-3.5 [&_.lucide]:flex-none',
                  item.kind === 'failed' ? 'text-bad-ink' : item.isRead ? 'text-ink-3' : 'text-ink-2',
                )}
              >
                <Dynamic component={icons[item.kind]} aria-hidden="true" />
                {/* A reason is never cut off. */}
                <span class={item.kind === 'failed' ? 'min-w-0' : 'line-clamp-2 min-w-0'} dir="auto">
                  {callText(item)}
                </span>
              </span>
            )}
          </For>
          <Show when={hidden() > 0}>
            <span class="text-ink-3 text-xs">{t('notifications.more', hidden())}</span>
          </Show>
        </span>
      </a>
    </li>
  )
}
