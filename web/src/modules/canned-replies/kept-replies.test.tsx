import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import type { CannedReply } from '@worker/modules/canned-replies/canned-replies.schemas'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { clearToasts } from '../../ui/toast'
import { me, refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import CannedReplyDialog from './canned-reply-dialog'

const hours = {
  id: 'can_1',
  shortcut: 'hours',
  body: 'We are open from 9 to 17.',
  isShared: false,
} as CannedReply
const onClose = vi.fn()

function open(
  props: { reply?: CannedReply; initial?: { shortcut: string; body: string } } = {},
  who = me,
  answers: Parameters<typeof stubApi>[0] = {},
) {
  const calls = stubApi(answers)
  renderSignedIn(() => <CannedReplyDialog {...props} onClose={onClose} />, ['canned-replies:update'], who)
  return calls
}
/** The page is loaded again, or the dialog closed and the sign-in shown: only what the device has is left. */
const leave = () => {
  cleanup()
  clearToasts()
}
const box = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name })
const write = (name: string, value: string) => fireEvent.input(box(name), { target: { value } })
const said = () => [box('Shortcut').value, box('Reply').value]
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

beforeEach(() => {
  localStorage.clear()
  onClose.mockClear()
})
afterEach(() => {
  leave()
  vi.unstubAllGlobals()
})

it('a new reply that was begun is there again, for the same person, and says so', async () => {
  open()
  expect(screen.queryByText(/hadn’t saved/)).toBeNull()
  write('Shortcut', 'glaze')
  write('Reply', 'It is food safe.')
  leave()
  open({}, { ...me, user: { ...me.user, id: 'usr_9' } })
  expect(said()).toEqual(['', ''])
  leave()
  open()
  expect(said()).toEqual(['glaze', 'It is food safe.'])
  expect(screen.getByText(/hadn’t saved/)).not.toBeNull()
})

it('Escape keeps what was typed, Cancel does not', async () => {
  open({ reply: hours })
  write('Reply', 'Closed on Mondays.')
  fireEvent.keyDown(box('Reply'), { key: 'Escape' })
  await waitFor(() => expect(onClose).toHaveBeenCalled())
  leave()
  open({ reply: { ...hours, id: 'can_2' } })
  expect(said()).toEqual(['hours', hours.body])
  leave()
  open({ reply: hours })
  expect(said()).toEqual(['hours', 'Closed on Mondays.'])
  press('Cancel')
  leave()
  open({ reply: hours })
  expect(said()).toEqual(['hours', hours.body])
  expect(localStorage.length).toBe(0)
})

it('the cross keeps what was typed', async () => {
  open({ reply: hours })
  write('Reply', 'Closed on Mondays.')
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(onClose).toHaveBeenCalled()
  leave()
  open({ reply: hours })
  expect(box('Reply').value).toBe('Closed on Mondays.')
})

it('what was typed back to what it was is not kept', () => {
  open({ reply: hours })
  write('Reply', 'Closed on Mondays.')
  write('Reply', hours.body)
  expect(localStorage.length).toBe(0)
})

it('a refusal keeps it, saving forgets it', async () => {
  open({}, me, { 'POST /api/canned-replies': () => refusal(401, 'auth.session_ended') })
  write('Shortcut', 'glaze')
  write('Reply', 'It is food safe.')
  press('Keep reply')
  await screen.findByRole('alert')
  leave()
  const calls = open({}, me, {
    'POST /api/canned-replies': () => ({ body: { ...hours, shortcut: 'glaze', body: 'It is food safe.' } }),
  })
  press('Keep reply')
  await waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(calls).toHaveLength(1)
  expect(localStorage.length).toBe(0)
})

it('of words from elsewhere a new one begins with them, and is found with or without them', () => {
  const initial = { shortcut: '', body: 'We fire on Fridays.' }
  open({ initial })
  expect(localStorage.length).toBe(0)
  write('Shortcut', 'fire')
  leave()
  open({ initial: { shortcut: '', body: 'Something else' } })
  expect(said()).toEqual(['', 'Something else'])
  leave()
  open({ initial })
  expect(said()).toEqual(['fire', 'We fire on Fridays.'])
  leave()
  open()
  expect(said()).toEqual(['fire', 'We fire on Fridays.'])
})
