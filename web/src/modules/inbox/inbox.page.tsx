import { t } from '../../shared/i18n'
import { EmptyState } from '../../ui/empty-state'
import { PageHeader } from '../../ui/page-header'

export default function InboxPage() {
  return (
    <div class="flex h-full flex-col">
      <PageHeader title={t('shell.inbox.title')} />
      <div class="min-h-0 flex-1">
        <EmptyState illustration="first-run" title={t('shell.inbox.emptyTitle')} text={t('shell.inbox.emptyText')} />
      </div>
    </div>
  )
}
