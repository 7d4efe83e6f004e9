import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library'
import type { Overview, Today } from '@worker/modules/analytics/analytics.schemas'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { createSignal, onCleanup } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { me, refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import type { OnlinePerson } from '../inbox/inbox-context'
import { conversation } from '../inbox/test-rows'
import OverviewPage from './overview.page'
import { asking, overviewOf, phoneNumber, todayOf } from './test-overview'

const [online, setOnline] = createSignal<readonly OnlinePerson[]>([])
const listeners = new Set<(conversations: readonly Conversation[]) => void>()
vi.mock('../inbox/inbox-context', () => ({
  useInboxLive: () => ({
    online,
    onChanged: (listener: (conversations: readonly Conversation[]) => void) => {
      listeners.add(listener)
      onCleanup(() => listeners.delete(listener))
    },
  }),
}))

const admin = ['phone-numbers:update', 'messages:send', 'canned-replies:update']
type Answer = ReturnType<typeof refusal>
const answer = <Body,>(body: Body): Answer => ({ body })

function show({
  overview = overviewOf(),
  today = todayOf(252, 290),
  permissions = admin,
  who = me,
}: {
  overview?: Overview
  today?: Today
  permissions?: string[]
  who?: typeof me
} = {}) {
  const calls = stubApi({
    'GET /api/analytics/overview': () => answer(overview),
    'GET /api/analytics/today': () => answer(today),
  })
  renderSignedIn(OverviewPage, permissions, who)
  return calls
}
const secure = { ...me, user: { ...me.user, totpEnabled: true } }

beforeEach(() => {
  localStorage.clear()
  listeners.clear()
  setOnline([])
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('the overview', () => {
  it('leads from each figure to the conversations behind it', async () => {
    show({ overview: overviewOf({ open: 63, unassigned: 4, unread: 9, waiting: asking(3, 'Amara', 3.5) }) })
    const figures = within(await screen.findByRole('region', { name: 'Key figures' }))
    expect(figures.getByText('63')).toBeDefined()
    expect(figures.getByText('4 with nobody')).toBeDefined()
    expect(figures.getByText('Oldest: Amara, 3h ago')).toBeDefined()
    const hrefOf = (name: string) => figures.getByRole('link', { name }).getAttribute('href')
    expect(hrefOf('Open conversations')).toBe('/inbox')
    expect(hrefOf('Waiting for a reply')).toBe('/inbox/con_amara')
    expect(hrefOf('Unread')).toBe('/inbox?view=unread')
    expect(await figures.findByText('38s faster')).toBeDefined()
    expect(figures.getByText(/214/).textContent).toBe('214in 180out')
  })

  it('lists who waits longest, with what they said', async () => {
    const text = 'Is the Adara rug still there? <img src=x onerror=alert(1)>'
    const lastMessage = {
      id: 'msg_1',
      type: 'text',
      direction: 'inbound',
      text,
      status: 'received',
      sentBy: null,
      authorName: null,
      at: new Date().toISOString(),
    } as const
    show({ overview: overviewOf({ waitingLongest: [conversation('con_1', 0, { lastMessage })] }) })
    const list = within(await screen.findByRole('region', { name: 'Waiting longest' }))
    expect(list.getByRole('link', { name: 'Amara Diallo' }).getAttribute('href')).toBe('/inbox/con_1')
    expect(list.getByText(text)).toBeDefined()
  })

  it('does without the day’s figures when they fail, and asks for them again', async () => {
    let isDown = true
    stubApi({
      'GET /api/analytics/overview': () => answer(overviewOf({ open: 7 })),
      'GET /api/analytics/today': () => (isDown ? refusal(403, 'forbidden') : answer(todayOf(60, null))),
    })
    renderSignedIn(OverviewPage, admin)
    expect(await screen.findByText('7')).toBeDefined()
    const [retry] = await screen.findAllByRole('button', { name: 'Try again' })
    isDown = false
    if (retry) fireEvent.click(retry)
    expect(await screen.findByText('From 12 conversations')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  })

  it('says so when it does not load, and tries again', async () => {
    let isDown = true
    stubApi({
      'GET /api/analytics/overview': () => (isDown ? refusal(403, 'forbidden') : answer(overviewOf())),
      'GET /api/analytics/today': () => answer(todayOf(null, null)),
    })
    renderSignedIn(OverviewPage, admin)
    expect(await screen.findByText('The overview didn’t load')).toBeDefined()
    isDown = false
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Nothing needs you right now')).toBeDefined()
  })

  it('shows a number with what is wrong with it', async () => {
    const number = phoneNumber({ qualityRating: 'YELLOW' })
    show({ overview: overviewOf({ numbers: [number] }) })
    const link = await screen.findByRole('link', { name: 'UK Support' })
    expect(link.getAttribute('href')).toBe(`/settings/numbers/${number.id}`)
    expect(screen.getByText('Medium')).toBeDefined()
    expect(screen.getByText('1,000 people a day')).toBeDefined()
    expect(screen.getByRole('link', { name: 'Connect a number' }).getAttribute('href')).toBe(
      '/settings/numbers/connect',
    )
  })

  it('shows those who see their own conversations only no figure of everybody’s messages', async () => {
    show({ today: { ...todayOf(60, null), messages: null } })
    expect(await screen.findByText('From 12 conversations')).toBeDefined()
    expect(screen.queryByText('Messages today')).toBeNull()
  })

  it('asks again when the inbox changes', async () => {
    const calls = show()
    await screen.findByText('Nothing needs you right now')
    const asked = () => calls.filter(({ route }) => route === 'GET /api/analytics/overview').length
    expect(asked()).toBe(1)
    for (const listener of listeners) listener([])
    for (const listener of listeners) listener([])
    await vi.waitFor(() => expect(asked()).toBe(2), { timeout: 3000 })
  })
})

describe('a workspace without a number', () => {
  const empty = overviewOf({
    numbers: [],
    checklist: {
      numberConnected: false,
      messageReceived: false,
      replySent: false,
      teamInvited: false,
      cannedReplyKept: false,
    },
  })

  it('is asked to connect one, and shows no figures that are all nothing', async () => {
    const calls = show({ overview: empty })
    expect(await screen.findByRole('heading', { name: 'Connect your first number' })).toBeDefined()
    expect(screen.queryByRole('region', { name: 'Key figures' })).toBeNull()
    expect(screen.getByText('1 of 6')).toBeDefined()
    expect(calls.map(({ route }) => route)).not.toContain('GET /api/analytics/today')
  })

  it('tells an agent who does it', async () => {
    show({ overview: empty, permissions: ['messages:send'] })
    expect(await screen.findByText(/^An admin of/)).toBeDefined()
    expect(screen.queryByRole('link', { name: 'Connect a number' })).toBeNull()
  })
})

describe('the checklist', () => {
  it('shows what is next, and is hidden for good', async () => {
    show()
    expect(await screen.findByText('5 of 6')).toBeDefined()
    const next = screen.getByRole('link', { name: 'Turn on: Turn on two-step sign-in' })
    expect(next.getAttribute('href')).toBe('/settings/security')
    fireEvent.click(screen.getByRole('button', { name: 'Hide the checklist' }))
    expect(screen.queryByText('Finish setting up')).toBeNull()
    cleanup()
    show()
    await screen.findByText('Nothing needs you right now')
    expect(screen.queryByText('Finish setting up')).toBeNull()
  })

  it('is gone when everything is done', async () => {
    show({ who: secure })
    await screen.findByText('Nothing needs you right now')
    expect(screen.queryByText('Finish setting up')).toBeNull()
  })
})

describe('the team', () => {
  it('shows who is there and how much they have, live', async () => {
    show({ overview: overviewOf({ team: [{ userId: 'usr_2', open: 17 }] }), who: secure })
    expect(await screen.findByText(/^Colleagues appear here/)).toBeDefined()
    setOnline([
      { userId: 'usr_2', name: 'Tomás Ferreira', isAway: false },
      { userId: 'usr_1', name: 'Ifeoma Okafor', isAway: true },
    ])
    const link = screen.getByRole('link', { name: 'Tomás Ferreira' })
    expect(link.getAttribute('href')).toBe('/inbox?assignee=usr_2')
    expect(screen.getByText('17 open conversations')).toBeDefined()
    expect(screen.getByText('1 online')).toBeDefined()
    expect(screen.getByRole('link', { name: 'Ifeoma Okafor (you)' })).toBeDefined()
    expect(screen.getByText('· away')).toBeDefined()
  })
})
