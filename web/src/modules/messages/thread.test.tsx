import '../../strings/register-inbox'
import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { cleanup, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { createEffect, createSignal, on } from 'solid-js'
import { afterEach, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { CurrentMemberContext } from '../auth/current-member'
import { me, stubApi } from '../auth/test-kit'
import { threadKey } from '../inbox/inbox.queries'
import type { Thread as ThreadData } from '../inbox/inbox-cache'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import { createCacheWriter } from '../inbox/inbox-live'
import type { Pending } from '../inbox/outbox'
import { conversation, message } from '../inbox/test-rows'
import { Thread } from './thread'
import type { ThreadList } from './thread-list'

const toEnd = vi.hoisted(() => vi.fn())
// Nothing is measured here: what the thread gives to its list is looked at.
vi.mock('./thread-scroll', () => ({
  createThreadScroll: (from: { hasNewer: () => boolean; index: () => unknown }) => {
    createEffect(on(from.index, () => {}))
    return { isAtEnd: () => !from.hasNewer(), scroller: () => undefined, toEnd }
  },
}))
vi.mock('./thread-list', () => ({
  ThreadList: (props: Parameters<typeof ThreadList>[0]) => (
    <>
      <p data-testid="rows">{props.model.index().keys.join(' ')}</p>
      <p data-testid="new">{props.newBelow}</p>
    </>
  ),
}))
vi.mock('../../shared/on-page', () => ({ createOnPage: () => () => true }))

afterEach(() => {
  cleanup()
  queryClient.clear()
  toEnd.mockClear()
  vi.unstubAllGlobals()
})

const ours = message('msg_9', 9, { direction: 'outbound', status: 'sent', clientId: 'client_1' })
const pendingOf = (values: Partial<Pending> = {}): Pending => ({
  ...{ clientId: 'client_1', conversationId: 'con_1', createdAt: 0, state: 'waiting', problem: null, tab: 'here' },
  message: { content: { type: 'text', body: 'The bowl is here' } },
  ...values,
})

/** A thread that was gone up in: its end is not loaded. */
async function drawUp() {
  const calls = stubApi({
    'GET /api/conversations/con_1/messages': () => ({
      body: { items: [message('msg_8', 8), ours], olderCursor: 'more', newerCursor: null },
    }),
  })
  const key = threadKey(me.organization.id, 'con_1')
  queryClient.setQueryData<ThreadData>(key, { items: [message('msg_1', 1)], olderCursor: null, newerCursor: 'next' })
  const [items, setItems] = createSignal<readonly Pending[]>([])
  const outbox = { items, isOwn: ({ tab }: Pending) => tab === 'here' }
  const member = {
    me: () => ({ ...me, role: 'agent' as const }),
    organizationId: () => me.organization.id,
    can: () => true,
  }
  const cache = createCacheWriter(me.organization.id, me.user.id)
  render(() => (
    <MemoryRouter history={createMemoryHistory()}>
      <Route
        path="*"
        component={() => (
          <QueryClientProvider client={queryClient}>
            <CurrentMemberContext.Provider value={member}>
              <InboxLiveContext.Provider value={{ cache, outbox } as unknown as InboxLive}>
                <Thread
                  conversation={conversation('con_1', 8)}
                  members={[]}
                  onEdit={async () => () => {}}
                  onReply={() => {}}
                />
              </InboxLiveContext.Provider>
            </CurrentMemberContext.Provider>
          </QueryClientProvider>
        )}
      />
    </MemoryRouter>
  ))
  await screen.findByTestId('rows')
  return { calls, setItems, cache }
}
const rows = () => screen.getByTestId('rows').textContent

it('goes to its end for what was sent here, and what the server has accepted stands there', async () => {
  const { setItems, cache } = await drawUp()
  setItems([pendingOf()])
  await waitFor(() => expect(rows()).toContain('msg_8'))
  cache.applyMessages('con_1', [ours])
  setItems([])
  expect(rows()?.split(' ').at(-1)).toBe('client_1')
  expect(toEnd).toHaveBeenCalled()
})

it('stays where it is read when another tab sends, when something is reacted to, and when something arrives', async () => {
  const { setItems, cache, calls } = await drawUp()
  setItems([pendingOf({ tab: 'there' })])
  const content = { type: 'reaction', messageId: 'msg_1', emoji: '👍' } as unknown as Pending['message']['content']
  setItems([pendingOf({ tab: 'there' }), pendingOf({ clientId: 'client_2', message: { content } })])
  cache.applyMessages('con_1', [message('msg_10', 10)])
  await waitFor(() => expect(screen.getByTestId('new').textContent).toBe('1'))
  expect(toEnd).not.toHaveBeenCalled()
  expect(calls).toEqual([])
})

it('counts what the customer writes while its end is not loaded, and nothing twice or that was there before', async () => {
  const { cache } = await drawUp()
  cache.applyMessages('con_1', [message('msg_7', 7), message('msg_10', 10)])
  cache.applyMessages('con_1', [message('msg_10', 10, { reactions: [] }), message('msg_11', 11)])
  await waitFor(() => expect(screen.getByTestId('new').textContent).toBe('2'))
})
