import type { Message } from '@worker/modules/messages/messages.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { queryClient } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { threadKey } from '../inbox/inbox.queries'
import type { Thread } from '../inbox/inbox-cache'
import type { Outbox, Pending } from '../inbox/outbox'
import { type Attachments, attachmentsOf, uploadedFile } from './attachments'
import { joinTexts, typedText } from './composer-contents'
import { askComposer } from './composer-requests'
import type { Drafts } from './drafts'
import { undoSendMs } from './undo-send'

type Place = {
  organizationId: string
  userId: string
  drafts: Drafts
  onReplyTo: (message: Message | undefined) => void
}

/** A message that was not sent, back in the composer: its words, its file, what it answers. Nothing typed there is lost. */
export function takeBack({ conversationId, message }: Pending, place: Place): void {
  const { content, replyToMessageId } = message
  const { organizationId, userId, drafts, onReplyTo } = place
  const mode = content.type === 'note' ? 'note' : 'reply'
  drafts.set(conversationId, { [mode]: joinTexts(typedText(content), drafts.of(conversationId)[mode]) })
  if ('mediaId' in content && content.mediaId)
    void bringBack(attachmentsOf({ organizationId, userId, conversationId }), content)
  if (replyToMessageId) {
    const thread = queryClient.getQueryData<Thread>(threadKey(organizationId, conversationId))
    onReplyTo(thread?.items.find(({ id }) => id === replyToMessageId))
  }
  askComposer(conversationId, mode)
}

/** A message that the box can't hold is not taken apart: it is gone, unless the same one is put on its way again. */
export function offerAgain({ conversationId, message, state }: Pending, outbox: Pick<Outbox, 'add'>): void {
  const holdMs = message.scheduledFor === undefined ? undoSendMs() : 0
  showToast({
    text: t('composer.undo.dropped'),
    action: {
      label: t(state === 'refused' ? 'composer.undo.again' : 'composer.undo.take'),
      isUndo: true,
      onSelect: () => void outbox.add(conversationId, message, crypto.randomUUID(), holdMs),
    },
  })
}

type WithFile = Extract<Pending['message']['content'], { mediaId: string | null }>
/** After a reload the page doesn't know the file any more; the server does. */
async function bringBack(attachments: Attachments, content: WithFile): Promise<void> {
  const id = content.mediaId ?? ''
  try {
    const media = uploadedFile(id) ?? (await call(api.api.media[':id'].$get({ param: { id } })))
    const isVoice = content.type === 'audio' && content.voice === true
    attachments.restore(media, isVoice)
  } catch (error) {
    showToast({ tone: 'bad', text: errorText(error) })
  }
}
