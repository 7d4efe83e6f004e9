import '../../strings/register-inbox'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { Show } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { me, stubApi } from '../auth/test-kit'
import { threadKey } from '../inbox/inbox.queries'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import { editedNoteId, resumeNote, setEditedNoteId } from './note-editing'
import NoteEditor from './note-editor'
import { drawComposer, openConversation } from './test-composer'

const note = (conversationId: string) =>
  ({
    id: 'msg_note',
    conversationId,
    type: 'note',
    author: { type: 'user', id: me.user.id, name: me.user.name },
    content: { type: 'note', body: 'Ask Tom', mentions: [] },
  }) as unknown as Message
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const write = (value: string) => fireEvent.input(box(), { target: { value } })
const undo = () => fireEvent.click(screen.getByRole('button', { name: 'Undo' }))

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('CSS', { supports: () => true, escape: (text: string) => text })
  stubApi({ 'GET /api/phone-numbers?limit=100': () => ({ body: { items: [], nextCursor: null } }) })
})
afterEach(() => {
  cleanup()
  clearToasts()
  setEditedNoteId(undefined)
  queryClient.clear()
  vi.unstubAllGlobals()
})

function drawEditor(): void {
  setEditedNoteId('msg_note')
  render(() => (
    <InboxLiveContext.Provider value={{} as unknown as InboxLive}>
      <Show when={editedNoteId() === 'msg_note'}>
        <NoteEditor message={note('con_1')} body="Ask Tom" members={[]} />
      </Show>
      <ToastRegion />
    </InboxLiveContext.Provider>
  ))
}

it.each(['Escape', 'Cancel'])('a rewording that was left with %s comes back with Undo', (way) => {
  drawEditor()
  write('Ask Tom about the glaze')
  if (way === 'Escape') fireEvent.keyDown(box(), { key: 'Escape' })
  else fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(screen.queryByRole('textbox')).toBeNull()
  undo()
  expect(box().value).toBe('Ask Tom about the glaze')
  // What is left without other words says nothing.
  write('Ask Tom')
  fireEvent.keyDown(box(), { key: 'Escape' })
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
})

function rewordInBox() {
  const conversation = openConversation()
  queryClient.setQueryData(threadKey(me.organization.id, conversation.id), { items: [note(conversation.id)] })
  const drawn = drawComposer({ conversation })
  render(() => <ToastRegion />)
  fireEvent.keyDown(box(), { key: 'ArrowUp' })
  expect(box().value).toBe('Ask Tom')
  write('Ask Tom about the glaze')
  return drawn
}

it.each(['Escape', 'Cancel'])('a rewording in the box that was left with %s comes back with Undo', async (way) => {
  rewordInBox()
  if (way === 'Escape') fireEvent.keyDown(box(), { key: 'Escape' })
  else fireEvent.click(screen.getByRole('button', { name: /Leave the note/ }))
  expect(box().value).toBe('')
  undo()
  await waitFor(() => expect(box().value).toBe('Ask Tom about the glaze'))
  expect(screen.getByRole('textbox', { name: 'Note' })).toBeTruthy()
})

it('a rewording whose box is gone comes back in its place in the thread', () => {
  const { unmount } = rewordInBox()
  fireEvent.keyDown(box(), { key: 'Escape' })
  unmount()
  undo()
  expect(editedNoteId()).toBe('msg_note')
})

it('a rewording in the box is there again after another conversation, or a reload', () => {
  const { conversation, unmount } = rewordInBox()
  unmount()
  const again = drawComposer({ conversation })
  expect(box().value).toBe('Ask Tom about the glaze')
  screen.getByText('Editing your note')
  again.unmount()
  drawComposer()
  expect(box().value).toBe('')
})

it('a rewording in the box is gone when it was saved', async () => {
  stubApi({
    'GET /api/phone-numbers?limit=100': () => ({ body: { items: [], nextCursor: null } }),
    'PATCH /api/messages/msg_note': () => ({ body: {} }),
  })
  const { conversation, unmount } = rewordInBox()
  fireEvent.keyDown(box(), { key: 'Enter' })
  await waitFor(() => expect(localStorage.getItem(`wharf.rewordings.${me.user.id}`)).toBeNull())
  unmount()
  drawComposer({ conversation })
  expect(box().value).toBe('')
})

it('mentions whom it names, and nobody whose name only begins so', async () => {
  const calls = stubApi({ 'PATCH /api/messages/msg_note': () => ({ body: {} }) })
  const members = ['Ann', 'Anna Lee'].map((name) => ({ userId: `usr_${name}`, name })) as unknown as Member[]
  render(() => (
    <InboxLiveContext.Provider value={{ cache: { applyMessages: () => {} } } as unknown as InboxLive}>
      <NoteEditor message={note('con_1')} body="Ask Tom" members={members} />
    </InboxLiveContext.Provider>
  ))
  write('Ask @Anna Lee')
  fireEvent.keyDown(box(), { key: 'Enter' })
  await waitFor(() => expect(calls).toHaveLength(1))
  expect(calls[0]?.body).toEqual({ body: 'Ask @Anna Lee', mentions: ['usr_Anna Lee'] })
})

it('a rewording in its place is there again, and takes no focus', () => {
  drawEditor()
  write('Ask Tom about the glaze')
  cleanup()
  setEditedNoteId(undefined)
  drawComposer({ conversation: openConversation({ id: 'con_1' }) })
  expect(editedNoteId()).toBe('msg_note')
  cleanup()
  setEditedNoteId(undefined)
  resumeNote('msg_note')
  render(() => (
    <InboxLiveContext.Provider value={{} as unknown as InboxLive}>
      <NoteEditor message={note('con_1')} body="Ask Tom" members={[]} />
    </InboxLiveContext.Provider>
  ))
  expect(box().value).toBe('Ask Tom about the glaze')
  expect(document.activeElement).not.toBe(box())
})
