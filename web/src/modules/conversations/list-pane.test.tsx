import '../../strings/register-inbox'
import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { me, refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import { listKey } from '../inbox/inbox.queries'
import type { ListFilter } from '../inbox/inbox-cache'
import type { InboxState } from '../inbox/inbox-state'
import type { Pending } from '../inbox/outbox'
import { conversation } from '../inbox/test-rows'
import { createDrafts } from '../messages/drafts'
import type { ConversationActions } from './conversation-actions'
import { ListPane } from './list-pane'

const [pending, setPending] = createSignal<readonly Pending[]>([])
vi.mock('../inbox/inbox-context', () => ({
  useInboxLive: () => ({ online: () => [], onChanged: () => {}, outbox: { items: pending } }),
}))

// Loaded at the first use otherwise, which may take longer than a test waits.
await import('../../ui/menu-popup')
await import('./kept-out-of-sight')

class Sizes {
  constructor(
    private readonly tell: (entries: { target: Element; contentRect: { height: number; width: number } }[]) => void,
  ) {}
  observe(target: Element) {
    queueMicrotask(() => this.tell([{ target, contentRect: { height: 900, width: 300 } }]))
  }
  unobserve() {}
  disconnect() {}
}
beforeEach(() => {
  Object.assign(document.defaultView as Window, { ResizeObserver: Sizes })
  Element.prototype.scrollTo = () => {}
  Element.prototype.scrollIntoView = () => {}
  localStorage.clear()
})
afterEach(() => {
  cleanup()
  setPending([])
  queryClient.clear()
  vi.unstubAllGlobals()
})

const people = Array.from({ length: 8 }, (_, at) => {
  const row = conversation(`con_${at}`, 10 - at)
  return { ...row, contact: { ...row.contact, displayName: `Person ${at}` } }
})
const counts = {
  all: 8,
  mine: 2,
  unassigned: 0,
  unread: 3,
  window_closing: 0,
  pending: 1,
  snoozed: 0,
  closed: 41,
  failed: 0,
}
const page = (items: readonly unknown[], nextCursor: string | null = null) => ({ body: { items, nextCursor } })

function draw(answers: Parameters<typeof stubApi>[0] = {}, opened?: string) {
  const calls = stubApi({
    'GET /api/conversations/counts': () => ({ body: counts }),
    'GET /api/contacts/tags': () => ({ body: { items: [] } }),
    'GET /api/conversations?limit=50&view=all': () => page(people.slice(0, 5), 'more'),
    'GET /api/conversations?limit=50&view=all&cursor=more': () => page(people.slice(5)),
    'GET /api/conversations?limit=50&view=mine': () => page(people.slice(0, 2)),
    ...answers,
  })
  const [filter, setFilter] = createSignal<ListFilter>({ view: 'all' })
  const [selected, setSelected] = createSignal<string | undefined>(opened)
  const state: InboxState = {
    filter,
    setFilter: (changes) => setFilter((now) => ({ ...now, ...changes })),
    selectedId: selected,
    select: vi.fn(setSelected),
  }
  const drafts = createDrafts(me.organization.id, me.user.id)
  const setStatus = vi.fn(async () => [])
  const setRead = vi.fn(async () => [])
  const shown = { rows: [] as readonly { id: string }[], client: undefined as QueryClient | undefined }
  renderSignedIn(() => {
    shown.client = useQueryClient()
    return (
      <ListPane
        class=""
        state={state}
        actions={{ setStatus, setRead } as unknown as ConversationActions}
        drafts={drafts}
        members={[]}
        numbers={[]}
        onRows={(rows) => (shown.rows = rows)}
      />
    )
  }, ['conversations:update', 'messages:send'])
  return { calls, state, drafts, setStatus, setRead, shown, ids: () => shown.rows.map(({ id }) => id) }
}
const box = (name: string) => screen.findByLabelText<HTMLInputElement>(`Select ${name}`)
const closed = (setStatus: ReturnType<typeof draw>['setStatus']) =>
  (setStatus.mock.lastCall as unknown as [{ id: string }[], string])[0].map(({ id }) => id)

describe('selection', () => {
  it('Shift takes all from the last one, in both directions', async () => {
    const { setStatus } = draw()
    fireEvent.click(await box('Person 3'))
    fireEvent.click(await box('Person 1'), { shiftKey: true })
    await screen.findByText('3 selected')
    fireEvent.click(await box('Person 2'))
    await screen.findByText('2 selected')
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(closed(setStatus)).toEqual(['con_1', 'con_3'])
    expect(screen.queryByRole('toolbar')).toBeNull()
  })

  it('takes all that is loaded, then all that matches, and lets go of all', async () => {
    const { setStatus, ids } = draw()
    fireEvent.click(await box('Person 0'))
    const all = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'All 5 shown' })
    expect([all.checked, all.indeterminate]).toEqual([false, true])
    expect(screen.queryByRole('button', { name: 'Select all that match' })).toBeNull()
    fireEvent.click(all)
    await screen.findByText('5 selected')
    expect(all.indeterminate).toBe(false)
    fireEvent.click(screen.getByRole('button', { name: 'Select all that match' }))
    await screen.findByText('8 selected')
    expect(ids()).toHaveLength(8)
    expect(screen.queryByRole('button', { name: 'Select all that match' })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(closed(setStatus)).toHaveLength(8)

    fireEvent.click(await box('Person 0'))
    fireEvent.click(await screen.findByRole('checkbox', { name: 'All 8 shown' }))
    fireEvent.click(await screen.findByRole('checkbox', { name: 'All 8 shown' }))
    await waitFor(() => expect(screen.queryByRole('toolbar')).toBeNull())
  })

  it('says so when the rest could not be loaded, and keeps what is selected', async () => {
    draw({
      'GET /api/conversations?limit=50&view=all&cursor=more': () => ({
        status: 422,
        body: { error: { code: 'test.refused', message: 'No.', requestId: 'req_1' } },
      }),
    })
    fireEvent.click(await box('Person 0'))
    fireEvent.click(await screen.findByRole('checkbox', { name: 'All 5 shown' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Select all that match' }))
    await screen.findByRole('button', { name: 'The rest could not be loaded. Try again' })
    await screen.findByText('5 selected')
    await screen.findByRole('button', { name: 'Select all that match' })
  })

  it('shows no boxes any more when what was marked has left', async () => {
    const { state, shown } = draw({ 'GET /api/conversations?limit=50&view=all': () => page(people.slice(0, 5)) })
    fireEvent.click(await box('Person 0'))
    await screen.findByText('1 selected')
    const other = (await box('Person 1')).parentElement?.querySelector('[data-initials]') as HTMLElement
    expect(other.className).toContain('invisible ')
    shown.client?.setQueryData(listKey(me.organization.id, state.filter()), {
      pages: [{ items: people.slice(1, 5), nextCursor: null }],
      pageParams: [''],
    })
    await waitFor(() => expect(screen.queryByText('1 selected')).toBeNull())
    expect((await box('Person 1')).className).toContain('opacity-0 ')
  })

  it('ends with another view, and with Escape', async () => {
    const { state } = draw()
    fireEvent.click(await box('Person 0'))
    await screen.findByText('1 selected')
    state.setFilter({ view: 'mine' })
    await waitFor(() => expect(screen.queryByRole('toolbar')).toBeNull())
    fireEvent.click(await box('Person 1'))
    await screen.findByText('1 selected')
    fireEvent.keyDown(document.body, { key: 'Escape' })
    await waitFor(() => expect(screen.queryByRole('toolbar')).toBeNull())
  })
})

describe('keys', () => {
  const link = async (name: string) => {
    const found = (await box(name)).closest('[data-conversation]')?.querySelector('a')
    found?.focus()
    return found as HTMLElement
  }
  const isMarked = async (name: string) => (await box(name)).checked

  it('mark the row that has the focus, also its range, else the open one', async () => {
    draw({}, 'con_4')
    await box('Person 0')
    fireEvent.keyDown(document.body, { key: 'x' })
    expect(await isMarked('Person 4')).toBe(true)
    fireEvent.keyDown(await link('Person 2'), { key: 'X', shiftKey: true })
    expect(await Promise.all([1, 2, 3, 4].map((at) => isMarked(`Person ${at}`)))).toEqual([false, true, true, true])
    fireEvent.keyDown(await link('Person 0'), { key: 'x' })
    expect(await isMarked('Person 0')).toBe(true)
  })

  it('mark the row that has the focus as unread, with none open too', async () => {
    const { setRead } = draw()
    await box('Person 0')
    fireEvent.keyDown(document.body, { key: 'u' })
    expect(setRead).not.toHaveBeenCalled()
    fireEvent.keyDown(await link('Person 1'), { key: 'u' })
    expect(setRead.mock.lastCall).toEqual([[expect.objectContaining({ id: 'con_1' })], false])
  })

  it('take the focus along to the next one where it is in the list', async () => {
    const { state } = draw({}, 'con_1')
    fireEvent.keyDown(await link('Person 1'), { key: 'j' })
    expect(state.selectedId()).toBe('con_2')
    const next = (await box('Person 2')).closest('[data-conversation]')?.querySelector('a')
    await waitFor(() => expect(document.activeElement).toBe(next))
  })
})

describe('drafts', () => {
  const one = (id: string) => ({ [`GET /api/conversations/${id}`]: () => ({ body: conversation(id, 1) }) })
  const chip = () => screen.queryByRole('button', { name: /^Drafts/ })

  it('are counted as they come and go, replies and notes', async () => {
    const { drafts } = draw()
    await screen.findByText('Person 0')
    expect(chip()).toBeNull()
    drafts.set('con_0', { reply: 'Good morning' })
    drafts.set('con_1', { note: 'ask Tom' })
    await waitFor(() => expect(chip()?.textContent).toBe('Drafts 2'))
    screen.getByText('Draft: Good morning')
    screen.getByText('Draft note: ask Tom')
    drafts.set('con_0', { reply: '' })
    await waitFor(() => expect(chip()?.textContent).toBe('Drafts 1'))
    expect(screen.queryByText('Draft: Good morning')).toBeNull()
  })

  it('have a view, which shows those that are still in sight, closed ones too', async () => {
    const { drafts, ids, state } = draw({
      ...one('con_7'),
      'GET /api/conversations/con_8': () => ({ body: conversation('con_8', 2, { status: 'closed' }) }),
      'GET /api/conversations/con_9': () => ({
        status: 404,
        body: { error: { code: 'conversations.not_found', message: 'Gone.', requestId: 'req_1' } },
      }),
    })
    for (const id of ['con_7', 'con_8', 'con_9']) drafts.set(id, { reply: 'Hello' })
    fireEvent.click((await screen.findByRole('button', { name: /^Drafts/ })) as HTMLElement)
    expect(state.filter().view).toBe('drafts')
    await waitFor(() => expect(ids()).toEqual(['con_8', 'con_7']))
    // It is sent: the others stay on the screen while the list is made anew.
    drafts.set('con_8', { reply: '' })
    await waitFor(() => expect(ids()).toEqual(['con_7']))
    drafts.set('con_7', { reply: '' })
    drafts.set('con_9', { reply: '' })
    await screen.findByText('No drafts')
  })
})

it('what did not arrive is counted, listed, and opened at the message', async () => {
  const row = { ...conversation('con_5', 1, { failedMessageId: 'msg_9' }) }
  const { state, ids } = draw({
    'GET /api/conversations/counts': () => ({ body: { ...counts, failed: 1 } }),
    'GET /api/conversations?limit=50&view=all&hasFailed=true': () => page([row]),
  })
  fireEvent.click(await screen.findByRole('button', { name: 'Failed 1' }))
  await waitFor(() => expect(ids()).toEqual(['con_5']))
  const link = await waitFor(() => {
    const found = document.querySelector<HTMLElement>('[data-conversation="con_5"] a')
    expect(found).not.toBeNull()
    return found as HTMLElement
  })
  fireEvent.click(link)
  expect(state.select).toHaveBeenCalledWith('con_5', 'msg_9')
})

describe('what the server refused', () => {
  const refused = (conversationId: string): Pending => ({
    clientId: `client-${conversationId}`,
    conversationId,
    message: { content: { type: 'text', body: 'Until Saturday' } },
    createdAt: 0,
    state: 'refused',
    problem: { code: 'conversations.window_closed', text: 'Closed.' },
  })
  const one = (id: string, values = {}) => ({
    [`GET /api/conversations/${id}`]: () => ({ body: conversation(id, 1, values) }),
  })

  it('marks its row until it is sent or taken back, also over a draft', async () => {
    const { drafts } = draw(one('con_1'))
    await screen.findByText('Person 1')
    drafts.set('con_1', { reply: 'And another thing' })
    setPending([refused('con_1'), { ...refused('con_2'), state: 'waiting', problem: null }])
    await screen.findByText('Not sent · Until Saturday')
    setPending([])
    await screen.findByText('Draft: And another thing')
    expect(screen.queryByText(/^Not sent/)).toBeNull()
  })

  it('counts as failed once, and is listed with what the server knows', async () => {
    const { ids } = draw({
      ...one('con_1', { failedMessageId: 'msg_1' }),
      ...one('con_7', { status: 'closed' }),
      'GET /api/conversations/con_9': () => refusal(404, 'conversations.not_found'),
      'GET /api/conversations/counts': () => ({ body: { ...counts, failed: 2 } }),
      'GET /api/conversations?limit=50&view=all&hasFailed=true': () =>
        page([conversation('con_5', 5, { failedMessageId: 'msg_5' }), conversation('con_1', 1)]),
    })
    await screen.findByRole('button', { name: 'Failed 2' })
    setPending([refused('con_1'), refused('con_7'), refused('con_9')])
    fireEvent.click(await screen.findByRole('button', { name: 'Failed 4' }))
    await waitFor(() => expect(ids()).toEqual(['con_5', 'con_7', 'con_1']))
    // Tried again, and sent.
    setPending([])
    await waitFor(() => expect(ids()).toEqual(['con_5', 'con_1']))
    await screen.findByRole('button', { name: 'Failed 2' })
  })
})

it('every state says how many it has, closed ones too', async () => {
  draw()
  fireEvent.click(await screen.findByRole('button', { name: /^Which conversations|^Open/ }))
  const item = await screen.findByRole('menuitemcheckbox', { name: /^Closed/ })
  await within(item).findByText('41')
})

describe('what was written in conversations that are out of sight', () => {
  const gone = { 'GET /api/conversations/con_9': () => refusal(404, 'conversations.not_found') }

  it('is listed with the drafts, as the count says, and can be thrown away', async () => {
    const { state, drafts } = draw({ ...gone, 'GET /api/conversations/con_1': () => ({ body: people[1] }) })
    drafts.set('con_9', { reply: 'We can glaze it' })
    state.setFilter({ view: 'drafts' })
    const section = within(await screen.findByRole('region', { name: 'Of conversations that you can’t see any more' }))
    section.getByText('We can glaze it')
    screen.getByRole('button', { name: 'Drafts 1' })
    expect(screen.queryByText('No drafts')).toBeNull()
    fireEvent.click(section.getByRole('button', { name: 'Discard' }))
    await screen.findByText('No drafts')
    expect(drafts.ids()).toEqual([])
  })

  it('is counted and listed with what failed', async () => {
    const { state } = draw({
      ...gone,
      'GET /api/conversations?limit=50&view=all&hasFailed=true': () => page([]),
    })
    setPending([
      {
        ...{ clientId: 'c9', conversationId: 'con_9', createdAt: 0, state: 'refused' },
        message: { content: { type: 'text', body: 'The kiln is free' } },
        problem: { code: 'conversations.not_found', text: 'There is no such conversation.' },
      },
    ])
    fireEvent.click(await screen.findByRole('button', { name: 'Failed 1' }))
    expect(state.filter().view).toBe('failed')
    await screen.findByText('The kiln is free')
    screen.getByRole('button', { name: 'Copy' })
  })
})
