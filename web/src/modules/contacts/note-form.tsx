import { createEffect, createSignal, on, onMount } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { joinWords } from './kept-notes'

const MOST = 4000

/** A note being written, in its place. ⌘ or Ctrl with Enter saves, Escape gives up. */
export function NoteForm(props: {
  name: string
  /** What it says now. */
  initial?: string | undefined
  /** What was written before it was left: the form is there again by itself, and the focus stays where it is. */
  kept?: string | undefined
  /** Words that were refused: they are here again, before what is being typed meanwhile. */
  returned?: string | undefined
  ref?: (box: HTMLTextAreaElement) => void
  /** So that it isn't lost. */
  onWrite: (body: string) => void
  onSave: (body: string) => void
  onCancel: () => void
}) {
  const [body, setBody] = createSignal(props.returned ?? props.kept ?? props.initial ?? '')
  let box: HTMLTextAreaElement | undefined
  createEffect(
    on(
      () => props.returned,
      (words) => {
        if (words !== undefined) setBody((now) => (now === props.initial ? words : joinWords(words, now)))
      },
      { defer: true },
    ),
  )
  const isResumed = props.kept !== undefined && props.returned === undefined
  onMount(() => {
    if (isResumed) return
    box?.focus()
    box?.setSelectionRange(box.value.length, box.value.length)
  })
  const save = () => {
    const words = body().trim()
    if (words === '') box?.focus()
    else if (words === props.initial) props.onCancel()
    else props.onSave(words)
  }
  return (
    <form
      class="py-1"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <textarea
        ref={(element) => {
          box = element
          props.ref?.(element)
        }}
        dir="auto"
        rows="3"
        maxlength={MOST}
        aria-label={t('details.notes.label', { name: props.name })}
        placeholder={t('details.notes.placeholder')}
        value={body()}
        class="field-ring field-sizing-content outline-none! block max-h-60 min-h-[72px] w-full resize-none rounded-sm bg-field px-2 py-1.5 placeholder:text-ink-3 max-sm:text-lg"
        onInput={(event) => {
          setBody(event.currentTarget.value)
          props.onWrite(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.isComposing) return
          if (event.key === 'Escape') {
            event.preventDefault()
            event.stopPropagation()
            props.onCancel()
          }
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
            event.preventDefault()
            save()
          }
        }}
      />
      <div class="mt-1.5 flex justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={() => props.onCancel()}>
          {t('ui.cancel')}
        </Button>
        <Button size="sm" type="submit" disabled={body().trim() === ''}>
          {t('details.notes.save')}
        </Button>
      </div>
    </form>
  )
}
