import '../../strings/register-inbox'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { createSignal, For } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sayNotLoaded } from '../../shared/not-loaded'
import { CurrentMemberContext } from '../auth/current-member'
import { me } from '../auth/test-kit'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import { createOutbox, type Pending } from '../inbox/outbox'
import { browserTabs } from '../inbox/test-tabs'
import { PendingRow } from './pending-row'

type Content = Pending['message']['content']
const buttons: Content = {
  type: 'buttons',
  header: { type: 'text', text: 'Your mug' },
  body: 'Which colour?',
  footer: 'Until Friday',
  buttons: [{ id: 'button-1', title: 'Blue' }],
}
const place: Content = { type: 'location', latitude: 51.5, longitude: -0.07, name: 'Studio' }
const template: Content = { type: 'template', name: 'order_ready', language: 'en_GB', components: [] }

type Edit = (pending: Pending) => void

function draw(content: Content, refuse = false, load = (edit: Edit) => Promise.resolve(edit)) {
  const outbox = createOutbox({
    send: () => Promise.reject(new Error('no')),
    classify: () => ({ isTransient: false, code: 'x', text: 'Meta refused it.' }),
    isOnline: () => true,
    storage: localStorage,
    key: 'wharf.outbox.row',
    tabs: browserTabs().open(),
    setTimer: () => {},
    now: () => Date.now(),
  })
  const [edited, setEdited] = createSignal<readonly Pending[]>([])
  outbox.add('con_1', { content, replyToMessageId: 'msg_1' }, 'client_1', refuse ? 0 : 5000)
  const member = {
    me: () => ({ ...me, role: 'agent' as const }),
    organizationId: () => me.organization.id,
    can: () => true,
  }
  render(() => (
    <CurrentMemberContext.Provider value={member}>
      <InboxLiveContext.Provider value={{ outbox } as unknown as InboxLive}>
        <For each={outbox.items()}>
          {(pending) => (
            <PendingRow
              pending={pending}
              isFirst
              isLast
              isFresh={false}
              isOffline={false}
              onEdit={() => load((back) => setEdited((all) => [...all, back]))}
            />
          )}
        </For>
      </InboxLiveContext.Provider>
    </CurrentMemberContext.Provider>
  ))
  return { outbox, edited }
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

vi.mock('../../shared/not-loaded', () => ({ sayNotLoaded: vi.fn() }))

beforeEach(() => localStorage.clear())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it.each([buttons, place, template])('a held $type is handed back whole', async (content) => {
  const { outbox, edited } = draw(content)
  press('Undo')
  await waitFor(() => expect(edited()).toHaveLength(1))
  expect([outbox.items(), edited().map(({ message }) => message.content)]).toEqual([[], [content]])
})

it('a refused one can be tried again, or edited', async () => {
  const { outbox, edited } = draw(buttons, true)
  await screen.findByText('Meta refused it.', { exact: false })
  screen.getByRole('button', { name: 'Retry' })
  press('Edit')
  await waitFor(() => expect(edited()).toHaveLength(1))
  expect([outbox.items(), edited().map(({ message }) => message.content)]).toEqual([[], [buttons]])
})

it('words go back into the box', async () => {
  const { outbox, edited } = draw({ type: 'text', body: 'Too early' })
  press('Undo')
  await waitFor(() => expect(edited()).toHaveLength(1))
  expect([outbox.items(), edited()[0]?.message.content]).toEqual([[], { type: 'text', body: 'Too early' }])
})

it('stays in the outbox while the script of the composer cannot be had', async () => {
  const load = vi.fn(() => Promise.reject(new Error('offline')))
  const { outbox, edited } = draw({ type: 'text', body: 'Kept' }, true, load)
  await screen.findByText('Meta refused it.', { exact: false })
  press('Edit')
  await waitFor(() => expect(sayNotLoaded).toHaveBeenCalledOnce())
  expect([load.mock.calls.length, edited(), outbox.items().length]).toEqual([1, [], 1])
})
