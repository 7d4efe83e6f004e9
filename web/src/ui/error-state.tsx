import CircleAlert from 'lucide-solid/icons/circle-alert'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import { createSignal, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../shared/i18n'
import { Button } from './button'
import { IconTile } from './icon-tile'

export type ErrorStateProps = {
  /** What did not work, by name: "Sessions didn't load". */
  title: string
  text?: JSX.Element
  onRetry?: (() => void) | undefined
  /** For whoever runs the server: code and request id. Copied, not shown. */
  details?: string | undefined
  /** `h1` where it stands for a whole page. */
  heading?: 'h1' | 'h2' | undefined
  /** Another way out than trying again. */
  action?: JSX.Element
}

/** A part of a page failed; the rest keeps working. */
export function ErrorState(props: ErrorStateProps) {
  const [copied, setCopied] = createSignal(false)
  const copy = async (details: string) => {
    await navigator.clipboard.writeText(details)
    setCopied(true)
  }
  return (
    <div role="alert" class="flex h-full min-h-56 flex-col items-center justify-center px-7 py-5 text-center">
      <IconTile tone="bad">
        <CircleAlert aria-hidden="true" />
      </IconTile>
      <Dynamic component={props.heading ?? 'h2'} class="mt-3.5 font-semibold text-[15px]/5 tracking-[-.01em]">
        {props.title}
      </Dynamic>
      <Show when={props.text}>
        <p class="mt-[5px] max-w-[310px] text-balance text-ink-2">{props.text}</p>
      </Show>
      <div class="mt-3 flex flex-wrap justify-center gap-2">
        <Show when={props.onRetry}>
          {(retry) => (
            <Button size="sm" icon={<RotateCw aria-hidden="true" class="size-3.5" />} onClick={() => retry()()}>
              {t('ui.tryAgain')}
            </Button>
          )}
        </Show>
        {props.action}
        <Show when={props.details}>
          {(details) => (
            <Button size="sm" variant="ghost" onClick={() => void copy(details())}>
              {copied() ? t('ui.detailsCopied') : t('ui.copyDetails')}
            </Button>
          )}
        </Show>
      </div>
    </div>
  )
}
