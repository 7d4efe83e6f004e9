import { useLocation, useNavigate } from '@solidjs/router'
import Bell from 'lucide-solid/icons/bell'
import BellOff from 'lucide-solid/icons/bell-off'
import { createEffect, createSignal, on, onCleanup, onMount, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { currentMinute } from '../../shared/minute'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { quietNow } from './notification-settings'
import { createNotificationStore } from './notification-store'

const NotificationPanel = lazyPart(() => import('./notification-panel'))
const MOST = 9

/** The bell of the top bar: how much calls, and the list of it. Everything behind it is loaded once the page stands. */
export function NotificationBell() {
  const member = useCurrentMember()
  const live = useInboxLive()
  const location = useLocation()
  const navigate = useNavigate()
  const [isOpen, setOpen] = createSignal(false)
  const [wasOpened, setOpened] = createSignal(false)
  const organizationId = member.organizationId()
  const userId = member.me().user.id
  const key = `wharf.notifications.${organizationId}.${userId}`
  const store = createNotificationStore({ storage: localStorage, key })
  let button: HTMLButtonElement | undefined

  const openConversation = () => /^\/inbox\/([^/]+)/.exec(location.pathname)?.[1]
  const isInFront = () => document.visibilityState === 'visible' && document.hasFocus()
  const goTo = (conversationId: string) => navigate(`/inbox/${conversationId}`)
  const quiet = () => quietNow(currentMinute()) !== undefined
  const toggle = (open: boolean) => {
    setOpened((before) => before || open)
    setOpen(open)
  }

  let started:
    | { onChanged: (...change: Parameters<Parameters<typeof live.onChanged>[0]>) => unknown; stop: () => void }
    | undefined
  let isGone = false
  const start = async () => {
    const { startNotifications } = await import('./start-notifications')
    if (isGone) return
    started = startNotifications({
      organizationId,
      userId,
      store,
      cache: live.cache,
      openConversation,
      isInFront,
      open: goTo,
      openPanel: () => toggle(true),
    })
  }
  live.onChanged((conversations, removed) => void started?.onChanged(conversations, removed))

  const onStorage = (event: StorageEvent) => {
    if (event.key === key) store.refresh()
  }
  const readOpenOne = () => {
    const id = openConversation()
    if (id && isInFront()) store.markRead(id)
  }
  createEffect(on(openConversation, readOpenOne))
  onMount(() => {
    window.addEventListener('storage', onStorage)
    window.addEventListener('focus', readOpenOne)
    // The inbox itself comes first.
    const begin = () => void start().catch(() => undefined)
    if ('requestIdleCallback' in window) requestIdleCallback(begin, { timeout: 3000 })
    else setTimeout(begin, 1000)
  })
  onCleanup(() => {
    isGone = true
    started?.stop()
    window.removeEventListener('storage', onStorage)
    window.removeEventListener('focus', readOpenOne)
  })

  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen()}
        aria-label={t('shell.bell.label', store.unread())}
        data-tip={t('shell.bell.tip')}
        onClick={() => toggle(!isOpen())}
        class="relative inline-grid size-(--h-sm) flex-none place-items-center rounded-sm text-ink-2 hover:bg-surface-4 hover:text-ink aria-expanded:bg-surface-4 max-sm:size-11 max-sm:[&_.lucide]:size-5"
      >
        <Show when={quiet()} fallback={<Bell aria-hidden="true" />}>
          <BellOff aria-hidden="true" />
        </Show>
        <Show when={store.unread() > 0}>
          <span
            aria-hidden="true"
            class="absolute -end-0.5 -top-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-brand px-1 font-semibold text-[10px]/none text-on-brand shadow-[0_0_0_2px_var(--canvas)] max-sm:end-1 max-sm:top-1"
          >
            {store.unread() > MOST ? `${MOST}+` : store.unread()}
          </span>
        </Show>
      </button>
      <Show when={wasOpened()}>
        <Suspense>
          <NotificationPanel
            open={isOpen()}
            onOpenChange={toggle}
            anchor={() => button}
            store={store}
            onOpenConversation={(id) => {
              toggle(false)
              goTo(id)
            }}
          />
        </Suspense>
      </Show>
    </>
  )
}
