import '../../strings/register-inbox'
import { t } from '../../shared/i18n'
import { queryClient } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { contentWords } from '../conversations/message-preview'
import { copyText } from '../messages/copy-text'
import { conversationQuery, isGone } from './inbox.queries'
import type { Pending } from './outbox'

const MOST = 80
const excerpt = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST).trimEnd()}…` : text)

/** Says whose message was refused, and why. The list marks it for as long as it is so. */
export async function tellRefused(
  { conversationId, message, problem }: Pending,
  { organizationId, open }: { organizationId: string; open: () => void },
): Promise<void> {
  const found = await queryClient.fetchQuery(conversationQuery(organizationId, conversationId)).catch((error) => {
    if (isGone(error)) return 'gone' as const
    throw error
  })
  if (found === 'gone') {
    // There is nothing to open: here is what was to be sent, and it stays with what failed.
    const text = contentWords(message.content)
    showToast({
      tone: 'bad',
      text: t('inbox.refused.gone', { text: excerpt(text) }),
      action: { label: t('inbox.refused.copy'), onSelect: () => void copyText(text, t('thread.actions.copiedText')) },
      sticky: true,
    })
    return
  }
  const name = found.contact.displayName
  showToast({
    tone: 'bad',
    text: t('inbox.refused.text', { name, reason: problem?.text ?? '' }),
    action: { label: t('inbox.refused.open'), onSelect: open },
  })
}
