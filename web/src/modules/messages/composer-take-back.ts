import type { Message } from '@worker/modules/messages/messages.schemas'
import { errorText } from '../../shared/errors'
import { queryClient } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { threadKey } from '../inbox/inbox.queries'
import type { Thread } from '../inbox/inbox-cache'
import type { Pending } from '../inbox/outbox'
import { type Attachments, attachmentsOf, findUploaded } from './attachments'
import { joinTexts, typedText } from './composer-contents'
import { askComposer } from './composer-requests'
import type { Drafts } from './drafts'
import { type FormKind, keptForms } from './kept-forms'

type Content = Pending['message']['content']
type Place = {
  organizationId: string
  userId: string
  drafts: Drafts
  onReplyTo: (message: Message | undefined) => void
}

/**
 * A message that was not sent, back where it was written: its words and its file in the box, what was built in its builder,
 * with what it answers. Nothing that is there is lost.
 */
export function takeBack({ conversationId, message }: Pending, place: Place): void {
  const { content, replyToMessageId } = message
  const { organizationId, userId, drafts, onReplyTo } = place
  if (replyToMessageId) {
    const thread = queryClient.getQueryData<Thread>(threadKey(organizationId, conversationId))
    onReplyTo(thread?.items.find(({ id }) => id === replyToMessageId))
  }
  const form = keepForm(content, { organizationId, userId, conversationId })
  if (form) {
    askComposer(conversationId, form)
    return
  }
  const mode = content.type === 'note' ? 'note' : 'reply'
  drafts.set(conversationId, { [mode]: joinTexts(typedText(content), drafts.of(conversationId)[mode]) })
  if ('mediaId' in content && content.mediaId)
    void bringBack(attachmentsOf({ organizationId, userId, conversationId }), content)
  askComposer(conversationId, mode)
}

/** What was filled in for a message goes back into its form. @returns which form that is; none for what the box holds */
function keepForm(content: Content, place: Parameters<typeof keptForms>[1]): FormKind | undefined {
  switch (content.type) {
    case 'buttons':
    case 'list':
      keptForms('builder', place).push({ taken: content })
      return 'builder'
    case 'location':
      keptForms('location', place).push({ taken: content })
      return 'location'
    case 'contacts':
      keptForms('contact', place).push({ taken: content })
      return 'contact'
    case 'template':
      keptForms('template', place).push(content)
      return 'template'
  }
  return undefined
}

type WithFile = Extract<Content, { mediaId: string | null }>
async function bringBack(attachments: Attachments, content: WithFile): Promise<void> {
  try {
    attachments.restore(await findUploaded(content.mediaId ?? ''), content.type === 'audio' && content.voice === true)
  } catch (error) {
    showToast({ tone: 'bad', text: errorText(error) })
  }
}
