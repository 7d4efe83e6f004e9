import Paperclip from 'lucide-solid/icons/paperclip'
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { explainStrayFiles, hasFiles } from '../../shared/stray-files'
import { showToast } from '../../ui/toast'
import type { ComposerState } from './composer-state'

/** Files can be dropped anywhere on the conversation, and pasted into the box, also while a note is written. One that misses it is told so, or why none can be sent. */
export function ComposerDrop(props: { state: ComposerState; mayDrop: boolean; whyNot: () => Promise<string> }) {
  const [isOver, setOver] = createSignal(false)
  let mark: HTMLDivElement | undefined
  explainStrayFiles(() => (props.mayDrop ? t('composer.dropBeside') : props.whyNot()))
  const isInside = (event: DragEvent) =>
    props.mayDrop && event.target instanceof Node && (mark?.closest('section')?.contains(event.target) ?? false)

  onMount(() => {
    const take = (files: File[]) => {
      props.state.setMode('reply')
      props.state.attachments.add(files)
      queueMicrotask(() => props.state.box.focus())
    }
    const over = (event: DragEvent) => {
      const isHere = hasFiles(event) && isInside(event)
      if (isHere) event.preventDefault()
      setOver(isHere)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!hasFiles(event) || !isInside(event)) return
      event.preventDefault()
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      take(files)
    }
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      // Office copies a picture of the text along with the text: the text is meant.
      if (event.target !== props.state.box.element() || files.length === 0) return
      if (event.clipboardData?.getData('text/plain')) return
      event.preventDefault()
      if (props.mayDrop) take(files)
      else void props.whyNot().then((text) => showToast({ text }))
    }
    document.addEventListener('dragover', over)
    document.addEventListener('dragleave', leave)
    document.addEventListener('drop', drop)
    document.addEventListener('paste', paste)
    onCleanup(() => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('drop', drop)
      document.removeEventListener('paste', paste)
    })
  })
  return (
    <div ref={(element) => (mark = element)} class="contents">
      <Show when={isOver()}>
        <div class="pointer-events-none absolute inset-0 z-(--z-dropdown) mx-4 mb-3.5 flex items-center justify-center gap-2 rounded-lg border-2 border-brand border-dashed bg-brand-soft font-medium text-brand-ink max-sm:mx-2">
          <Paperclip aria-hidden="true" />
          {t('composer.drop')}
        </div>
      </Show>
    </div>
  )
}
