import { type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'

/** A part of the sidebar with its heading. */
export function SideSection(props: { title: string; end?: JSX.Element; isLast?: boolean; children: JSX.Element }) {
  return (
    <section aria-label={props.title} class={props.isLast ? 'px-4 py-3' : 'border-line-soft border-b px-4 py-3'}>
      <div class="mb-1 flex min-h-6 items-center justify-between gap-2 max-sm:min-h-11">
        <h3 class="font-semibold text-[12.5px] max-sm:text-sm">{props.title}</h3>
        {props.end}
      </div>
      {props.children}
    </section>
  )
}

/** Why a part is empty, or did not come. */
export function SideNote(props: { children: JSX.Element; onRetry?: (() => void) | undefined }) {
  return (
    <p class="flex items-center justify-between gap-2 text-ink-3 text-xs" role={props.onRetry ? 'alert' : undefined}>
      {props.children}
      <Show when={props.onRetry}>
        {(retry) => (
          <Button size="sm" variant="ghost" onClick={() => retry()()}>
            {t('ui.tryAgain')}
          </Button>
        )}
      </Show>
    </p>
  )
}
