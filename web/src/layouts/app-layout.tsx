import '../strings/register-frame'
import type { RouteSectionProps } from '@solidjs/router'
import { QueryClientProvider, useQuery } from '@tanstack/solid-query'
import { createComputed, Match, on, Switch } from 'solid-js'
import { meQuery } from '../modules/auth/auth.queries'
import { CurrentMemberContext } from '../modules/auth/current-member'
import { InboxLiveProvider } from '../modules/inbox/inbox-context'
import { errorDetails, errorText } from '../shared/errors'
import { t } from '../shared/i18n'
import { connectLive, LiveContext } from '../shared/live'
import { queryClient } from '../shared/query'
import { session } from '../shared/session'
import { catchStrayFiles } from '../shared/stray-files'
import { ErrorState } from '../ui/error-state'
import { AppFrame } from './app-frame'
import { FrameSkeleton } from './frame-skeleton'

/** Around every signed-in page: who is looking, the live connection, the frame. */
export default function AppLayout(props: RouteSectionProps) {
  return (
    <QueryClientProvider client={queryClient}>
      <WithMember>{props.children}</WithMember>
    </QueryClientProvider>
  )
}

function WithMember(props: Pick<RouteSectionProps, 'children'>) {
  const me = useQuery(meQuery)
  catchStrayFiles()
  // What was cached may be another organization's, or another person's. At once: an effect would wait until the frame is there
  // again, and take away what that has begun to load.
  createComputed(
    on(session.epoch, () => queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' }), {
      defer: true,
    }),
  )

  return (
    <Switch fallback={<FrameSkeleton />}>
      <Match when={me.data?.organization.id} keyed>
        {(organizationId) => {
          const live = connectLive()
          const current = () => {
            // The Match is only here while there is data; between two organizations it is taken away first.
            const data = me.data
            if (!data) throw new Error('The signed-in frame lost its member')
            return data
          }
          return (
            <CurrentMemberContext.Provider
              value={{
                me: current,
                organizationId: () => organizationId,
                can: (permission) => current().permissions.includes(permission),
              }}
            >
              <LiveContext.Provider value={live}>
                <InboxLiveProvider>
                  <AppFrame>{props.children}</AppFrame>
                </InboxLiveProvider>
              </LiveContext.Provider>
            </CurrentMemberContext.Provider>
          )
        }}
      </Match>
      <Match when={me.isError}>
        <main class="grid h-dvh place-items-center">
          <ErrorState
            heading="h1"
            title={t('shell.unreachable.title')}
            text={errorText(me.error)}
            details={errorDetails(me.error)}
            onRetry={() => void me.refetch()}
          />
        </main>
      </Match>
    </Switch>
  )
}
