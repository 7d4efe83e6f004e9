import SearchX from 'lucide-solid/icons/search-x'
import { createEffect } from 'solid-js'
import { t } from '../shared/i18n'
import { session } from '../shared/session'
import { ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Wordmark } from '../ui/wordmark'

export default function NotFoundPage() {
  createEffect(() => {
    document.title = t('shell.title', { page: t('shell.notFound.title') })
  })
  const signedIn = () => session.status() === 'signed-in'
  return (
    <div class="flex min-h-dvh flex-col bg-surface">
      <header class="px-10 py-8 max-md:px-5 max-md:py-6">
        <a href="/" class="inline-block rounded-sm">
          <Wordmark />
        </a>
      </header>
      <main class="flex-1 pb-24">
        <EmptyState
          icon={<SearchX aria-hidden="true" />}
          title={t('shell.notFound.title')}
          text={t('shell.notFound.text')}
          heading="h1"
        >
          <ButtonLink href={signedIn() ? '/inbox' : '/login'}>
            {signedIn() ? t('shell.notFound.home') : t('shell.notFound.login')}
          </ButtonLink>
        </EmptyState>
      </main>
    </div>
  )
}
