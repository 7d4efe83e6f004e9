import '../../strings/register-details'
import '../../strings/register-inbox-many'
import { useQuery } from '@tanstack/solid-query'
import type { Tag as TagRow } from '@worker/modules/contacts/contacts.schemas'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import Check from 'lucide-solid/icons/check'
import Plus from 'lucide-solid/icons/plus'
import Tag from 'lucide-solid/icons/tag'
import UserRound from 'lucide-solid/icons/user-round'
import X from 'lucide-solid/icons/x'
import { createSignal, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { createShortcuts } from '../../shared/shortcuts'
import { Avatar } from '../../ui/avatar'
import { IconButton } from '../../ui/icon-button'
import { Menu, type MenuItem } from '../../ui/menu'
import { useCurrentMember } from '../auth/current-member'
import { tagsQuery } from '../inbox/inbox.queries'
import { useInboxLive } from '../inbox/inbox-context'
import { byPresence } from '../inbox/presence'
import type { ConversationActions } from './conversation-actions'
import { provideSelectionEnd } from './selection-end'

const TagPicker = lazyPart(() => import('../contacts/tag-picker'))
const button =
  'inline-flex h-7 items-center gap-1.5 rounded-sm px-2 font-medium text-[12.5px] hover:bg-white/15 max-sm:h-11 [&_.lucide]:size-3.5'

/** Floats over the list while conversations are marked. */
export function BulkBar(props: {
  rows: readonly Conversation[]
  members: readonly Member[]
  actions: ConversationActions
  onDone: () => void
}) {
  const member = useCurrentMember()
  const live = useInboxLive()
  createShortcuts([{ keys: 'escape', run: () => props.onDone() }])
  provideSelectionEnd(() => props.onDone())
  const tags = useQuery(() => tagsQuery(member.organizationId()))
  const run = (work: Promise<unknown>) => {
    void work
    props.onDone()
  }
  const people = (): MenuItem[] => [
    ...byPresence(
      props.members.filter(({ isActive, role }) => isActive && role !== 'user'),
      live.online(),
    ).map(({ userId, name, presence }) => ({
      label: name,
      icon: <Avatar name={name} size={20} presence={presence} />,
      note: presence === 'online' ? undefined : t(`inbox.presence.${presence}`),
      onSelect: () => run(props.actions.assign(props.rows, userId, name)),
    })),
    'separator',
    { label: t('inbox.assign.nobody'), onSelect: () => run(props.actions.assign(props.rows, null, null)) },
  ]
  const [isPicking, setPicking] = createSignal(false)
  let tagAnchor: HTMLSpanElement | undefined
  const addTag = (tag: TagRow) => run(props.actions.addTag(props.rows, tag))
  const tagItems = (): MenuItem[] => {
    if (tags.isPending) return []
    if (!tags.data) return [{ label: t('details.tags.loadFailed'), disabled: true }]
    if (tags.data.items.length > 0)
      return tags.data.items.map((tag) => ({ label: tag.name, onSelect: () => addTag(tag) }))
    return [
      { label: t('inbox.bulk.noTags'), disabled: true },
      { label: t('inbox.bulk.newTag'), icon: <Plus aria-hidden="true" />, onSelect: () => setPicking(true) },
    ]
  }
  return (
    <div
      role="toolbar"
      aria-label={t('inbox.bulk.label', { count: props.rows.length })}
      class="absolute inset-x-3 bottom-3 z-(--z-sticky) flex h-10 items-center gap-1 rounded-[10px] bg-ink ps-3 pe-1 text-ink-inverse shadow-lg max-sm:h-14"
    >
      <span class="flex-1 font-medium text-[12.5px] tabular-nums">
        {t('inbox.bulk.count', { count: props.rows.length })}
      </span>
      <Menu
        label={t('inbox.assign.label')}
        items={people()}
        triggerClass={button}
        trigger={<UserRound aria-hidden="true" />}
        placement="top-start"
      />
      <span ref={(element) => (tagAnchor = element)} class="inline-flex">
        <Menu
          label={t('inbox.bulk.tag')}
          items={tagItems()}
          triggerClass={button}
          trigger={<Tag aria-hidden="true" />}
          placement="top-start"
        />
      </span>
      <Show when={isPicking() && tagAnchor}>
        {(anchor) => (
          <Suspense>
            <TagPicker anchor={anchor()} chosen={[]} onToggle={addTag} onClose={() => setPicking(false)} />
          </Suspense>
        )}
      </Show>
      <button type="button" class={button} onClick={() => run(props.actions.setStatus(props.rows, 'closed'))}>
        <Check aria-hidden="true" />
        {t('inbox.close')}
      </button>
      <IconButton
        class="!text-ink-inverse hover:!bg-white/15"
        size="sm"
        label={t('inbox.bulk.clear')}
        icon={<X aria-hidden="true" />}
        onClick={() => props.onDone()}
      />
    </div>
  )
}
