import '../../strings/register-notifications'
import CheckCheck from 'lucide-solid/icons/check-check'
import Settings2 from 'lucide-solid/icons/settings-2'
import { createMemo, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button, buttonClass } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { Popover } from '../../ui/popover'
import { NotificationRow } from './notification-row'
import { groupNotifications, type NotificationStore } from './notification-store'
import { QuietBar } from './quiet-bar'

export type NotificationPanelProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The bell. */
  anchor: () => HTMLElement | undefined
  store: NotificationStore
  onOpenConversation: (conversationId: string) => void
}

/** What has called, newest first, by conversation; and how to have peace. */
export default function NotificationPanel(props: NotificationPanelProps) {
  const groups = createMemo(() => groupNotifications(props.store.items()))
  return (
    <Popover
      open={props.open}
      onOpenChange={props.onOpenChange}
      anchor={props.anchor}
      label={t('notifications.title')}
      class="w-[380px]"
    >
      <div class="flex h-11 flex-none items-center gap-1 border-line-soft border-b ps-4 pe-2 max-sm:h-14">
        <h2 class="flex-1 font-semibold text-md">{t('notifications.title')}</h2>
        <Show when={props.store.unread() > 0}>
          <Button
            variant="ghost"
            size="sm"
            icon={<CheckCheck aria-hidden="true" />}
            onClick={() => props.store.markAllRead()}
          >
            {t('notifications.markAllRead')}
          </Button>
        </Show>
        <a
          href="/settings/notifications"
          aria-label={t('notifications.settings')}
          data-tip={t('notifications.settings')}
          class={buttonClass({ variant: 'ghost', size: 'sm', class: 'w-(--h-sm) px-0! max-sm:w-11' })}
          onClick={() => props.onOpenChange(false)}
        >
          <Settings2 aria-hidden="true" />
        </a>
      </div>
      <Show
        when={groups().length > 0}
        fallback={<EmptyState title={t('notifications.empty')} text={t('notifications.emptyText')} />}
      >
        <ul aria-label={t('notifications.list')} class="max-h-[440px] min-h-0 flex-1 overflow-y-auto p-1.5">
          <For each={groups()}>
            {(group) => <NotificationRow group={group} onOpen={() => props.onOpenConversation(group.conversationId)} />}
          </For>
        </ul>
      </Show>
      <QuietBar />
    </Popover>
  )
}
