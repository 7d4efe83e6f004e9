import type { Conversation, ListedConversation } from '@worker/modules/conversations/conversations.schemas'
import AlarmClock from 'lucide-solid/icons/alarm-clock'
import Check from 'lucide-solid/icons/check'
import LayoutTemplate from 'lucide-solid/icons/layout-template'
import Lock from 'lucide-solid/icons/lock'
import MailOpen from 'lucide-solid/icons/mail-open'
import PanelRight from 'lucide-solid/icons/panel-right'
import Reply from 'lucide-solid/icons/reply'
import RotateCcw from 'lucide-solid/icons/rotate-ccw'
import Tag from 'lucide-solid/icons/tag'
import UserCheck from 'lucide-solid/icons/user-check'
import UserX from 'lucide-solid/icons/user-x'
import type { CurrentMember } from '../modules/auth/current-member'
import type { ConversationActions } from '../modules/conversations/conversation-actions'
import { t } from '../shared/i18n'
import { isBound, runShortcut } from '../shared/shortcuts'
import type { Icon } from '../ui/icon'
import type { Command } from './commands'

export type ConversationPorts = {
  member: CurrentMember
  conversation: Conversation
  people: readonly { userId: string; name: string }[]
  tags?: readonly Conversation['contact']['tags'][number][]
  actions: Pick<ConversationActions, 'assign' | 'setStatus' | 'addTag'>
}

type Keyed = { keys: string; label: string; icon: Icon; isChange: boolean }

/** What can be done with the open conversation: the same as its keys, by name. */
export function listConversationCommands({
  member,
  conversation,
  people,
  tags = [],
  actions,
}: ConversationPorts): Command[] {
  const group = t('shell.palette.here')
  const mayChange = member.can('conversations:update')
  const isClosed = conversation.status === 'closed'
  const keyed: Keyed[] = [
    { keys: 'r', label: t('shell.palette.reply'), icon: Reply, isChange: true },
    { keys: 'n', label: t('shell.palette.note'), icon: Lock, isChange: true },
    { keys: 't', label: t('shell.palette.template'), icon: LayoutTemplate, isChange: true },
    ...(isClosed ? [] : [{ keys: 'e', label: t('shell.palette.close'), icon: Check, isChange: true }]),
    { keys: 'i', label: t('shell.palette.assignToMe'), icon: UserCheck, isChange: true },
    { keys: 'a', label: t('shell.palette.assignMenu'), icon: UserCheck, isChange: true },
    { keys: 'h', label: t('shell.palette.snooze'), icon: AlarmClock, isChange: true },
    { keys: 'l', label: t('shell.shortcuts.conversation.tag'), icon: Tag, isChange: true },
    { keys: 'u', label: t('shell.palette.unread'), icon: MailOpen, isChange: true },
    { keys: ']', label: t('shell.palette.details'), icon: PanelRight, isChange: false },
  ]
  const commands = keyed
    .filter(({ keys, isChange }) => isBound(keys) && (mayChange || !isChange))
    .map(
      ({ keys, label, icon }): Command => ({
        id: `here-${label}`,
        group,
        label,
        icon,
        keys,
        keywords: t('shell.palette.keywords.conversation'),
        run: () => void runShortcut(keys),
      }),
    )
  if (!mayChange) return commands
  const reopen: Command = {
    id: 'here-reopen',
    group,
    label: t('shell.palette.reopen'),
    icon: RotateCcw,
    run: () => void actions.setStatus([conversation], 'open'),
  }
  const assign = people
    .filter(({ userId }) => userId !== conversation.assigneeId && userId !== member.me().user.id)
    .map(
      ({ userId, name }): Command => ({
        id: `here-assign-${userId}`,
        group,
        label: t('shell.palette.assignTo', { name }),
        keywords: t('shell.palette.keywords.assign'),
        avatar: name,
        isPerson: true,
        isOnlyFound: true,
        run: () => void actions.assign([conversation], userId, name),
      }),
    )
  const unassign: Command = {
    id: 'here-unassign',
    group,
    label: t('shell.palette.unassign'),
    icon: UserX,
    isOnlyFound: true,
    run: () => void actions.assign([conversation], null, null),
  }
  const tagging = tags
    .filter(({ id }) => !conversation.contact.tags.some((tag) => tag.id === id))
    .map(
      (tag): Command => ({
        id: `here-tag-${tag.id}`,
        group,
        label: t('shell.palette.tagHere', { name: tag.name }),
        icon: Tag,
        kind: 'tags',
        isOnlyFound: true,
        run: () => void actions.addTag([conversation], tag),
      }),
    )
  return [
    ...commands,
    ...(isClosed ? [reopen] : []),
    ...assign,
    ...tagging,
    ...(conversation.assigneeId === null ? [] : [unassign]),
  ]
}

/** A conversation to go to: who it is with, and their number. */
export function commandToOpen(conversation: Conversation, group: string, goTo: (href: string) => void): Command {
  const { contact } = conversation
  return {
    id: `open-${group}-${conversation.id}`,
    group,
    label: contact.displayName,
    place: contact.phone ?? contact.username ?? undefined,
    avatar: contact.displayName,
    isPerson: true,
    kind: 'people',
    run: () => goTo(`/inbox/${conversation.id}`),
  }
}

/** A message that was found: it is opened where it stands. */
export function commandToRead({ id, contact, match }: ListedConversation, goTo: (href: string) => void): Command[] {
  if (!match) return []
  return [
    {
      id: `read-${match.messageId}`,
      group: t('shell.palette.messages'),
      label: contact.displayName,
      place: match.text,
      avatar: contact.displayName,
      isPerson: true,
      run: () => goTo(`/inbox/${id}#${match.messageId}`),
    },
  ]
}

/** The conversations of a tag. */
export const commandToFilter = (tag: { id: string; name: string }, goTo: (href: string) => void): Command => ({
  id: `tag-${tag.id}`,
  group: t('shell.palette.tags'),
  label: tag.name,
  place: t('shell.palette.tagConversations'),
  icon: Tag,
  kind: 'tags',
  isOnlyFound: true,
  run: () => goTo(`/inbox?tag=${tag.id}`),
})
