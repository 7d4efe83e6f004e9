import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { t } from '../../shared/i18n'
import { serverNow } from '../../shared/server-clock'
import { Avatar } from '../../ui/avatar'
import type { MenuItem } from '../../ui/menu-parts'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { byPresence } from '../inbox/presence'
import type { ConversationActions } from './conversation-actions'
import { snoozeChoices, snoozeUntil } from './snooze-times'

/** Who a conversation can be given to, and until when it can rest: in its header, and in the sheet of a phone. */
export function createConversationMenus(from: {
  conversation: () => Conversation
  actions: () => ConversationActions
  members: () => readonly Member[]
}) {
  const me = useCurrentMember().me
  const live = useInboxLive()
  const assign = (userId: string | null, name: string | null) =>
    void from.actions().assign([from.conversation()], userId, name)
  const snooze = (until: string | null) => void from.actions().snooze([from.conversation()], until)
  const answering = () =>
    byPresence(
      from.members().filter(({ isActive, role }) => isActive && role !== 'user'),
      live.online(),
    )
  return {
    assign,
    assignItems: (): MenuItem[] => [
      ...answering().map((person) => ({
        label: person.userId === me().user.id ? t('inbox.assign.me', { name: person.name }) : person.name,
        icon: <Avatar name={person.name} size={20} presence={person.presence} />,
        note: person.presence === 'online' ? undefined : t(`inbox.presence.${person.presence}`),
        checked: person.userId === from.conversation().assigneeId,
        onSelect: () => assign(person.userId, person.name),
      })),
      'separator',
      {
        label: t('inbox.assign.nobody'),
        checked: from.conversation().assigneeId === null,
        onSelect: () => assign(null, null),
      },
    ],
    snoozeItems: (): MenuItem[] => [
      ...snoozeChoices(new Date(serverNow())).map((choice) => ({
        label: t(`inbox.snooze.${choice}`),
        onSelect: () => snooze(snoozeUntil(choice, new Date(serverNow())).toISOString()),
      })),
      ...(from.conversation().snoozedUntil
        ? (['separator', { label: t('inbox.snooze.end'), onSelect: () => snooze(null) }] as MenuItem[])
        : []),
    ],
  }
}

/** Where one goes on when a conversation is done with: to the next one of the list, else to the one before. */
export function nextOf(rows: readonly Conversation[], id: string): string | undefined {
  const at = rows.findIndex((row) => row.id === id)
  return (rows[at + 1] ?? rows[at - 1])?.id
}
