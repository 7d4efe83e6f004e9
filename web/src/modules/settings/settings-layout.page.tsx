import { A, type RouteSectionProps, useLocation } from '@solidjs/router'
import Bell from 'lucide-solid/icons/bell'
import KeyRound from 'lucide-solid/icons/key-round'
import ListPlus from 'lucide-solid/icons/list-plus'
import Phone from 'lucide-solid/icons/phone'
import ScrollText from 'lucide-solid/icons/scroll-text'
import Shield from 'lucide-solid/icons/shield'
import Store from 'lucide-solid/icons/store'
import UserRound from 'lucide-solid/icons/user-round'
import Zap from 'lucide-solid/icons/zap'
import { createEffect, createMemo, For, on } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'

const groups = [
  {
    label: t('settings.nav.workspaceGroup'),
    pages: [
      { href: '/settings/workspace', icon: Store, label: t('settings.nav.workspace') },
      { href: '/settings/numbers', icon: Phone, label: t('settings.nav.numbers') },
      { href: '/settings/custom-fields', icon: ListPlus, label: t('settings.nav.customFields') },
      { href: '/settings/canned-replies', icon: Zap, label: t('settings.nav.cannedReplies') },
      { href: '/settings/api-keys', icon: KeyRound, label: t('settings.nav.apiKeys') },
      { href: '/settings/audit-log', icon: ScrollText, label: t('settings.nav.auditLog') },
    ],
  },
  {
    label: t('settings.nav.youGroup'),
    pages: [
      { href: '/settings/profile', icon: UserRound, label: t('settings.nav.profile') },
      { href: '/settings/notifications', icon: Bell, label: t('settings.nav.notifications') },
      { href: '/settings/security', icon: Shield, label: t('settings.nav.security') },
    ],
  },
] as const
const pages = groups.flatMap((group) => [...group.pages])

export default function SettingsLayout(props: RouteSectionProps) {
  const location = useLocation()
  const current = createMemo(() => pages.find((page) => location.pathname.startsWith(page.href)))
  let nav: HTMLElement | undefined

  // On a phone the menu is one scrolling line; the current page must not hide beyond its end.
  createEffect(
    on(current, () => {
      // After the link has been marked and the page has its width.
      requestAnimationFrame(() =>
        nav?.querySelector('[aria-current="page"]')?.scrollIntoView?.({ inline: 'center', block: 'nearest' }),
      )
    }),
  )

  return (
    <div class="flex h-full flex-col">
      <header class="flex min-h-14 flex-none items-center gap-2 border-line-soft border-b ps-6 pe-5 max-sm:px-4">
        <span class="text-[17px]/6 text-ink-3 tracking-[-.015em] max-sm:hidden">
          {t('settings.title')}
          <span aria-hidden="true" class="ps-2">
            /
          </span>
        </span>
        <h1 tabindex="-1" class="text-[17px]/6 tracking-[-.015em] max-sm:text-[26px]/[34px] max-sm:tracking-[-.025em]">
          {current()?.label ?? t('settings.title')}
        </h1>
      </header>
      <div class="grid min-h-0 flex-1 grid-cols-[208px_minmax(0,1fr)] max-md:grid-cols-1 max-md:grid-rows-[auto_minmax(0,1fr)]">
        <nav
          ref={(element) => (nav = element)}
          aria-label={t('settings.nav.label')}
          class="overflow-y-auto border-line border-e px-2.5 py-3 max-md:flex max-md:gap-1 max-md:overflow-x-auto max-md:border-e-0 max-md:border-line-soft max-md:border-b max-md:px-3 max-md:py-2"
        >
          <For each={groups}>
            {(group) => (
              <>
                <p id={`settings-${group.label}`} class="px-2.5 pt-3 pb-1 font-medium text-ink-3 text-xs max-md:hidden">
                  {group.label}
                </p>
                <ul aria-labelledby={`settings-${group.label}`} class="max-md:flex max-md:gap-1">
                  <For each={group.pages}>
                    {(page) => (
                      <li>
                        <A
                          href={page.href}
                          class="flex h-8 items-center gap-[9px] whitespace-nowrap rounded-[7px] px-2.5 text-ink-2 hover:bg-surface-2 aria-[current=page]:bg-surface-3 aria-[current=page]:font-medium aria-[current=page]:text-ink max-sm:h-11"
                        >
                          <Dynamic component={page.icon} aria-hidden="true" />
                          {page.label}
                        </A>
                      </li>
                    )}
                  </For>
                </ul>
              </>
            )}
          </For>
        </nav>
        <div class="overflow-y-auto px-6 pt-4 pb-7 max-sm:px-3">{props.children}</div>
      </div>
    </div>
  )
}
