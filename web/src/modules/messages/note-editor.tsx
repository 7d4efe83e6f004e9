import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createSignal, onMount, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { useInboxLive } from '../inbox/inbox-context'
import { mentionedIn } from './mentions'
import { isResumed, offerRewording, reword, setEditedNoteId } from './note-editing'
import { dropRewording, keepRewording, rewordingOf } from './rewordings'

const MOST = 4096

/** One's own note, reworded in its place. Whose "@Name" stays in it stays mentioned. */
export default function NoteEditor(props: { message: Message; body: string; members: readonly Member[] }) {
  const live = useInboxLive()
  const [body, setBody] = createSignal(rewordingOf(props.message) ?? props.body)
  const [problem, setProblem] = createSignal<string>()
  const [isSaving, setSaving] = createSignal(false)
  let field: HTMLTextAreaElement | undefined
  const grow = () => {
    if (!field) return
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight}px`
  }
  onMount(() => {
    grow()
    if (isResumed(props.message.id)) return
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  })
  const close = () => {
    const article = field?.closest<HTMLElement>('article')
    setEditedNoteId(undefined)
    article?.focus()
  }
  /** Nothing is saved, and nothing is lost. */
  const leave = () => {
    const { message } = props
    const words = body()
    const isReworded = words.trim() !== '' && words.trim() !== props.body
    dropRewording(message)
    close()
    if (isReworded) offerRewording(() => reword(message, words))
  }

  async function save(): Promise<void> {
    if (isSaving()) return
    const words = body().trim()
    if (words === '') return void setProblem(t('thread.noteEdit.empty'))
    if (words === props.body) return close()
    setSaving(true)
    try {
      const mentions = mentionedIn(words, props.members)
      const edited = await call(
        api.api.messages[':id'].$patch({ param: { id: props.message.id }, json: { body: words, mentions } }),
      )
      dropRewording(props.message)
      live.cache.applyMessages(props.message.conversationId, [edited])
      close()
    } catch (error) {
      setProblem(errorText(error))
    } finally {
      setSaving(false)
    }
  }
  return (
    <form
      class="mt-1"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <textarea
        ref={(element) => (field = element)}
        dir="auto"
        rows="1"
        maxlength={MOST}
        aria-label={t('thread.noteEdit.label')}
        aria-invalid={problem() !== undefined}
        aria-describedby={problem() === undefined ? undefined : `problem-${props.message.id}`}
        value={body()}
        class="field-ring block w-full resize-none rounded-sm bg-field px-2 py-1.5 text-ink max-sm:text-lg"
        onInput={(event) => {
          setBody(event.currentTarget.value)
          keepRewording({ message: props.message, text: event.currentTarget.value, isInBox: false })
          setProblem(undefined)
          grow()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            event.stopPropagation()
            leave()
          }
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault()
            void save()
          }
        }}
      />
      <Show when={problem()}>
        <p id={`problem-${props.message.id}`} role="alert" class="mt-1 text-bad-ink text-xs">
          {problem()}
        </p>
      </Show>
      <div class="mt-1.5 flex justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={leave}>
          {t('ui.cancel')}
        </Button>
        <Button size="sm" type="submit" busy={isSaving() ? t('thread.noteEdit.saving') : undefined}>
          {t('thread.noteEdit.save')}
        </Button>
      </div>
    </form>
  )
}
