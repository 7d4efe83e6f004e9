import { useInfiniteQuery, useQueryClient } from '@tanstack/solid-query'
import type { ApiKey } from '@worker/modules/api-keys/api-keys.schemas'
import KeyRound from 'lucide-solid/icons/key-round'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { NotAllowed } from '../../ui/not-allowed'
import { Skeleton } from '../../ui/skeleton'
import { apiKeysKey, apiKeysQuery } from '../api-keys/api-keys.queries'
import { useCurrentMember } from '../auth/current-member'
import { ApiKeysTable } from './api-keys-table'
import { CreateApiKeyDialog } from './create-api-key-dialog'
import { focusNeighbour } from './keep-focus'
import { LoadMore } from './load-more'
import { RevokeApiKeyDialog } from './revoke-api-key-dialog'
import { TableCard } from './table-card'
import { whoCanText } from './who-can'

export default function ApiKeysPage() {
  const member = useCurrentMember()
  return (
    <Show
      when={member.can('api-keys:read')}
      fallback={<NotAllowed title={t('settings.apiKeys.notAllowedTitle')} text={whoCanText(member.me())} />}
    >
      <ApiKeys organizationId={member.organizationId()} />
    </Show>
  )
}

function ApiKeys(props: { organizationId: string }) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const list = useInfiniteQuery(() => apiKeysQuery(props.organizationId))
  const pending = createHeldPending(() => list.isPending)
  // Not while pending: reading the data then would suspend the whole page instead of showing this list's skeleton.
  const keys = () => (list.isPending ? [] : (list.data?.pages.flatMap((page) => page.items) ?? []))
  const reload = () => cache.invalidateQueries({ queryKey: apiKeysKey(props.organizationId) })
  const [creating, setCreating] = createSignal(false)
  const [revoking, setRevoking] = createSignal<ApiKey | null>(null)
  let area: HTMLDivElement | undefined

  const createButton = () => (
    <Show when={member.can('api-keys:create')}>
      <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setCreating(true)}>
        {t('settings.apiKeys.create')}
      </Button>
    </Show>
  )

  return (
    <div ref={(element) => (area = element)} class="max-w-[960px]">
      <TableCard description={keys().length > 0 && t('settings.apiKeys.text')} actions={createButton()}>
        <Switch>
          <Match when={pending()}>
            <Skeleton rows={3} />
          </Match>
          <Match when={!list.data && list.error}>
            {(error) => (
              <ErrorState
                title={t('settings.apiKeys.loadFailed')}
                text={errorText(error())}
                details={errorDetails(error())}
                onRetry={() => void list.refetch()}
              />
            )}
          </Match>
          <Match when={keys().length === 0}>
            <EmptyState
              icon={<KeyRound aria-hidden="true" />}
              title={t('settings.apiKeys.emptyTitle')}
              text={t('settings.apiKeys.emptyText')}
            >
              {createButton()}
            </EmptyState>
          </Match>
          <Match when={true}>
            <ApiKeysTable keys={keys()} mayRevoke={member.can('api-keys:revoke')} onRevoke={setRevoking} />
            <Show when={list.hasNextPage}>
              <LoadMore
                hasMore
                loading={list.isFetchingNextPage}
                failed={list.isFetchNextPageError}
                failedText={`${t('settings.apiKeys.moreFailed')} ${errorText(list.error)}`}
                shownText={t('settings.apiKeys.loaded', keys().length)}
                onLoad={() => void list.fetchNextPage()}
              />
            </Show>
          </Match>
        </Switch>
      </TableCard>
      <Show when={creating()}>
        <CreateApiKeyDialog onCreated={reload} onClose={() => setCreating(false)} />
      </Show>
      <RevokeApiKeyDialog
        apiKey={revoking()}
        onRevoked={async (key) => {
          const index = keys().findIndex(({ id }) => id === key.id)
          await reload()
          focusNeighbour(area, index)
        }}
        onClose={() => setRevoking(null)}
      />
    </div>
  )
}
