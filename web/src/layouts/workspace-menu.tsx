import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down'
import Plus from 'lucide-solid/icons/plus'
import { useCurrentMember } from '../modules/auth/current-member'
import { t } from '../shared/i18n'
import { Avatar } from '../ui/avatar'
import { Menu, type MenuItem } from '../ui/menu'
import { switchWorkspace } from './account-actions'

export function WorkspaceMenu(props: { onCreate: () => void }) {
  const member = useCurrentMember()
  const items = (): MenuItem[] => [
    { heading: t('shell.workspace.switch') },
    ...member.me().organizations.map((organization): MenuItem => {
      const here = organization.id === member.organizationId()
      return {
        label: organization.name,
        icon: <Avatar name={organization.name} size={20} square />,
        checked: here,
        onSelect: () => {
          if (!here) void switchWorkspace(organization)
        },
      }
    }),
    'separator',
    { label: t('shell.workspace.create'), icon: <Plus aria-hidden="true" />, onSelect: props.onCreate },
  ]
  return (
    <Menu
      label={`${t('shell.workspace.switch')}: ${member.me().organization.name}`}
      tip={false}
      placement="bottom-start"
      triggerClass="flex h-[30px] min-w-0 max-w-[260px] items-center gap-2 rounded-sm ps-[5px] pe-2 font-medium hover:bg-surface-4 max-sm:h-11 max-sm:flex-1 max-sm:text-md"
      trigger={
        <>
          <Avatar name={member.me().organization.name} size={20} square />
          <span class="truncate">{member.me().organization.name}</span>
          <ChevronsUpDown aria-hidden="true" class="size-3.5 text-ink-3" />
        </>
      }
      items={items()}
    />
  )
}
