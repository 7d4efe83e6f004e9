import type { Message } from '@worker/modules/messages/messages.schemas'
import Copy from 'lucide-solid/icons/copy'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Smile from 'lucide-solid/icons/face-slightly-smiling-plus'
import Info from 'lucide-solid/icons/info'
import Link from 'lucide-solid/icons/link'
import Reply from 'lucide-solid/icons/reply'
import SquarePen from 'lucide-solid/icons/square-pen'
import X from 'lucide-solid/icons/x'
import Zap from 'lucide-solid/icons/zap'
import { createSignal, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { shortcutLabel } from '../../shared/shortcuts'
import { formatClock } from '../../shared/times'
import { IconButton } from '../../ui/icon-button'
import { Menu } from '../../ui/menu'
import type { MenuItem } from '../../ui/menu-parts'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { cancelMessage } from './cancel-message'
import { typedText } from './composer-contents'
import { askComposer } from './composer-requests'
import { copyText } from './copy-text'
import { setEditedNoteId } from './note-editing'
import { useThread } from './thread-context'

const MessageInfo = lazyPart(() => import('./message-info'))
const ReactionPicker = lazyPart(() => import('./reaction-picker'))

/** Where a message is found again. */
export const messageLink = ({ conversationId, id }: Pick<Message, 'conversationId' | 'id'>): string =>
  `${window.location.origin}/inbox/${conversationId}#${id}`

/** What can be done with one message: beside it, while the pointer or the focus is on it. On touch after a tap. */
export function MessageActions(props: { message: Message }) {
  const thread = useThread()
  const member = useCurrentMember()
  const live = useInboxLive()
  const [isInfoOpen, setInfoOpen] = createSignal<boolean>()
  const [anchor, setAnchor] = createSignal<HTMLElement>()
  let group: HTMLSpanElement | undefined
  const canSend = () => member.can('messages:send')
  const canAnswer = () => canSend() && props.message.wamid !== null && props.message.revokedAt === null
  const isOwnNote = () => props.message.type === 'note' && props.message.author?.id === member.me().user.id
  /** What we wrote can be written again: by a shortcut. */
  const reusable = () => {
    const { direction, type, content, revokedAt } = props.message
    const isOurs = direction === 'outbound' && type !== 'note' && revokedAt === null
    return isOurs && member.can('canned-replies:update') ? typedText(content) : ''
  }
  const makeCanned = () => askComposer(props.message.conversationId, 'canned', reusable())
  const openReactions = () => setAnchor(group)

  function items(): MenuItem[] {
    const message = props.message
    const text = message.revokedAt === null ? message.text : null
    return [
      canAnswer() && {
        label: t('thread.actions.reply'),
        icon: <Reply />,
        shortcut: 'R',
        onSelect: () => thread.reply(message),
      },
      canAnswer() && { label: t('thread.actions.react'), icon: <Smile />, shortcut: '+', onSelect: openReactions },
      isOwnNote() && {
        label: t('thread.actions.editNote'),
        icon: <SquarePen />,
        onSelect: () => setEditedNoteId(message.id),
      },
      text !== null && {
        label: t('thread.actions.copyText'),
        icon: <Copy />,
        shortcut: shortcutLabel('mod+c'),
        onSelect: () => void copyText(text, t('thread.actions.copiedText')),
      },
      reusable() !== '' && {
        label: t('thread.actions.makeCanned'),
        icon: <Zap />,
        shortcut: 'S',
        onSelect: makeCanned,
      },
      {
        label: t('thread.actions.copyLink'),
        icon: <Link />,
        onSelect: () => void copyText(messageLink(message), t('thread.actions.copiedLink')),
      },
      { label: t('thread.actions.info'), icon: <Info />, onSelect: () => setInfoOpen(true) },
      canSend() &&
        message.status === 'queued' && {
          label: t('thread.actions.cancel'),
          icon: <X />,
          tone: 'danger' as const,
          onSelect: () => void cancelMessage(live.cache, message, t('thread.actions.cancelled')),
        },
    ].filter((item) => item !== false)
  }
  return (
    <span
      ref={(element) => (group = element)}
      class="flex flex-none self-center opacity-0 focus-within:opacity-100 group-hover/message:opacity-100 group-focus/message:opacity-100 has-[[aria-expanded=true]]:opacity-100"
    >
      <Show when={canAnswer()}>
        <IconButton
          size="sm"
          class="max-sm:hidden"
          label={t('thread.actions.react')}
          shortcut="+"
          data-key="+"
          aria-haspopup="dialog"
          icon={<Smile aria-hidden="true" />}
          onClick={openReactions}
        />
        <IconButton
          size="sm"
          class="max-sm:hidden"
          label={t('thread.actions.reply')}
          shortcut="R"
          data-key="r"
          icon={<Reply aria-hidden="true" />}
          onClick={() => thread.reply(props.message)}
        />
      </Show>
      {/* For its key: rarely wanted, it stands in the menu only. */}
      <Show when={reusable() !== ''}>
        <button type="button" hidden data-key="s" onClick={makeCanned} />
      </Show>
      <Menu
        label={t('thread.actions.label', { time: formatClock(props.message.occurredAt) })}
        tip={false}
        trigger={<Ellipsis aria-hidden="true" />}
        triggerClass="inline-flex size-(--h-sm) items-center justify-center rounded-sm text-ink-2 hover:bg-surface-3 hover:text-ink aria-expanded:bg-surface-3 max-sm:size-11"
        items={items()}
      />
      <Show when={anchor()}>
        {(element) => (
          <Suspense>
            <ReactionPicker message={props.message} anchor={element()} onClose={() => setAnchor(undefined)} />
          </Suspense>
        )}
      </Show>
      <Show when={isInfoOpen() !== undefined}>
        <Suspense>
          <MessageInfo message={props.message} open={isInfoOpen() === true} onOpenChange={setInfoOpen} />
        </Suspense>
      </Show>
    </span>
  )
}
