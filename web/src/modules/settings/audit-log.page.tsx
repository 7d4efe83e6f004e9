import { useInfiniteQuery } from '@tanstack/solid-query'
import ScrollText from 'lucide-solid/icons/scroll-text'
import { Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { NotAllowed } from '../../ui/not-allowed'
import { Skeleton } from '../../ui/skeleton'
import { auditLogQuery } from '../audit-log/audit-log.queries'
import { useCurrentMember } from '../auth/current-member'
import { AuditLogTable } from './audit-log-table'
import { LoadMore } from './load-more'
import { TableCard } from './table-card'
import { whoCanText } from './who-can'

export default function AuditLogPage() {
  const member = useCurrentMember()
  return (
    <Show
      when={member.can('audit-log:read')}
      fallback={<NotAllowed title={t('settings.auditLog.notAllowedTitle')} text={whoCanText(member.me())} />}
    >
      <AuditLog organizationId={member.organizationId()} />
    </Show>
  )
}

function AuditLog(props: { organizationId: string }) {
  const log = useInfiniteQuery(() => auditLogQuery(props.organizationId))
  const pending = createHeldPending(() => log.isPending)
  // Not while pending: reading the data then would suspend the whole page instead of showing this list's skeleton.
  const entries = () => (log.isPending ? [] : (log.data?.pages.flatMap((page) => page.items) ?? []))

  return (
    <TableCard>
      <Switch>
        <Match when={pending()}>
          <Skeleton rows={6} />
        </Match>
        <Match when={!log.data && log.error}>
          {(error) => (
            <ErrorState
              title={t('settings.auditLog.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void log.refetch()}
            />
          )}
        </Match>
        <Match when={entries().length === 0}>
          <EmptyState
            icon={<ScrollText aria-hidden="true" />}
            title={t('settings.auditLog.emptyTitle')}
            text={t('settings.auditLog.emptyText')}
          />
        </Match>
        <Match when={true}>
          <AuditLogTable entries={entries()} />
          <LoadMore
            hasMore={log.hasNextPage}
            loading={log.isFetchingNextPage}
            failed={log.isFetchNextPageError}
            failedText={`${t('settings.auditLog.moreFailed')} ${errorText(log.error)}`}
            shownText={t('settings.auditLog.loaded', entries().length)}
            onLoad={() => void log.fetchNextPage()}
          />
        </Match>
      </Switch>
    </TableCard>
  )
}
