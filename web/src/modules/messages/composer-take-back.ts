import type { Message } from '@worker/modules/messages/messages.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { queryClient } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { threadKey } from '../inbox/inbox.queries'
import type { Thread } from '../inbox/inbox-cache'
import type { Pending } from '../inbox/outbox'
import { attachmentsOf, uploadedFile } from './attachments'
import { joinTexts, typedText } from './composer-contents'
import { askComposer } from './composer-requests'
import type { Drafts } from './drafts'

type Place = { organizationId: string; drafts: Drafts; onReplyTo: (message: Message | undefined) => void }

/** A message that was not sent, back in the composer: its words, its file, what it answers. Nothing typed there is lost. */
export function takeBack({ conversationId, message }: Pending, { organizationId, drafts, onReplyTo }: Place): void {
  const { content, replyToMessageId } = message
  const mode = content.type === 'note' ? 'note' : 'reply'
  drafts.set(conversationId, { [mode]: joinTexts(typedText(content), drafts.of(conversationId)[mode]) })
  if ('mediaId' in content && content.mediaId) void bringBack(organizationId, conversationId, content)
  if (replyToMessageId) {
    const thread = queryClient.getQueryData<Thread>(threadKey(organizationId, conversationId))
    onReplyTo(thread?.items.find(({ id }) => id === replyToMessageId))
  }
  askComposer(conversationId, content.type === 'template' ? 'template' : mode)
}

type WithFile = Extract<Pending['message']['content'], { mediaId: string | null }>
/** After a reload the page doesn't know the file any more; the server does. */
async function bringBack(organizationId: string, conversationId: string, content: WithFile): Promise<void> {
  const id = content.mediaId ?? ''
  try {
    const media = uploadedFile(id) ?? (await call(api.api.media[':id'].$get({ param: { id } })))
    const isVoice = content.type === 'audio' && content.voice === true
    attachmentsOf(organizationId, conversationId).restore(media, isVoice)
  } catch (error) {
    showToast({ tone: 'bad', text: errorText(error) })
  }
}
