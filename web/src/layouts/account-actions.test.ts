import '../strings/register-frame'
import { createRoot } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { offlineError } from '../shared/api-error'
import { beforeLeaving, waitingSinceLeft } from '../shared/taking-leave'
import { signOut, switchWorkspace } from './account-actions'

const events = vi.hoisted((): string[] => [])
const session = vi.hoisted(() => ({ signOut: vi.fn(), accept: vi.fn() }))
vi.mock('../shared/session', () => ({ session }))
vi.mock('../shared/api', () => ({
  api: { api: { auth: { 'switch-organization': { $post: () => events.push('asked') } } } },
  call: async () => 'token',
}))
vi.mock('../ui/toast', () => ({ showToast: ({ text }: { text: string }) => events.push(text) }))

let stop = () => {}
function leaveWith(count: number) {
  createRoot((dispose) => {
    stop = dispose
    beforeLeaving(async () => {
      await Promise.resolve()
      events.push('sent')
      return count
    })
  })
}
beforeEach(() => {
  events.length = 0
  session.signOut.mockImplementation(async () => void events.push('signed out'))
  session.accept.mockImplementation(() => void events.push('accepted'))
})
afterEach(() => stop())

it('what is held is sent before the session ends, and what still waits is known to the sign-in page', async () => {
  leaveWith(2)
  await signOut()
  expect(events).toEqual(['sent', 'signed out'])
  expect(waitingSinceLeft()).toBe(2)
  stop()
  // Signed in again: it is another one's business.
  leaveWith(0)
  expect(waitingSinceLeft()).toBe(0)
})

it('who could not be signed out is told', async () => {
  leaveWith(0)
  session.signOut.mockRejectedValue(offlineError())
  await signOut()
  expect(events).toEqual(['sent', 'You’re still signed in: the server couldn’t be reached.'])
})

it('what is held is sent before the workspace is another one, and what still waits is said', async () => {
  leaveWith(1)
  await switchWorkspace({ id: 'org_2', name: 'Atelier Diallo' })
  expect(events).toEqual([
    'sent',
    'asked',
    'accepted',
    'You’re in Atelier Diallo now. 1 message isn’t sent yet: it goes when you’re back in the other workspace.',
  ])
  stop()
  events.length = 0
  leaveWith(0)
  await switchWorkspace({ id: 'org_2', name: 'Atelier Diallo' })
  expect(events.at(-1)).toBe('You’re in Atelier Diallo now')
})
