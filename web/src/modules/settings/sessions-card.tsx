import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Session } from '@worker/modules/auth/auth.schemas'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { sessionsKey, sessionsQuery } from '../auth/sessions.queries'
import { focusNeighbour } from './keep-focus'
import { SessionRow } from './session-row'
import { TableCard } from './table-card'

export function SessionsCard() {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const sessions = useQuery(() => sessionsQuery(member.organizationId()))
  const pending = createHeldPending(() => sessions.isPending)
  const [confirming, setConfirming] = createSignal(false)
  const reload = () => cache.invalidateQueries({ queryKey: sessionsKey(member.organizationId()) })

  // Not while pending: reading the data then would suspend the whole page instead of showing this list's skeleton.
  const rows = () => (sessions.isPending ? [] : sortSessions(sessions.data?.items ?? []))
  const others = () => rows().filter((session) => !session.current)

  let list: HTMLUListElement | undefined

  async function removed(index: number) {
    await reload()
    focusNeighbour(list, index)
  }

  const endOthers = useMutation(() => ({
    mutationFn: async () => {
      const answers = await Promise.allSettled(
        others().map(({ id }) => call(api.api.auth.sessions[':id'].$delete({ param: { id } }))),
      )
      return answers.filter((answer) => answer.status === 'rejected').length
    },
    onSuccess: async (failed) => {
      setConfirming(false)
      await removed(0)
      if (failed > 0) showToast({ text: t('settings.sessions.othersFailed', failed), tone: 'bad' })
      else showToast({ text: t('settings.sessions.othersDone'), tone: 'ok' })
    },
  }))

  return (
    <TableCard
      title={t('settings.sessions.title')}
      description={t('settings.sessions.text')}
      actions={
        <Show when={others().length > 0}>
          <Button onClick={() => setConfirming(true)}>{t('settings.sessions.revokeOthers')}</Button>
        </Show>
      }
    >
      <Switch>
        <Match when={pending()}>
          <Skeleton rows={2} />
        </Match>
        <Match when={!sessions.data && sessions.error}>
          {(error) => (
            <ErrorState
              title={t('settings.sessions.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void sessions.refetch()}
            />
          )}
        </Match>
        <Match when={sessions.data}>
          <ul ref={(element) => (list = element)} class="border-line-soft border-t">
            <For each={rows()}>
              {(session, index) => <SessionRow session={session} onRevoked={() => void removed(index())} />}
            </For>
          </ul>
        </Match>
      </Switch>
      <ConfirmDialog
        open={confirming()}
        onOpenChange={setConfirming}
        title={t('settings.sessions.othersTitle')}
        text={t('settings.sessions.othersText', others().length)}
        confirmLabel={t('settings.sessions.revokeOthers')}
        cancelLabel={t('settings.sessions.othersKeep')}
        busy={endOthers.isPending ? t('settings.sessions.revoking') : undefined}
        onConfirm={() => endOthers.mutate()}
      />
    </TableCard>
  )
}

/** This device first, then the most recently used. */
function sortSessions(sessions: readonly Session[]): Session[] {
  return sessions.toSorted(
    (one, other) => Number(other.current) - Number(one.current) || other.lastUsedAt.localeCompare(one.lastUsedAt),
  )
}
