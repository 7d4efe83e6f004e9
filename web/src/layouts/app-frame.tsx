import { useLocation, useNavigate } from '@solidjs/router'
import { createMemo, createSignal, ErrorBoundary, type JSX, onCleanup, onMount, Show, Suspense } from 'solid-js'
import { useCurrentMember } from '../modules/auth/current-member'
import { createUnreadCount } from '../modules/notifications/unread-count'
import { t } from '../shared/i18n'
import { later } from '../shared/later'
import { lazyPart } from '../shared/lazy-part'
import { useLive } from '../shared/live'
import { createMediaQuery } from '../shared/media-query'
import { noteSent } from '../shared/sent-here'
import { createShortcuts } from '../shared/shortcuts'
import { whenQuiet } from '../shared/when-quiet'
import { Skeleton } from '../ui/skeleton'
import { ToastRegion, undoLast } from '../ui/toast'
import { AccountMenu } from './account-menu'
import type { CommandPorts } from './commands'
import { createEarlyKeys } from './early-keys'
import { navigation } from './navigation'
import { PageFailed } from './page-failed'
import { createPageFocus } from './page-focus'
import { Rail, TabBar } from './rail'
import { rememberConversations } from './recent-conversations'
import { TopBar } from './top-bar'
import { createUpdateCheck } from './update-check'

const ConnectionBanner = later(async () => (await import('./connection-banner')).ConnectionBanner)
const TooltipHost = later(async () => (await import('../ui/tooltip-host')).TooltipHost)
const CommandPalette = lazyPart(() => import('./command-palette'))
const ShortcutsDialog = lazyPart(() => import('./shortcuts-dialog'))
const CreateWorkspaceDialog = lazyPart(() => import('./create-workspace-dialog'))

type Overlay = 'palette' | 'shortcuts' | 'create-workspace'

/** Rail, top bar and sheet; on phones a top bar and tabs, unless the page takes all of it. The only scrolling region is inside the sheet. */
export function AppFrame(props: { children: JSX.Element }) {
  const member = useCurrentMember()
  const live = useLive()
  const navigate = useNavigate()
  const location = useLocation()
  const [overlay, setOverlay] = createSignal<Overlay>()
  const [opened, setOpened] = createSignal<ReadonlySet<Overlay>>(new Set<Overlay>())
  let main: HTMLElement | undefined
  // A conversation needs all of a phone; its header leads back.
  const isWholePhone = () => /^\/inbox\/[^/]/.test(location.pathname)
  // As `max-sm` in design/theme.css. What a phone does not show is not made before it shows something.
  const isPhone = createMediaQuery('(max-width: 759.98px)')
  const [isQuiet, setQuiet] = createSignal(false)
  onMount(() => onCleanup(whenQuiet(() => setQuiet(true))))

  const entries = createMemo(() => navigation.filter((entry) => !entry.permission || member.can(entry.permission)))
  const early = createEarlyKeys(() => bind('palette').onOpenChange(false))
  onCleanup(early.stop)
  const open = (which: Overlay) => {
    if (which === 'palette') early.begin()
    // Loaded at the first use and kept from then on, so that closing can hand the focus back.
    setOpened((before) => new Set([...before, which]))
    setOverlay(which)
  }
  const bind = (which: Overlay) => ({
    get open() {
      return overlay() === which
    },
    onOpenChange: (isOpen: boolean) => {
      if (!isOpen && overlay() === which) setOverlay(undefined)
      if (!isOpen) early.stop()
    },
  })
  const ports: CommandPorts = {
    member,
    goTo: (href) => {
      noteSent(href)
      navigate(href)
    },
    openShortcuts: () => open('shortcuts'),
    createWorkspace: () => open('create-workspace'),
  }

  createPageFocus(() => main)
  createUpdateCheck()
  rememberConversations(member.organizationId(), member.me().user.id)
  const unread = createUnreadCount()
  createShortcuts([
    { keys: 'mod+k', run: () => (overlay() === 'palette' ? bind('palette').onOpenChange(false) : open('palette')) },
    { keys: '?', run: () => open('shortcuts') },
    { keys: 'z', run: () => void undoLast() },
    ...navigation.map((entry) => ({ keys: `g ${entry.goKey}`, run: () => navigate(entry.href) })),
  ])

  return (
    <div class="grid h-dvh grid-cols-[var(--rail-w)_minmax(0,1fr)] grid-rows-[var(--topbar-h)_minmax(0,1fr)] max-sm:flex max-sm:flex-col">
      <a
        href="#main"
        // Not the router's business: the browser moves the focus along with the fragment.
        target="_self"
        class="absolute start-2 top-2 z-(--z-tooltip) -translate-y-16 rounded-sm bg-brand px-3 py-2 font-medium text-on-brand focus:translate-y-0"
      >
        {t('shell.skipToContent')}
      </a>
      <Show when={!isPhone()}>
        <Rail entries={entries()} unread={unread()} foot={<AccountMenu placement="right-end" />} />
      </Show>
      <Show when={!(isPhone() && isWholePhone()) || isQuiet()}>
        <TopBar
          isHidden={isWholePhone()}
          isQuiet={isQuiet()}
          live={live.status()}
          onSearch={() => open('palette')}
          onShortcuts={() => open('shortcuts')}
          onCreateWorkspace={() => open('create-workspace')}
        />
      </Show>
      <main
        id="main"
        tabindex="-1"
        ref={(element) => (main = element)}
        class="relative flex min-h-0 min-w-0 flex-col overflow-hidden bg-surface shadow-sheet max-sm:flex-1 sm:col-start-2 sm:me-2 sm:mb-2 sm:rounded-lg"
        classList={{ 'max-sm:pb-[env(safe-area-inset-bottom)]': isWholePhone() }}
      >
        <Show when={isQuiet()}>
          <ConnectionBanner live={live} />
        </Show>
        <div class="min-h-0 flex-1 overflow-y-auto">
          <ErrorBoundary
            fallback={(error, reset) => <PageFailed error={error} reset={reset} path={location.pathname} />}
          >
            <Suspense fallback={<Skeleton />}>{props.children}</Suspense>
          </ErrorBoundary>
        </div>
      </main>
      <TabBar isHidden={isWholePhone()} entries={entries()} unread={unread()} />
      <Show when={isQuiet()}>
        <TooltipHost />
      </Show>
      <ToastRegion />
      <Suspense>
        <Show when={opened().has('palette')}>
          <CommandPalette {...bind('palette')} ports={ports} takeEarly={early.take} />
        </Show>
        <Show when={opened().has('shortcuts')}>
          <ShortcutsDialog {...bind('shortcuts')} />
        </Show>
        <Show when={opened().has('create-workspace')}>
          <CreateWorkspaceDialog {...bind('create-workspace')} />
        </Show>
      </Suspense>
    </div>
  )
}
