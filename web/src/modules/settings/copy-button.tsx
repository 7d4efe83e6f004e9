import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import { createSignal, onCleanup, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button, type ButtonVariant } from '../../ui/button'

const CONFIRMED_MS = 2000

/** Copies and says so in place. Where the browser forbids it, it says what to do instead. */
export function CopyButton(props: { text: string; label: string; variant?: ButtonVariant }) {
  const [state, setState] = createSignal<'rest' | 'copied' | 'failed'>('rest')
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))

  async function copy() {
    clearTimeout(timer)
    try {
      await navigator.clipboard.writeText(props.text)
      setState('copied')
      timer = setTimeout(() => setState('rest'), CONFIRMED_MS)
    } catch {
      setState('failed')
    }
  }

  return (
    <>
      <Button
        variant={props.variant ?? 'secondary'}
        icon={
          <Show when={state() === 'copied'} fallback={<Copy aria-hidden="true" />}>
            <Check aria-hidden="true" class="text-ok-ink" />
          </Show>
        }
        onClick={copy}
      >
        {state() === 'copied' ? t('settings.common.copied') : props.label}
      </Button>
      <span role="status" class={state() === 'failed' ? 'basis-full text-warn-ink text-xs' : 'sr-only'}>
        {state() === 'copied' && t('settings.common.copied')}
        {state() === 'failed' && t('settings.common.copyFailed')}
      </span>
    </>
  )
}
