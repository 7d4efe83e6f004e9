import '../../strings/register-inbox'
import '../../strings/register-details'
import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import type { Contact, ContactChange } from '@worker/modules/contacts/contacts.schemas'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { me, renderSignedIn, stubApi } from '../auth/test-kit'
import ConsentDialog from './consent-dialog'
import ContactEditDialog from './contact-edit-dialog'

// A dialog that is closed, a session that ends, a page loaded again: nothing is left of it but what the device has.

const amara = {
  id: 'ctc_a',
  displayName: 'Amara Diallo',
  name: 'Amara',
  profileName: null,
  language: 'en',
  fields: { Email: 'amara@example.test' },
} as unknown as Contact
const other = { ...me, user: { ...me.user, id: 'usr_9' } }
const onClose = vi.fn()

function edit({ contact = amara, who = me, isSaved = true } = {}) {
  const sent: ContactChange[] = []
  stubApi({})
  const onSave = async (changes: ContactChange) => {
    sent.push(changes)
    return isSaved
  }
  renderSignedIn(() => <ContactEditDialog contact={contact} onSave={onSave} onClose={onClose} />, [], who)
  return sent
}
function ask({ contactId = 'ctc_a', state = 'granted' as 'granted' | 'revoked', who = me, isSaved = true } = {}) {
  stubApi({})
  const dialog = () => (
    <ConsentDialog
      contactId={contactId}
      name="Amara"
      state={state}
      onSave={() => Promise.resolve(isSaved)}
      onClose={onClose}
    />
  )
  renderSignedIn(dialog, [], who)
}
const box = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name })
const name = () => box('Name')
const wording = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const type = (where: HTMLElement, value: string) => fireEvent.input(where, { target: { value } })
const press = (label: string) => fireEvent.click(screen.getByRole('button', { name: label }))
const resumed = () => screen.queryByText(/hadn’t saved/)

beforeEach(() => {
  localStorage.clear()
  onClose.mockClear()
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('what was changed about somebody is there again, for one person about one contact', () => {
  edit()
  type(name(), 'Amara D.')
  press('Add a field')
  cleanup()
  edit({ contact: { ...amara, id: 'ctc_b' } })
  expect([name().value, resumed()]).toEqual(['Amara', null])
  cleanup()
  edit({ who: other })
  expect(name().value).toBe('Amara')
  cleanup()
  edit()
  expect(name().value).toBe('Amara D.')
  expect(resumed()).not.toBeNull()
})

it('the cross and Escape keep it; Cancel does not', async () => {
  edit()
  type(name(), 'Amara D.')
  press('Close')
  expect(onClose).toHaveBeenCalledTimes(1)
  cleanup()
  edit()
  fireEvent.keyDown(name(), { key: 'Escape' })
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(2))
  cleanup()
  edit()
  expect(name().value).toBe('Amara D.')
  press('Cancel')
  expect(localStorage.length).toBe(0)
})

it('what others have changed meanwhile stays as they left it', async () => {
  edit()
  type(name(), 'Amara D.')
  cleanup()
  const sent = edit({
    contact: { ...amara, language: 'fr', fields: { Email: 'new@example.test', Shop: 'Lisbon' } } as Contact,
  })
  press('Save')
  await waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(sent).toEqual([{ name: 'Amara D.' }])
  expect(localStorage.length).toBe(0)
})

it('what was refused is kept, and what is as it was is not', async () => {
  const sent = edit({ isSaved: false })
  type(name(), 'Amara D.')
  press('Save')
  await waitFor(() => expect(sent).toHaveLength(1))
  cleanup()
  edit()
  expect(name().value).toBe('Amara D.')
  type(name(), 'Amara')
  expect(localStorage.length).toBe(0)
})

it('what they said about marketing is there again for the same question, until it is saved', async () => {
  ask()
  type(wording(), 'Yes please, by the shop')
  cleanup()
  ask({ state: 'revoked' })
  expect(wording().value).toBe('')
  cleanup()
  ask({ contactId: 'ctc_b' })
  expect(wording().value).toBe('')
  cleanup()
  ask({ who: other })
  expect(wording().value).toBe('')
  cleanup()
  ask()
  expect(wording().value).toBe('Yes please, by the shop')
  fireEvent.keyDown(wording(), { key: 'Escape' })
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1))
  cleanup()
  ask()
  press('Save')
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(2))
  expect(localStorage.length).toBe(0)
})

it('Cancel forgets what they said', () => {
  ask()
  type(wording(), 'Yes please')
  press('Cancel')
  expect(onClose).toHaveBeenCalledTimes(1)
  expect(localStorage.length).toBe(0)
})
