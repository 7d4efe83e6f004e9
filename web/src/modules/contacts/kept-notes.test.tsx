import '../../strings/register-inbox'
import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import type { ContactNote } from '@worker/modules/contacts/contacts.schemas'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { me, refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import { ContactNotes } from './contact-notes'

// The pane closes, another conversation is opened, the page is loaded again: nothing is left of it but what the device has.

const mine: ContactNote = {
  id: 'cnt_1',
  body: 'Rings twice',
  author: { type: 'user', id: me.user.id, name: me.user.name },
  editedAt: null,
  createdAt: '2026-11-18T10:00:00.000Z',
}
const listOf = (contactId: string) => `GET /api/contacts/${contactId}/notes?limit=20`

function open({ contactId = 'cnt_a', who = me, answers = {} as Parameters<typeof stubApi>[0] } = {}) {
  stubApi({ [listOf(contactId)]: () => ({ body: { items: [mine], nextCursor: null } }), ...answers })
  renderSignedIn(
    () => (
      <>
        <ContactNotes contactId={contactId} name="Amara" mayChange />
        <ToastRegion />
      </>
    ),
    [],
    who,
  )
  return screen.findByRole('list')
}
const leave = () => {
  cleanup()
  clearToasts()
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const write = (value: string) => fireEvent.input(box(), { target: { value } })

beforeEach(() => localStorage.clear())
afterEach(() => {
  leave()
  vi.unstubAllGlobals()
})

it('a note that was begun is there again, and takes nobody’s focus', async () => {
  await open()
  press('Add a note')
  write('Prefers mornings')
  leave()
  await open()
  expect(box().value).toBe('Prefers mornings')
  expect(document.activeElement).not.toBe(box())
  press('Add a note')
  expect(document.activeElement).toBe(box())
})

it('is of one person about one contact', async () => {
  await open()
  press('Add a note')
  write('Prefers mornings')
  leave()
  await open({ contactId: 'cnt_b' })
  expect(screen.queryByRole('textbox')).toBeNull()
  leave()
  await open({ who: { ...me, user: { ...me.user, id: 'usr_9' } } })
  expect(screen.queryByRole('textbox')).toBeNull()
})

it('other words for a note are there again in its place', async () => {
  await open()
  press('Edit note')
  write('Rings once')
  leave()
  await open()
  await waitFor(() => expect(box().value).toBe('Rings once'))
  expect(document.activeElement).not.toBe(box())
  expect(box().closest('li')).not.toBeNull()
})

it('is gone once it was given up, or has its old words again', async () => {
  await open()
  press('Add a note')
  write('Prefers mornings')
  press('Cancel')
  press('Edit note')
  write('Rings once')
  write('Rings twice')
  leave()
  await open()
  expect(screen.queryByRole('textbox')).toBeNull()
  press('Edit note')
  write('Rings once')
  fireEvent.keyDown(box(), { key: 'Escape' })
  leave()
  await open()
  expect(screen.queryByRole('textbox')).toBeNull()
})

it('is gone once it is with the server', async () => {
  const saved = { ...mine, id: 'cnt_2', body: 'Prefers mornings' }
  const answers = {
    'POST /api/contacts/cnt_a/notes': () => ({ status: 201, body: saved }),
    'PATCH /api/contacts/cnt_a/notes/cnt_1': () => ({ body: { ...mine, body: 'Rings once' } }),
  }
  await open({ answers })
  press('Add a note')
  write('Prefers mornings')
  press('Save note')
  await screen.findByText('Prefers mornings', { selector: 'p' })
  press('Edit note')
  write('Rings once')
  press('Save note')
  await screen.findByText('Rings once', { selector: 'p' })
  await waitFor(() => expect(localStorage.length).toBe(0))
})

it('that was refused after the pane was closed is there again', async () => {
  let answer: (() => void) | undefined
  await open()
  const real = globalThis.fetch
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    if (init?.method !== 'POST') return real(input, init)
    await new Promise<void>((resolve) => (answer = resolve))
    return new Response(JSON.stringify(refusal(403, 'auth.not_allowed').body), { status: 403 })
  })
  press('Add a note')
  write('Prefers mornings')
  press('Save note')
  expect(localStorage.length).toBe(0)
  await waitFor(() => expect(answer).toBeDefined())
  leave()
  answer?.()
  await waitFor(() => expect(localStorage.length).toBe(1))
  await open()
  expect(box().value).toBe('Prefers mornings')
})
