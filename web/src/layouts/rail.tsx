import { useLocation } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../shared/i18n'
import { shortcutLabel } from '../shared/shortcuts'
import { Logo } from '../ui/logo'
import type { NavigationEntry } from './navigation'

/** From 760 px up; below, there is none. */
export function Rail(props: { entries: readonly NavigationEntry[]; unread: number; foot: JSX.Element }) {
  return (
    <nav aria-label={t('shell.nav.label')} class="row-span-2 flex flex-col items-center gap-0.5 pb-3 max-sm:hidden">
      <a
        href="/inbox"
        aria-label={t('shell.home')}
        class="mb-1 grid h-(--topbar-h) w-full flex-none place-items-center"
      >
        <Logo />
      </a>
      <For each={props.entries.filter((entry) => !entry.foot)}>
        {(entry) => <RailLink entry={entry} unread={unreadOf(entry, props.unread)} />}
      </For>
      <span class="flex-1" />
      <For each={props.entries.filter((entry) => entry.foot)}>
        {(entry) => <RailLink entry={entry} unread={unreadOf(entry, props.unread)} />}
      </For>
      {props.foot}
    </nav>
  )
}

const railItem =
  'relative flex w-16 flex-none flex-col items-center gap-[3px] rounded-md pt-[7px] pb-[5px] font-medium text-2xs/[14px] text-ink-2 tracking-[-.005em] transition-colors duration-(--t-fast) hover:bg-surface-4 hover:text-ink aria-[current]:bg-surface aria-[current]:text-brand-ink aria-[current]:shadow-sm [&_.lucide]:size-[19px] [&_.lucide]:stroke-[1.6]'

/** "page" on the page itself, "true" on the pages below it. */
function createCurrent(href: () => string): () => 'page' | 'true' | undefined {
  const location = useLocation()
  return () => {
    if (location.pathname === href()) return 'page'
    return location.pathname.startsWith(`${href()}/`) ? 'true' : undefined
  }
}

function RailLink(props: { entry: NavigationEntry; unread: number }) {
  const current = createCurrent(() => props.entry.href)
  return (
    <a
      href={props.entry.href}
      class={railItem}
      aria-current={current()}
      data-tip={t(props.entry.label)}
      data-tip-keys={shortcutLabel(`g ${props.entry.goKey}`)}
      data-tip-side="right"
    >
      <Dynamic component={props.entry.icon} aria-hidden="true" />
      {t(props.entry.label)}
      <UnreadBadge count={props.unread} />
    </a>
  )
}

const MOST = 99
const unreadOf = (entry: NavigationEntry, unread: number): number => (entry.href === '/inbox' ? unread : 0)

function UnreadBadge(props: { count: number }) {
  return (
    <Show when={props.count > 0}>
      <span class="absolute start-1/2 top-[3px] ms-[3px] grid h-4 min-w-4 place-items-center rounded-full bg-brand px-1 font-semibold text-[10px]/none text-on-brand tabular-nums">
        <span aria-hidden="true">{props.count > MOST ? `${MOST}+` : props.count}</span>
        <span class="sr-only">{t('shell.unread', props.count)}</span>
      </span>
    </Show>
  )
}

/** Below 760 px, in place of the rail. `isHidden`: the page needs the room. */
export function TabBar(props: { entries: readonly NavigationEntry[]; unread: number; isHidden: boolean }) {
  return (
    <Show when={props.entries.length > 0 && !props.isHidden}>
      <nav
        aria-label={t('shell.nav.label')}
        class="flex flex-none border-line border-t bg-surface px-1.5 pt-1.5 pb-[max(8px,env(safe-area-inset-bottom))] sm:hidden"
      >
        <For each={props.entries}>{(entry) => <Tab entry={entry} unread={unreadOf(entry, props.unread)} />}</For>
      </nav>
    </Show>
  )
}

function Tab(props: { entry: NavigationEntry; unread: number }) {
  const current = createCurrent(() => props.entry.href)
  return (
    <a
      href={props.entry.href}
      aria-current={current()}
      class="relative flex h-12 flex-1 flex-col items-center justify-center gap-[3px] rounded-md font-medium text-2xs/[13px] text-ink-3 aria-[current]:text-brand-ink [&_.lucide]:size-[22px] [&_.lucide]:stroke-[1.6]"
    >
      <Dynamic component={props.entry.icon} aria-hidden="true" />
      {t(props.entry.label)}
      <UnreadBadge count={props.unread} />
    </a>
  )
}
