import '../strings/register-auth'
import type { RouteSectionProps } from '@solidjs/router'
import { ErrorBoundary, Suspense } from 'solid-js'
import { t } from '../shared/i18n'
import { Wordmark } from '../ui/wordmark'
import { PageFailed } from './page-failed'
import { createPageFocus } from './page-focus'

/** Sign-in, sign-up and recovery. Roomier controls than inside: 44 px high, 15 px text. */
export default function AuthLayout(props: RouteSectionProps) {
  let main: HTMLElement | undefined
  createPageFocus(() => main)
  return (
    <div class="grid min-h-dvh grid-cols-2 bg-surface max-md:grid-cols-1">
      <div class="flex flex-col gap-8 px-10 py-8 [--control-lg-radius:9px] [--control-lg-text:15px] [--h-lg:44px] max-md:px-5 max-md:py-6">
        <header>
          <a href="/" class="inline-block rounded-sm">
            <Wordmark />
          </a>
        </header>
        <main ref={(element) => (main = element)} tabindex="-1" class="m-auto w-[368px] max-w-full">
          <ErrorBoundary
            fallback={(error, reset) => <PageFailed error={error} reset={reset} path={props.location.pathname} />}
          >
            <Suspense>{props.children}</Suspense>
          </ErrorBoundary>
        </main>
        <footer class="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-ink-3 text-xs">
          <span>{t('shell.auth.protected')}</span>
          <span class="flex gap-4">
            <a href="/terms" class="rounded-xs py-1 hover:text-ink hover:underline">
              {t('shell.auth.terms')}
            </a>
            <a href="/privacy" class="rounded-xs py-1 hover:text-ink hover:underline">
              {t('shell.auth.privacy')}
            </a>
          </span>
        </footer>
      </div>
      <aside class="relative flex items-end overflow-hidden bg-(--auth-panel) p-14 text-white max-md:hidden">
        <svg
          viewBox="0 0 720 900"
          preserveAspectRatio="xMinYMin slice"
          aria-hidden="true"
          class="absolute inset-0 size-full"
        >
          <path
            class="fill-(--auth-panel-shape)"
            d="M252-70h62a200 200 0 0 1 200 200v246a22 22 0 0 1-22 22H252A200 200 0 0 1 52 198v-68A200 200 0 0 1 252-70Z"
          />
          <path
            class="fill-none stroke-(--auth-panel-line)"
            stroke-width="20"
            stroke-linecap="round"
            d="M150 128h250M150 196h178"
          />
          <path class="fill-(--auth-panel-dot)" d="M548 410h58a78 78 0 1 1-80 80v-58a22 22 0 0 1 22-22Z" />
        </svg>
        <div class="relative max-w-[460px]">
          <p class="text-balance font-[560] font-display text-[34px]/10 tracking-[-.03em]">{t('shell.auth.claim')}</p>
          <p class="mt-3 text-(--on-auth-panel) text-[15px]/[22px]">{t('shell.auth.claimText')}</p>
        </div>
      </aside>
    </div>
  )
}
