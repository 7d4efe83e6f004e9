import '../strings/register-team-presence'
import { useNavigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { For, Show } from 'solid-js'
import { useCurrentMember } from '../modules/auth/current-member'
import { membersQuery } from '../modules/inbox/inbox.queries'
import { useInboxLive } from '../modules/inbox/inbox-context'
import { byPresence } from '../modules/inbox/presence'
import { t } from '../shared/i18n'
import { Avatar } from '../ui/avatar'
import { Menu, type MenuItem } from '../ui/menu'

const SHOWN = 3

/** Colleagues who are there, in the top bar; behind it the whole team. Choosing one shows the conversations they have. */
export function TeamPresence() {
  const member = useCurrentMember()
  const live = useInboxLive()
  const navigate = useNavigate()
  const members = useQuery(() => membersQuery(member.organizationId()))
  const ownId = () => member.me().user.id
  const others = () => live.online().filter(({ userId }) => userId !== ownId())
  const team = () =>
    byPresence(members.isPending ? [] : (members.data?.items.filter(({ isActive }) => isActive) ?? []), live.online())
  const items = (): MenuItem[] => [
    { heading: t('teamPresence.heading') },
    ...team().map(
      (person): MenuItem => ({
        label: person.userId === ownId() ? t('teamPresence.you', { name: person.name }) : person.name,
        icon: <Avatar name={person.name} size={20} presence={person.presence} />,
        note: t(`teamPresence.${person.presence}`),
        onSelect: () => navigate(`/inbox?assignee=${encodeURIComponent(person.userId)}`),
      }),
    ),
  ]
  return (
    <Show when={others().length > 0}>
      <span class="max-md:hidden">
        <Menu
          label={t('teamPresence.label', { online: live.online().length })}
          items={items()}
          triggerClass="flex h-(--h-sm) flex-none items-center rounded-sm px-1.5 hover:bg-surface-4"
          trigger={
            <>
              <For each={others().slice(0, SHOWN)}>
                {(person) => (
                  <Avatar
                    name={person.name}
                    size={22}
                    presence={person.isAway ? 'away' : 'online'}
                    class="not-first:-ms-1.5 shadow-[0_0_0_2px_var(--canvas)]"
                  />
                )}
              </For>
              <Show when={others().length > SHOWN}>
                <span class="ps-1 text-ink-2 text-xs tabular-nums">+{others().length - SHOWN}</span>
              </Show>
            </>
          }
        />
      </span>
    </Show>
  )
}
