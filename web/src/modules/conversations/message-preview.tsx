import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import FileText from 'lucide-solid/icons/file-text'
import Image from 'lucide-solid/icons/image'
import LayoutTemplate from 'lucide-solid/icons/layout-template'
import Lock from 'lucide-solid/icons/lock'
import MapPin from 'lucide-solid/icons/map-pin'
import Mic from 'lucide-solid/icons/mic'
import Reply from 'lucide-solid/icons/reply'
import ShoppingBag from 'lucide-solid/icons/shopping-bag'
import Sticker from 'lucide-solid/icons/sticker'
import UserRound from 'lucide-solid/icons/user-round'
import Video from 'lucide-solid/icons/video'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import type { Icon } from '../../ui/icon'
import { Ticks } from '../messages/ticks'

const icons: Record<string, Icon> = {
  image: Image,
  video: Video,
  audio: Mic,
  document: FileText,
  sticker: Sticker,
  location: MapPin,
  contacts: UserRound,
  order: ShoppingBag,
  template: LayoutTemplate,
  button_reply: Reply,
  note: Lock,
}

/** The icon of a kind that has one. */
export const kindIcon = (type: string): Icon | undefined => icons[type]

/** What was begun in a conversation and not sent; or sent, and refused by the server. */
export type RowDraft = { kind: 'reply' | 'note' | 'refused'; text: string }
const draftWords = {
  reply: 'inbox.preview.draft',
  note: 'inbox.preview.draftNote',
  refused: 'inbox.preview.refused',
} as const

/** The second line of a row: what was said last, by whom, and how far it came. A draft or a failure comes first. */
export function MessagePreview(props: {
  message: Conversation['lastMessage']
  isUnread: boolean
  draft: RowDraft | undefined
}) {
  const isFailed = () => props.message?.status === 'failed'
  const words = () => {
    const message = props.message
    if (!message) return t('inbox.preview.empty')
    if (message.status === 'failed') return t('inbox.preview.failed', { text: message.text ?? '' })
    return message.text || kindWord(message.type)
  }
  return (
    <span
      class={cx(
        'flex min-w-0 flex-1 items-center gap-1 [&_.lucide]:size-3.5 [&_.lucide]:flex-none',
        props.draft?.kind === 'refused' || (props.draft === undefined && isFailed())
          ? 'text-bad-ink'
          : props.draft !== undefined
            ? 'text-buoy-ink'
            : props.isUnread
              ? 'text-ink'
              : 'text-ink-2',
      )}
    >
      <Show
        when={props.draft === undefined}
        fallback={
          <>
            <Show when={props.draft?.kind === 'note'}>
              <Lock aria-hidden="true" />
            </Show>
            <Show when={props.draft?.kind === 'refused'}>
              <CircleAlert aria-hidden="true" />
            </Show>
            <span class="truncate" dir="auto">
              {t(draftWords[props.draft?.kind ?? 'reply'], { text: props.draft?.text ?? '' })}
            </span>
          </>
        }
      >
        <Show when={props.message}>
          {(message) => (
            <>
              <Show when={isFailed()}>
                <CircleAlert aria-hidden="true" />
              </Show>
              <Show when={message().direction === 'outbound' && !isFailed()}>
                <Ticks status={message().status} class="!size-3.5" />
              </Show>
              <Show when={!isFailed() && icons[message().type]}>
                {(icon) => <Dynamic component={icon()} aria-hidden="true" />}
              </Show>
            </>
          )}
        </Show>
        <span class="truncate" dir="auto">
          {words()}
        </span>
      </Show>
    </span>
  )
}

const kinds = [
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'order',
  'template',
  'call',
  'unsupported',
] as const
export function kindWord(type: string): string {
  const kind = kinds.find((known) => known === type)
  return kind ? t(`inbox.preview.kinds.${kind}`) : t('inbox.preview.message')
}

/** What a message of ours says, in one line. */
export function contentWords(content: NewMessage['content']): string {
  if ('body' in content && content.body) return content.body
  if ('caption' in content && content.caption) return content.caption
  if ('filename' in content && content.filename) return content.filename
  return kindWord(content.type)
}
