import type { ContactNote } from '@worker/modules/contacts/contacts.schemas'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatAge, formatExactly } from '../../shared/times'
import { IconButton } from '../../ui/icon-button'
import type { KeptNotes } from './kept-notes'
import { NoteForm } from './note-form'

/** A note, who wrote it and when; one's own can be changed and deleted. */
export function ContactNoteRow(props: {
  note: ContactNote
  name: string
  mayChange: boolean
  kept: KeptNotes
  /** Resolves with whether it was taken. */
  onChange: (body: string) => Promise<boolean>
  onRemove: () => void
}) {
  const { kept } = props
  /** Other words for it, from before the pane was closed or the page left. */
  const [before, setBefore] = createSignal(props.mayChange ? kept.rewording(props.note) : undefined)
  const [isEditing, setEditing] = createSignal(before() !== undefined)
  const [returned, setReturned] = createSignal<string>()
  const isSaved = () => !props.note.id.startsWith('sending-')
  let row: HTMLLIElement | undefined
  const close = () => {
    setEditing(false)
    setBefore(undefined)
    queueMicrotask(() => row?.querySelector('button')?.focus())
  }
  async function save(body: string): Promise<void> {
    setReturned(undefined)
    close()
    if (await props.onChange(body)) return
    // The words are not lost.
    setReturned(body)
    setEditing(true)
  }
  return (
    <li ref={(element) => (row = element)} class="group/note">
      <Show
        when={!isEditing()}
        fallback={
          <NoteForm
            name={props.name}
            initial={props.note.body}
            kept={before()}
            returned={returned()}
            onWrite={(body) => kept.keepRewording(props.note, body)}
            onSave={(body) => void save(body)}
            onCancel={() => {
              kept.dropRewording(props.note.id)
              setReturned(undefined)
              close()
            }}
          />
        }
      >
        <p dir="auto" class="whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]">
          {props.note.body}
        </p>
        <div class="mt-0.5 flex min-h-5 items-center gap-1 text-2xs text-ink-3">
          <span class="min-w-0 truncate" title={formatExactly(props.note.createdAt)}>
            {t('details.notes.written', {
              who: props.note.author.name ?? t('details.notes.somebody'),
              time: formatAge(props.note.createdAt, currentMinute()),
            })}
            <Show when={props.note.editedAt}>
              {(at) => <span title={formatExactly(at())}> · {t('details.notes.edited')}</span>}
            </Show>
          </span>
          <Show when={props.mayChange && isSaved()}>
            <span class="ms-auto flex flex-none opacity-0 focus-within:opacity-100 group-hover/note:opacity-100 max-sm:opacity-100 pointer-coarse:opacity-100">
              <IconButton
                size="sm"
                class="size-6! max-sm:size-11!"
                label={t('details.notes.edit')}
                icon={<Pencil aria-hidden="true" class="size-3.5" />}
                onClick={() => setEditing(true)}
              />
              <IconButton
                size="sm"
                class="size-6! max-sm:size-11!"
                label={t('details.notes.remove')}
                icon={<Trash aria-hidden="true" class="size-3.5" />}
                onClick={() => props.onRemove()}
              />
            </span>
          </Show>
        </div>
      </Show>
    </li>
  )
}
