import Keyboard from 'lucide-solid/icons/keyboard'
import LogOut from 'lucide-solid/icons/log-out'
import Monitor from 'lucide-solid/icons/monitor'
import Moon from 'lucide-solid/icons/moon'
import Plus from 'lucide-solid/icons/plus'
import Settings2 from 'lucide-solid/icons/settings-2'
import SquarePen from 'lucide-solid/icons/square-pen'
import Sun from 'lucide-solid/icons/sun'
import type { CurrentMember } from '../modules/auth/current-member'
import { t } from '../shared/i18n'
import { isBound, runShortcut } from '../shared/shortcuts'
import { setTheme } from '../shared/theme'
import type { Icon } from '../ui/icon'
import { signOut, switchWorkspace } from './account-actions'
import { navigation, settingsPages } from './navigation'

export type Command = {
  id: string
  group: string
  label: string
  /** Muted, after the label: where it is. */
  place?: string | undefined
  /** Never shown: what else people call it. */
  keywords?: string
  icon?: Icon
  /** In place of an icon: the tile of a workspace. */
  avatar?: string
  keys?: string
  /** The avatar is a person's, and round. */
  isPerson?: boolean
  /** Found by a sign before it: `@` for people, `#` for tags; everything else is an action, `>`, or a page. */
  kind?: 'people' | 'tags' | 'page'
  /** One of many: only shown when something is typed that finds it. */
  isOnlyFound?: boolean
  run: () => void
}

export type CommandPorts = {
  member: CurrentMember
  goTo: (href: string) => void
  openShortcuts: () => void
  createWorkspace: () => void
}

/** Everything the palette can do for this person, in the order it is shown. */
export function listCommands(ports: CommandPorts): Command[] {
  const { member } = ports
  const goTo = t('shell.palette.goTo')
  const actions = t('shell.palette.actions')
  const pages = navigation
    .filter((entry) => !entry.permission || member.can(entry.permission))
    .map(
      (entry): Command => ({
        id: entry.href,
        group: goTo,
        label: t(entry.label),
        icon: entry.icon,
        kind: 'page',
        keys: `g ${entry.goKey}`,
        run: () => ports.goTo(entry.href),
      }),
    )
  const subPages = settingsPages
    .filter((page) => !page.permission || member.can(page.permission))
    .map(
      (page): Command => ({
        id: page.href,
        group: goTo,
        label: t(page.label),
        place: t('shell.nav.settings'),
        keywords: t(page.keywords),
        icon: Settings2,
        kind: 'page',
        run: () => ports.goTo(page.href),
      }),
    )
  const workspaces = member
    .me()
    .organizations.filter((organization) => organization.id !== member.organizationId())
    .map(
      (organization): Command => ({
        id: organization.id,
        group: t('shell.palette.workspaces'),
        label: t('shell.palette.switchTo', { name: organization.name }),
        avatar: organization.name,
        run: () => void switchWorkspace(organization),
      }),
    )
  return [
    ...pages,
    ...subPages,
    ...workspaces,
    ...(isBound('c')
      ? [
          {
            id: 'start',
            group: actions,
            label: t('shell.palette.startNew'),
            icon: SquarePen,
            keys: 'c',
            run: () => void runShortcut('c'),
          },
        ]
      : []),
    {
      id: 'create-workspace',
      group: actions,
      label: t('shell.workspace.create'),
      keywords: t('shell.palette.keywords.createWorkspace'),
      icon: Plus,
      run: ports.createWorkspace,
    },
    {
      id: 'shortcuts',
      group: actions,
      label: t('shell.help.shortcuts'),
      keywords: t('shell.palette.keywords.shortcuts'),
      icon: Keyboard,
      keys: '?',
      run: ports.openShortcuts,
    },
    {
      id: 'theme-light',
      group: actions,
      label: t('shell.palette.themeLight'),
      keywords: t('shell.palette.keywords.themeLight'),
      icon: Sun,
      run: () => setTheme('light'),
    },
    {
      id: 'theme-dark',
      group: actions,
      label: t('shell.palette.themeDark'),
      keywords: t('shell.palette.keywords.themeDark'),
      icon: Moon,
      run: () => setTheme('dark'),
    },
    {
      id: 'theme-system',
      group: actions,
      label: t('shell.palette.themeSystem'),
      keywords: t('shell.palette.keywords.themeSystem'),
      icon: Monitor,
      run: () => setTheme('system'),
    },
    {
      id: 'sign-out',
      group: actions,
      label: t('shell.account.signOut'),
      keywords: t('shell.palette.keywords.signOut'),
      icon: LogOut,
      run: () => void signOut(),
    },
  ]
}

/** Every word typed has to begin some word of the command. The name itself comes first, then its place, then keywords. */
export function matchCommands(commands: readonly Command[], query: string): Command[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return commands.filter(({ isOnlyFound }) => !isOnlyFound)
  const begins = (text: string) => {
    const parts = fold(text).split(/[\s-]+/)
    const joined = fold(text).split(/\s+/)
    return words.every((word) => [...parts, ...joined].some((part) => part.startsWith(word)))
  }
  const ranks = [
    ({ label }: Command) => label,
    ({ label, place = '', group }: Command) => `${label} ${place} ${group}`,
    ({ label, place = '', group, keywords = '' }: Command) => `${label} ${place} ${group} ${keywords}`,
  ]
  return [...new Set(ranks.flatMap((textOf) => commands.filter((command) => begins(textOf(command)))))]
}

/** In the order in which the groups first appear. */
export function groupCommands(commands: readonly Command[]): [group: string, members: Command[]][] {
  const groups = new Map<string, Command[]>()
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command])
  return [...groups]
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
}
