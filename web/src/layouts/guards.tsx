import { Navigate, type RouteSectionProps, useLocation } from '@solidjs/router'
import { createEffect, type JSX, lazy, Match, Switch } from 'solid-js'
import { nextPath } from '../modules/auth/next-path'
import { t } from '../shared/i18n'
import { session } from '../shared/session'
import { waitingSinceLeft } from '../shared/taking-leave'
import { ErrorState } from '../ui/error-state'

const AppLayout = lazy(() => import('./app-layout'))

/** Starts loading the signed-in frame while the session is still being asked for. */
export function preloadAppLayout(): void {
  void AppLayout.preload()
  if (window.location.pathname.startsWith('/settings')) void import('../strings/register-settings')
}

export function SignedIn(props: RouteSectionProps) {
  const location = useLocation()
  let wasSignedIn = false
  createEffect(() => {
    if (session.status() === 'signed-in') wasSignedIn = true
  })
  const toLogin = () => {
    // Whoever signs out is done here; the next person may be somebody else.
    if (wasSignedIn && session.status() === 'signed-out')
      return waitingSinceLeft() > 0 ? `/login?waiting=${waitingSinceLeft()}` : '/login'
    const query = new URLSearchParams()
    if (session.status() === 'ended') query.set('reason', 'ended')
    if (location.pathname !== '/') query.set('next', location.pathname + location.search)
    return query.size > 0 ? `/login?${query}` : '/login'
  }
  return (
    <SessionKnown>
      <Switch fallback={<Navigate href={toLogin()} />}>
        <Match when={session.status() === 'signed-in'}>
          <AppLayout {...props} />
        </Match>
      </Switch>
    </SessionKnown>
  )
}

/** Pages that only make sense while signed out. Signing in, here or in another tab, moves on from them. */
export function SignedOutOnly(props: RouteSectionProps) {
  const location = useLocation()
  const next = () => {
    const wanted = new URLSearchParams(location.search).get('next')
    return nextPath(wanted, window.location.origin)
  }
  return (
    <SessionKnown>
      <Switch fallback={props.children}>
        <Match when={session.status() === 'signed-in'}>
          <Navigate href={next()} />
        </Match>
      </Switch>
    </SessionKnown>
  )
}

/** Nothing is decided before the session is known; without a network that takes a retry. */
export function SessionKnown(props: { children: JSX.Element }) {
  return (
    <Switch fallback={props.children}>
      <Match when={session.status() === 'unknown'}>
        <span role="status" class="sr-only">
          {t('ui.loading')}
        </span>
      </Match>
      <Match when={session.status() === 'unreachable'}>
        <main class="grid h-dvh place-items-center">
          <ErrorState
            heading="h1"
            title={t('shell.unreachable.title')}
            text={t('shell.unreachable.text')}
            onRetry={() => void session.restore()}
          />
        </main>
      </Match>
    </Switch>
  )
}
