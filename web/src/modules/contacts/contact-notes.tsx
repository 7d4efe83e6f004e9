import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/solid-query'
import type { ContactNote } from '@worker/modules/contacts/contacts.schemas'
import Plus from 'lucide-solid/icons/plus'
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import { Skeleton } from '../../ui/skeleton'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { ContactNoteRow } from './contact-note-row'
import { notesKey, notesQuery } from './contacts.queries'
import { keptNotes } from './kept-notes'
import { NoteForm } from './note-form'
import { hiddenNotes, removeNote } from './note-removal'
import { SideNote, SideSection } from './side-section'

type Pages = InfiniteData<{ items: ContactNote[]; nextCursor: string | null }>

/** What the team keeps in mind about a person. */
export function ContactNotes(props: { contactId: string; name: string; mayChange: boolean }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const key = notesKey(member.organizationId(), props.contactId)
  const query = useInfiniteQuery(() => notesQuery(member.organizationId(), props.contactId))
  const isPending = createHeldPending(() => query.isPending)
  const kept = keptNotes({
    organizationId: member.organizationId(),
    userId: member.me().user.id,
    contactId: props.contactId,
  })
  /** From before the pane was closed or the page left. */
  const [before, setBefore] = createSignal(props.mayChange ? kept.newNote() : undefined)
  const [isWriting, setWriting] = createSignal(before() !== undefined)
  const [draft, setDraft] = createSignal<string>()
  let adder: HTMLButtonElement | undefined
  let box: HTMLTextAreaElement | undefined
  const notes = createMemo(() =>
    (query.isPending ? [] : (query.data?.pages ?? []))
      .flatMap(({ items }) => items)
      .filter(({ id }) => !hiddenNotes().has(id)),
  )
  // By their ids: what is fetched anew are other objects, and a note that is being edited must not be drawn anew.
  const ids = createMemo(() => notes().map(({ id }) => id))
  const byId = createMemo(() => new Map(notes().map((note) => [note.id, note])))
  const mapNotes = (map: (items: ContactNote[], at: number) => ContactNote[]) =>
    client.setQueryData<Pages>(
      key,
      (data) => data && { ...data, pages: data.pages.map((page, at) => ({ ...page, items: map(page.items, at) })) },
    )
  const replace = (id: string, note: ContactNote | undefined) =>
    mapNotes((items) => items.flatMap((one) => (one.id === id ? (note ?? []) : one)))

  function stopWriting(): void {
    kept.keepNewNote('')
    setWriting(false)
    setBefore(undefined)
    setDraft(undefined)
    adder?.focus()
  }
  async function add(body: string): Promise<void> {
    const { user } = member.me()
    const guess: ContactNote = {
      id: `sending-${Date.now()}`,
      body,
      author: { type: 'user', id: user.id, name: user.name },
      editedAt: null,
      createdAt: new Date().toISOString(),
    }
    stopWriting()
    await client.cancelQueries({ queryKey: key })
    mapNotes((items, at) => (at === 0 ? [guess, ...items] : items))
    try {
      // It arrives also when the page is left meanwhile.
      const note = await call(
        api.api.contacts[':id'].notes.$post(
          { param: { id: props.contactId }, json: { body } },
          { init: { keepalive: true } },
        ),
      )
      // A frame may have brought it already.
      mapNotes((items) => items.filter(({ id }) => id !== note.id))
      replace(guess.id, note)
      void client.invalidateQueries({ queryKey: key })
    } catch (error) {
      // A page that is being left hears of it as a failure, which it is not; nothing that comes later happens there.
      await new Promise((resolve) => setTimeout(resolve))
      replace(guess.id, undefined)
      // The words are not lost, whatever is open by now.
      kept.giveBack(body)
      setDraft(body)
      setWriting(true)
      showToast({ tone: 'bad', text: errorText(error) })
    }
  }
  async function change(note: ContactNote, body: string): Promise<boolean> {
    await client.cancelQueries({ queryKey: key })
    replace(note.id, { ...note, body, editedAt: new Date().toISOString() })
    try {
      const param = { id: props.contactId, noteId: note.id }
      replace(note.id, await call(api.api.contacts[':id'].notes[':noteId'].$patch({ param, json: { body } })))
      kept.dropRewording(note.id)
      return true
    } catch (error) {
      replace(note.id, note)
      showToast({ tone: 'bad', text: errorText(error) })
      return false
    }
  }
  const remove = (note: ContactNote) => {
    removeNote({ contactId: props.contactId, noteId: note.id, onDone: () => replace(note.id, undefined) })
    adder?.focus()
  }
  /** One's own; what a program wrote is everybody's. */
  const isMine = ({ author }: ContactNote) => author.type !== 'user' || author.id === member.me().user.id

  return (
    <SideSection
      title={t('details.notes.title')}
      end={
        <Show when={props.mayChange}>
          <IconButton
            ref={(element) => (adder = element)}
            size="sm"
            class="-me-[7px]"
            label={t('details.notes.add')}
            icon={<Plus aria-hidden="true" class="size-3.5" />}
            onClick={() => {
              setWriting(true)
              box?.focus()
            }}
          />
        </Show>
      }
    >
      <Show when={isWriting()}>
        <NoteForm
          ref={(element) => (box = element)}
          name={props.name}
          kept={before()}
          returned={draft()}
          onWrite={kept.keepNewNote}
          onSave={(body) => void add(body)}
          onCancel={stopWriting}
        />
      </Show>
      <Switch>
        <Match when={isPending()}>
          <Skeleton shape="text" rows={2} />
        </Match>
        <Match when={query.isError && !query.data}>
          <SideNote onRetry={() => void query.refetch()}>{t('details.notes.loadFailed')}</SideNote>
        </Match>
        <Match when={notes().length === 0 && !isWriting()}>
          <SideNote>{t('details.notes.empty')}</SideNote>
        </Match>
        <Match when={true}>
          <ul class="flex flex-col gap-2">
            <For each={ids()}>
              {(id) => (
                <Show when={byId().get(id)}>
                  {(note) => (
                    <ContactNoteRow
                      note={note()}
                      name={props.name}
                      mayChange={props.mayChange && isMine(note())}
                      kept={kept}
                      onChange={(body) => change(note(), body)}
                      onRemove={() => remove(note())}
                    />
                  )}
                </Show>
              )}
            </For>
          </ul>
          <Show when={query.hasNextPage}>
            <Button
              size="sm"
              variant="ghost"
              class="-ms-2 mt-1"
              busy={query.isFetchingNextPage ? t('details.notes.more') : undefined}
              onClick={() => void query.fetchNextPage()}
            >
              {t('details.notes.more')}
            </Button>
          </Show>
        </Match>
      </Switch>
    </SideSection>
  )
}
