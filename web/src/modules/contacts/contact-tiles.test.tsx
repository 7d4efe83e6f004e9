import '../../strings/register-inbox'
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { afterEach, expect, it, vi } from 'vitest'
import { hearServerTime } from '../../shared/server-clock'
import { CurrentMemberContext } from '../auth/current-member'
import { me } from '../auth/test-kit'
import type { ConversationActions } from '../conversations/conversation-actions'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import { conversation } from '../inbox/test-rows'
import { ContactTiles } from './contact-tiles'

const DAY_MS = 86_400_000
/** What an answer of the server says the time is. */
const hear = (at: number) => hearServerTime(new Date(at).toUTCString(), Date.now())

afterEach(() => {
  cleanup()
  hear(Date.now())
  vi.useRealTimers()
})

function draw(status: 'open' | 'closed') {
  const row = conversation('con_1', 0, { status })
  const calls = { setStatus: vi.fn(), assign: vi.fn(), snooze: vi.fn(), onTag: vi.fn(), onDone: vi.fn() }
  const member = { me: () => me, organizationId: () => me.organization.id, can: () => true }
  const noor = { userId: 'usr_2', name: 'Noor Haddad', role: 'agent', isActive: true }
  render(() => (
    <CurrentMemberContext.Provider value={member}>
      <InboxLiveContext.Provider value={{ online: () => [] } as unknown as InboxLive}>
        <ContactTiles
          conversation={row}
          actions={calls as unknown as ConversationActions}
          members={[noor as never]}
          onTag={calls.onTag}
          onDone={calls.onDone}
        />
      </InboxLiveContext.Provider>
    </CurrentMemberContext.Provider>
  ))
  return { row, ...calls }
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const choose = (item: HTMLElement) => fireEvent.keyDown(item, { key: 'Enter' })

it('closes the conversation and goes on', () => {
  const { row, setStatus, onDone } = draw('open')
  press('Close')
  expect(setStatus).toHaveBeenCalledExactlyOnceWith([row], 'closed')
  expect(onDone).toHaveBeenCalledOnce()
})

it('opens it again, and stays', () => {
  const { row, setStatus, onDone } = draw('closed')
  press('Reopen')
  expect(setStatus).toHaveBeenCalledExactlyOnceWith([row], 'open')
  expect(onDone).not.toHaveBeenCalled()
})

it('assigns, snoozes and tags from menus of their own', async () => {
  const { row, assign, snooze, onTag } = draw('open')
  press('Tag')
  expect(onTag).toHaveBeenCalledExactlyOnceWith(screen.getByRole('button', { name: 'Tag' }))
  press('Assign')
  choose(await screen.findByRole('menuitemcheckbox', { name: /Noor Haddad/ }))
  expect(assign).toHaveBeenCalledExactlyOnceWith([row], 'usr_2', 'Noor Haddad')
  press('Snooze')
  choose(await screen.findByRole('menuitem', { name: 'Tomorrow, 9:00' }))
  expect(snooze).toHaveBeenCalledExactlyOnceWith([row], expect.stringMatching(/^\d{4}-/))
})

it('snoozes by the server’s clock, also on a device that is days late', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 10, 23, 14, 20) })
  const { row, snooze } = draw('open')
  hear(Date.now() + 3 * DAY_MS)
  const tomorrow = new Date(Date.now() + 4 * DAY_MS)
  tomorrow.setHours(9, 0, 0, 0)
  press('Snooze')
  choose(await screen.findByRole('menuitem', { name: 'Tomorrow, 9:00' }))
  expect(snooze).toHaveBeenCalledExactlyOnceWith([row], tomorrow.toISOString())
})
