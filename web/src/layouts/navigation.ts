import type { Permission } from '@worker/tenancy/permissions.schemas'
import Contact from 'lucide-solid/icons/contact'
import Inbox from 'lucide-solid/icons/inbox'
import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import Settings2 from 'lucide-solid/icons/settings-2'
import type { Icon } from '../ui/icon'

export type NavigationEntry = {
  href: string
  label: 'shell.nav.inbox' | 'shell.nav.overview' | 'shell.nav.contacts' | 'shell.nav.settings'
  icon: Icon
  /** The second key after G. */
  goKey: string
  /** Left out for those who may not. */
  permission?: Permission
  /** At the rail's foot instead of its top. */
  foot?: true
}

/** The rail, the phone's tab bar, the palette and the G shortcuts. A feature adds one line. */
export const navigation: readonly NavigationEntry[] = [
  { href: '/inbox', label: 'shell.nav.inbox', icon: Inbox, goKey: 'i' },
  {
    href: '/overview',
    label: 'shell.nav.overview',
    icon: LayoutDashboard,
    goKey: 'o',
    permission: 'conversations:read',
  },
  { href: '/contacts', label: 'shell.nav.contacts', icon: Contact, goKey: 'c', permission: 'contacts:read' },
  { href: '/settings', label: 'shell.nav.settings', icon: Settings2, goKey: 's', foot: true },
]

type PageName =
  | 'profile'
  | 'notifications'
  | 'security'
  | 'workspace'
  | 'numbers'
  | 'connectNumber'
  | 'customFields'
  | 'cannedReplies'
  | 'apiKeys'
  | 'auditLog'

/** Pages below an entry, for the palette. */
export type SubPage = {
  href: string
  label: `shell.palette.pages.${PageName}`
  keywords: `shell.palette.keywords.${PageName}`
  permission?: Permission
}

export const settingsPages: readonly SubPage[] = [
  {
    href: '/settings/profile',
    label: 'shell.palette.pages.profile',
    keywords: 'shell.palette.keywords.profile',
  },
  {
    href: '/settings/notifications',
    label: 'shell.palette.pages.notifications',
    keywords: 'shell.palette.keywords.notifications',
  },
  {
    href: '/settings/security',
    label: 'shell.palette.pages.security',
    keywords: 'shell.palette.keywords.security',
  },
  {
    href: '/settings/workspace',
    label: 'shell.palette.pages.workspace',
    keywords: 'shell.palette.keywords.workspace',
  },
  {
    href: '/settings/numbers',
    label: 'shell.palette.pages.numbers',
    keywords: 'shell.palette.keywords.numbers',
    permission: 'phone-numbers:read',
  },
  {
    href: '/settings/numbers/connect',
    label: 'shell.palette.pages.connectNumber',
    keywords: 'shell.palette.keywords.connectNumber',
    permission: 'phone-numbers:update',
  },
  {
    href: '/settings/custom-fields',
    label: 'shell.palette.pages.customFields',
    keywords: 'shell.palette.keywords.customFields',
    permission: 'contacts:read',
  },
  {
    href: '/settings/canned-replies',
    label: 'shell.palette.pages.cannedReplies',
    keywords: 'shell.palette.keywords.cannedReplies',
    permission: 'canned-replies:read',
  },
  {
    href: '/settings/api-keys',
    label: 'shell.palette.pages.apiKeys',
    keywords: 'shell.palette.keywords.apiKeys',
    permission: 'api-keys:read',
  },
  {
    href: '/settings/audit-log',
    label: 'shell.palette.pages.auditLog',
    keywords: 'shell.palette.keywords.auditLog',
    permission: 'audit-log:read',
  },
]
