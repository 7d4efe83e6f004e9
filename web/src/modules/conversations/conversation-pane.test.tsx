import '../../strings/register-composing'
import '../../strings/register-inbox'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { CurrentMemberContext } from '../auth/current-member'
import { me, refusal, stubApi } from '../auth/test-kit'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import { createCacheWriter } from '../inbox/inbox-live'
import type { Pending } from '../inbox/outbox'
import { conversation } from '../inbox/test-rows'
import { createDrafts } from '../messages/drafts'
import type { ConversationActions } from './conversation-actions'
import { ConversationPane } from './conversation-pane'

// What stands in the pane while the conversation can be seen is theirs to test.
vi.mock('../messages/thread', () => ({ Thread: () => <p>the thread</p> }))
vi.mock('../messages/composer', () => ({ Composer: () => <p>the composer</p> }))
vi.mock('./conversation-header', () => ({ ConversationHeader: () => <p>the header</p> }))
vi.mock('../messages/thread-live', () => ({ createThreadLive: () => ({ viewers: () => [] }) }))
// Loaded at the first use otherwise, which may take longer than a test waits.
await import('./out-of-sight')

const organizationId = me.organization.id
const writeText = vi.fn(async (_: string) => {})

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
})
afterEach(() => {
  cleanup()
  queryClient.clear()
  writeText.mockClear()
  vi.unstubAllGlobals()
})

function draw({ agentVisibility = 'own' as 'own' | 'all' } = {}) {
  let isTheirs = false
  const calls = stubApi({
    'GET /api/conversations/con_1': () =>
      isTheirs ? refusal(404, 'conversations.not_found') : { body: conversation('con_1', 0) },
  })
  const [items, setItems] = createSignal<readonly Pending[]>([])
  const cache = createCacheWriter(organizationId, me.user.id)
  const discard = vi.fn(
    async (clientId: string) => void setItems((all) => all.filter((one) => one.clientId !== clientId)),
  )
  const drafts = createDrafts(organizationId, me.user.id)
  const select = vi.fn()
  const who = { ...me, role: 'agent' as const, organization: { ...me.organization, agentVisibility } }
  const member = { me: () => who, organizationId: () => organizationId, can: () => true }
  render(() => (
    <QueryClientProvider client={queryClient}>
      <CurrentMemberContext.Provider value={member}>
        <InboxLiveContext.Provider value={{ cache, outbox: { items, discard } } as unknown as InboxLive}>
          <ConversationPane
            conversationId="con_1"
            state={{ filter: () => ({ view: 'all' }), setFilter: () => {}, selectedId: () => 'con_1', select }}
            rows={[]}
            actions={{} as ConversationActions}
            drafts={drafts}
            members={[]}
            numbers={[]}
            isDetailsOpen={false}
            onToggleDetails={() => {}}
          />
        </InboxLiveContext.Provider>
      </CurrentMemberContext.Provider>
    </QueryClientProvider>
  ))
  return {
    ...{ calls, drafts, select, setItems, cache },
    /** A colleague takes it: the server tells of it, and no longer knows it for this person. */
    isTaken: () => {
      isTheirs = true
      cache.applyChanges({ conversations: [], removed: ['con_1'] })
    },
  }
}
const refused: Pending = {
  ...{ clientId: 'c1', conversationId: 'con_1', createdAt: 0, state: 'refused' },
  message: { content: { type: 'text', body: 'The kiln is free on Friday' } },
  problem: { code: 'conversations.not_found', text: 'There is no such conversation.' },
}

it('who loses sight of a conversation while writing is told why, and keeps what was written', async () => {
  const { drafts, select, isTaken, setItems, calls } = draw()
  await screen.findByText('the composer')
  drafts.set('con_1', { reply: 'We can glaze it', note: 'ask Mei' })
  setItems([refused])
  isTaken()
  await screen.findByText('You can’t see this conversation any more')
  screen.getByText(/^A colleague has it now\./)
  screen.getByText('What you wrote is kept on this device. Copy what you still need.')
  for (const text of ['The kiln is free on Friday', 'We can glaze it', 'ask Mei']) screen.getByText(text)
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  const [first, second] = screen.getAllByRole('button', { name: 'Copy' })
  fireEvent.click(first as HTMLElement)
  fireEvent.click(second as HTMLElement)
  expect(writeText.mock.calls).toEqual([['The kiln is free on Friday'], ['We can glaze it']])
  for (const left of [2, 1, 0]) {
    fireEvent.click(screen.getAllByRole('button', { name: 'Discard' })[0] as HTMLElement)
    await waitFor(() => expect(screen.queryAllByRole('button', { name: 'Discard' })).toHaveLength(left))
  }
  expect(drafts.ids()).toEqual([])
  // The first of the two is the way back of a phone.
  fireEvent.click(screen.getAllByRole('button', { name: 'Back to the list' }).at(-1) as HTMLElement)
  expect(select).toHaveBeenCalledWith(undefined)
  expect(calls.map(({ route }) => route)).toEqual(Array(2).fill('GET /api/conversations/con_1'))
})

it('of one that is no longer there nothing is claimed, and one that is theirs again is shown', async () => {
  const { isTaken, cache } = draw({ agentVisibility: 'all' })
  await screen.findByText('the composer')
  isTaken()
  await screen.findByText('It is no longer here, or it is somebody else’s now.')
  expect(screen.queryByText(/What you wrote is kept/)).toBeNull()
  cache.applyChanges({ conversations: [conversation('con_1', 1)], removed: [] })
  await screen.findByText('the composer')
})
