import '../../strings/register-inbox'
import { isTransient } from '../../shared/api-fetch'
import { t } from '../../shared/i18n'
import { queryClient } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { createConversationActions } from '../conversations/conversation-actions'
import { conversationQuery } from './inbox.queries'
import type { CacheWriter } from './inbox-live'
import type { Pending } from './outbox'

/**
 * The second half of "Send and close". It may be hours after the first, when there was no network: what the customer has
 * written since is not closed away. Throws when the network or our server fails before it is known.
 */
export async function closeAfterSending(
  { conversationId, closeAfter }: Pending,
  { organizationId, cache }: { organizationId: string; cache: CacheWriter },
): Promise<void> {
  const now = await queryClient
    .fetchQuery({ ...conversationQuery(organizationId, conversationId), staleTime: 0, retry: false })
    .catch((error: unknown) => {
      if (isTransient(error)) throw error
      // Out of sight by now: others have it.
    })
  if (!now || now.status === 'closed') return
  if (now.lastInboundAt !== closeAfter?.seenInboundAt)
    showToast({ text: t('composer.staysOpen', { name: now.contact.displayName }) })
  else await createConversationActions(organizationId, { cache }).setStatus([now], 'closed')
}
