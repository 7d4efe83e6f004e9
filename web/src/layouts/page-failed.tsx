import { createEffect, on } from 'solid-js'
import { errorDetails } from '../shared/errors'
import { t } from '../shared/i18n'
import { ButtonLink } from '../ui/button'
import { ErrorState } from '../ui/error-state'

/** A page whose code did not arrive, or that threw while it was drawn. Moving on to another page clears it. */
export function PageFailed(props: { error: unknown; reset: () => void; path: string }) {
  createEffect(on(() => props.path, props.reset, { defer: true }))
  // Browsers word this differently; all of them throw a TypeError about a module.
  const notLoaded = () =>
    props.error instanceof TypeError && /module|dynamically imported|Importing/i.test(props.error.message)
  return (
    <div class="grid h-full place-items-center">
      <ErrorState
        heading="h1"
        title={notLoaded() ? t('shell.loadFailed.title') : t('shell.loadFailed.bugTitle')}
        text={notLoaded() ? t('shell.loadFailed.text') : t('shell.loadFailed.bugText')}
        details={errorDetails(props.error)}
        action={
          <ButtonLink href={props.path} target="_self" rel="external" size="sm">
            {t('shell.loadFailed.reload')}
          </ButtonLink>
        }
      />
    </div>
  )
}
