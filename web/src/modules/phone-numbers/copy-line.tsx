import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import { createSignal, onCleanup } from 'solid-js'
import { t } from '../../shared/i18n'
import { IconButton } from '../../ui/icon-button'

const CONFIRMED_MS = 2000

/** A value to paste elsewhere, in one line. */
export function CopyLine(props: { text: string; label: string }) {
  const [state, setState] = createSignal<'rest' | 'copied' | 'failed'>('rest')
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown: HTMLElement | undefined
  onCleanup(() => clearTimeout(timer))

  async function copy() {
    clearTimeout(timer)
    try {
      await navigator.clipboard.writeText(props.text)
      setState('copied')
      timer = setTimeout(() => setState('rest'), CONFIRMED_MS)
    } catch {
      setState('failed')
      // Selected, so that the keyboard can copy it.
      if (shown) window.getSelection()?.selectAllChildren(shown)
    }
  }

  return (
    <div>
      <div class="flex items-center gap-2 rounded-md bg-surface-3 py-[5px] ps-2.5 pe-1.5">
        <code
          ref={(element) => (shown = element)}
          dir="ltr"
          title={props.text}
          class="min-w-0 flex-1 truncate font-mono text-xs/[18px]"
        >
          {props.text}
        </code>
        <IconButton
          size="sm"
          label={props.label}
          icon={
            state() === 'copied' ? (
              <Check aria-hidden="true" class="size-3.5 text-ok-ink" />
            ) : (
              <Copy aria-hidden="true" class="size-3.5" />
            )
          }
          onClick={() => void copy()}
        />
      </div>
      <p role="status" class={state() === 'failed' ? 'mt-1 text-warn-ink text-xs' : 'sr-only'}>
        {state() === 'copied' && t('settings.common.copied')}
        {state() === 'failed' && t('settings.common.copyFailed')}
      </p>
    </div>
  )
}
