import type { Message } from '@worker/modules/messages/messages.schemas'
import { t } from '../../shared/i18n'
import LightboxView, { type LightboxItem } from './lightbox-view'
import { contactName, useThread } from './thread-context'

/** One photo or video over the whole page; the arrow keys go through all that the thread has loaded. */
export default function Lightbox(props: {
  messages: readonly Message[]
  messageId: string
  onMove: (messageId: string) => void
  onClose: () => void
}) {
  const thread = useThread()
  const toItem = ({ id, media, direction, author, content, occurredAt }: Message): LightboxItem => ({
    id,
    media,
    author: direction === 'inbound' ? contactName(thread) : (author?.name ?? t('thread.us')),
    at: occurredAt,
    caption: 'caption' in content ? content.caption : undefined,
  })
  return (
    <LightboxView
      items={props.messages.map(toItem)}
      itemId={props.messageId}
      onMove={props.onMove}
      onClose={props.onClose}
    />
  )
}
