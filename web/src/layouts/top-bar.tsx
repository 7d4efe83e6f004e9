import BookOpen from 'lucide-solid/icons/book-open'
import CircleHelp from 'lucide-solid/icons/circle-question-mark'
import Keyboard from 'lucide-solid/icons/keyboard'
import Search from 'lucide-solid/icons/search'
import { Show } from 'solid-js'
import { NotificationBell } from '../modules/notifications/notification-bell'
import type { LiveStatus } from '../shared/create-live'
import { t } from '../shared/i18n'
import { later } from '../shared/later'
import { shortcutLabel } from '../shared/shortcuts'
import { cx } from '../ui/cx'
import { IconButton } from '../ui/icon-button'
import { Kbd } from '../ui/kbd'
import { Menu } from '../ui/menu'
import { AccountMenu } from './account-menu'
import { LiveDot } from './live-dot'
import { WorkspaceMenu } from './workspace-menu'

const JobsChip = later(async () => (await import('../modules/jobs/jobs-chip')).JobsChip)
const TeamPresence = later(async () => (await import('./team-presence')).TeamPresence)

export type TopBarProps = {
  live: LiveStatus
  /** On a phone: the page needs the room. */
  isHidden: boolean
  /** Nothing else happens: what can wait is fetched and shown. */
  isQuiet: boolean
  onSearch: () => void
  onShortcuts: () => void
  onCreateWorkspace: () => void
}

export function TopBar(props: TopBarProps) {
  return (
    <header
      class={cx(
        'grid min-w-0 grid-cols-[minmax(0,1fr)_minmax(0,380px)_minmax(0,1fr)] items-center gap-2 ps-1 pe-3',
        props.isHidden ? 'max-sm:hidden' : 'max-sm:flex max-sm:h-[52px] max-sm:flex-none max-sm:gap-0 max-sm:px-2',
      )}
    >
      <WorkspaceMenu onCreate={props.onCreateWorkspace} />
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => props.onSearch()}
        class="flex h-[30px] w-full items-center gap-2 rounded-md bg-search ps-2.5 pe-1.5 text-ink-2 text-xs hover:bg-surface-4 max-sm:hidden"
      >
        <Search aria-hidden="true" class="size-3.5" />
        <span class="flex-1 truncate text-start">{t('shell.search')}</span>
        <Kbd>{shortcutLabel('mod+k')}</Kbd>
      </button>
      <div class="flex items-center justify-end gap-0.5">
        <Show when={props.isQuiet}>
          <JobsChip />
        </Show>
        <TeamPresence />
        <LiveDot status={props.live} />
        <span class="sm:hidden">
          <IconButton
            label={t('shell.searchLabel')}
            icon={<Search aria-hidden="true" class="size-5" />}
            onClick={() => props.onSearch()}
          />
        </span>
        <NotificationBell />
        <Menu
          label={t('shell.help.label')}
          triggerClass="inline-grid size-(--h-sm) flex-none place-items-center rounded-sm text-ink-2 hover:bg-surface-4 hover:text-ink max-sm:size-11 max-sm:[&_.lucide]:size-5"
          trigger={<CircleHelp aria-hidden="true" />}
          items={[
            {
              label: t('shell.help.shortcuts'),
              icon: <Keyboard aria-hidden="true" />,
              shortcut: '?',
              onSelect: props.onShortcuts,
            },
            {
              label: t('shell.help.api'),
              icon: <BookOpen aria-hidden="true" />,
              href: '/api/docs',
              external: true,
            },
          ]}
        />
        <span class="sm:hidden">
          <AccountMenu placement="bottom-end" />
        </span>
      </div>
    </header>
  )
}
