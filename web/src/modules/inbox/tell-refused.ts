import '../../strings/register-inbox'
import { t } from '../../shared/i18n'
import { queryClient } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { conversationQuery } from './inbox.queries'
import type { Pending } from './outbox'

/** Says whose message was refused, and why. The list marks it for as long as it is so. */
export async function tellRefused(
  { conversationId, problem }: Pending,
  { organizationId, open }: { organizationId: string; open: () => void },
): Promise<void> {
  const name = await queryClient.fetchQuery(conversationQuery(organizationId, conversationId)).then(
    ({ contact }) => contact.displayName,
    // Out of sight by now: there is nothing to open.
    () => undefined,
  )
  if (name === undefined) return
  showToast({
    tone: 'bad',
    text: t('inbox.refused.text', { name, reason: problem?.text ?? '' }),
    action: { label: t('inbox.refused.open'), onSelect: open },
  })
}
