import './shared/zod-jitless'
import './design/app.css'
import { Router, type RouteSectionProps } from '@solidjs/router'
import { ErrorBoundary, Suspense } from 'solid-js'
import { render } from 'solid-js/web'
import { preloadAppLayout } from './layouts/guards'
import { PageFailed } from './layouts/page-failed'
import { routes } from './routes'
import { session } from './shared/session'

function Root(props: RouteSectionProps) {
  return (
    <ErrorBoundary
      fallback={(error, reset) => (
        <main class="h-dvh">
          <PageFailed error={error} reset={reset} path={props.location.pathname} />
        </main>
      )}
    >
      <Suspense>{props.children}</Suspense>
    </ErrorBoundary>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

void session.restore()
if (session.status() !== 'signed-out') preloadAppLayout()
render(() => <Router root={Root}>{routes}</Router>, root)
