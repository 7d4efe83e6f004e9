import { useQuery } from '@tanstack/solid-query'
import { createMemo } from 'solid-js'
import { api, call } from '../../shared/api'
import { t } from '../../shared/i18n'
import { organizationKey } from '../../shared/query'
import { useCurrentMember } from '../auth/current-member'
import { type CheckKind, CheckLine } from './check-line'
import { isSettled, type Outcome, outcomeOf } from './test-message'

const LOOK_MS = 1500
const kinds: Record<Outcome, CheckKind> = {
  waiting: 'checking',
  sent: 'ok',
  delivered: 'ok',
  read: 'ok',
  failed: 'failed',
}

/** What becomes of a message that was sent from here, until it is read or has failed. */
export function TestOutcome(props: { messageId: string }) {
  const member = useCurrentMember()
  const message = useQuery(() => ({
    queryKey: organizationKey(member.organizationId(), 'test-message', props.messageId),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call(api.api.messages[':id'].$get({ param: { id: props.messageId } }, { init: { signal } })),
    refetchInterval: (query) => (query.state.data && isSettled(outcomeOf(query.state.data.status)) ? false : LOOK_MS),
    gcTime: 0,
  }))
  const outcome = createMemo<Outcome>(() =>
    message.isPending || !message.data ? 'waiting' : outcomeOf(message.data.status),
  )
  const title = () => {
    const now = outcome()
    if (now === 'waiting') return t('numbers.connecting.test.sentWaiting')
    return t(`numbers.connecting.test.outcome.${now}`, { reason: message.data?.error?.message ?? '' })
  }
  return (
    <div role="status" class="mt-3 overflow-hidden rounded-lg ring-1 ring-line">
      <CheckLine kind={kinds[outcome()]} title={title()} />
    </div>
  )
}
