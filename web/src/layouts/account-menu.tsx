import Bell from 'lucide-solid/icons/bell'
import LogOut from 'lucide-solid/icons/log-out'
import Shield from 'lucide-solid/icons/shield'
import UserRound from 'lucide-solid/icons/user-round'
import { useCurrentMember } from '../modules/auth/current-member'
import { useInboxLive } from '../modules/inbox/inbox-context'
import { saysAway, setAway } from '../modules/inbox/own-presence'
import { presenceOf } from '../modules/inbox/presence'
import { t } from '../shared/i18n'
import { setTheme, type ThemeChoice, themeChoice } from '../shared/theme'
import { Avatar } from '../ui/avatar'
import { Menu } from '../ui/menu'
import { signOut } from './account-actions'

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark']

export function AccountMenu(props: { placement: 'right-end' | 'bottom-end' }) {
  const member = useCurrentMember()
  const live = useInboxLive()
  const presence = () => (saysAway() ? 'away' : presenceOf(live.online(), member.me().user.id))
  return (
    <Menu
      label={t('shell.account.label')}
      placement={props.placement}
      triggerClass="grid h-12 w-16 flex-none place-items-center rounded-md hover:bg-surface-4 max-sm:size-11"
      trigger={<Avatar name={member.me().user.name} presence={presence()} />}
      header={
        <div class="max-w-72 px-2 pt-2 pb-1.5">
          <p class="truncate font-medium">{member.me().user.name}</p>
          <p class="truncate text-ink-3 text-xs">{member.me().user.email}</p>
        </div>
      }
      items={[
        'separator',
        { label: t('shell.account.away'), checked: saysAway(), onSelect: () => setAway(!saysAway()) },
        'separator',
        { label: t('shell.account.profile'), icon: <UserRound aria-hidden="true" />, href: '/settings/profile' },
        {
          label: t('shell.account.notifications'),
          icon: <Bell aria-hidden="true" />,
          href: '/settings/notifications',
        },
        { label: t('shell.account.security'), icon: <Shield aria-hidden="true" />, href: '/settings/security' },
        'separator',
        { heading: t('shell.account.theme') },
        ...themes.map((theme) => ({
          label: t(`shell.theme.${theme}`),
          checked: themeChoice() === theme,
          onSelect: () => setTheme(theme),
        })),
        'separator',
        { label: t('shell.account.signOut'), icon: <LogOut aria-hidden="true" />, onSelect: () => void signOut() },
      ]}
    />
  )
}
