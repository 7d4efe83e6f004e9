import '../../strings/register-canned'
import '../../strings/register-composing'
import '../../strings/register-inbox'
import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { CurrentMemberContext } from '../auth/current-member'
import { me, stubApi } from '../auth/test-kit'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import { createOutbox, type Pending } from '../inbox/outbox'
import { conversation } from '../inbox/test-rows'
import { browserTabs } from '../inbox/test-tabs'
import { aNumber } from '../phone-numbers/test-numbers'
import { Composer } from './composer'
import { createAnswered } from './composer-answered'
import { createDrafts, type Drafts } from './drafts'
import type { Viewer } from './thread-live'

export const number = { ...aNumber, id: 'num_1' }
export const numbers = { 'GET /api/phone-numbers?limit=100': () => ({ body: { items: [number], nextCursor: null } }) }

/** Before and after each test of a file: nothing kept, one connected number. */
export function useComposer(): void {
  beforeEach(() => {
    localStorage.clear()
    vi.stubGlobal('CSS', { supports: () => true, escape: (text: string) => text })
    stubApi(numbers)
  })
  afterEach(() => {
    cleanup()
    queryClient.clear()
    vi.unstubAllGlobals()
  })
}

export const textBox = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Write a reply|Note/ })
export function type(text: string): void {
  const box = textBox()
  box.focus()
  box.value = text
  box.setSelectionRange(text.length, text.length)
  fireEvent.input(box)
}
export const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(textBox(), { key, ...more })

let conversations = 0

/** A conversation whose customer wrote a minute ago. */
export function openConversation(values: Partial<Conversation> = {}): Conversation {
  conversations += 1
  const now = Date.now()
  return conversation(`con_${conversations}`, 0, {
    lastInboundAt: new Date(now - 60_000).toISOString(),
    windowEndsAt: new Date(now + 20 * 3_600_000).toISOString(),
    failedMessageId: null,
    ...values,
  })
}

const members = [
  { userId: 'usr_2', name: 'Tom Baker', isActive: true },
  { userId: 'usr_3', name: 'Amara Diallo', isActive: true },
].map((values) => ({ ...values, id: values.userId, email: '', role: 'agent' }) as unknown as Member)

type Options = {
  conversation?: Conversation
  permissions?: readonly string[]
  agentVisibility?: 'all' | 'own'
  drafts?: Drafts
  viewers?: readonly Viewer[]
  /** What the server does with a message. */
  send?: (pending: Pending) => Promise<void>
}

/** The composer with a real outbox whose network and clock are in the test's hands. */
export function drawComposer(options: Options = {}) {
  const shown = options.conversation ?? openConversation()
  const drafts = options.drafts ?? createDrafts(me.organization.id, me.user.id)
  const sent: Pending[] = []
  const timers: { run: () => void; ms: number }[] = []
  const [isOnline, setOnline] = createSignal(true)
  let now = Date.now()
  const outbox = createOutbox({
    send: async (pending) => {
      await options.send?.(pending)
      sent.push(pending)
    },
    classify: (error) => ({ isTransient: error === 'network', code: 'refused', text: String(error) }),
    isOnline,
    storage: localStorage,
    key: 'wharf.outbox.test',
    tabs: browserTabs().open(),
    setTimer: (run, ms) => void timers.push({ run, ms }),
    now: () => now,
  })
  const applied: unknown[] = []
  const live = {
    outbox,
    cache: { applyMessages: (_: string, messages: unknown[]) => applied.push(...messages) },
    online: () => [],
    onChanged: () => {},
    catchUp: async () => {},
  } as unknown as InboxLive
  const permissions = options.permissions ?? ['messages:send', 'canned-replies:update', 'phone-numbers:update']
  const member = {
    me: () => ({
      ...me,
      role: 'agent' as const,
      organization: { ...me.organization, agentVisibility: options.agentVisibility ?? 'all' },
    }),
    organizationId: () => me.organization.id,
    can: (permission: string) => permissions.includes(permission),
  }
  const [viewers, setViewers] = createSignal<readonly Viewer[]>(options.viewers ?? [])
  const writing: (string | null)[] = []
  let left = 0
  let answered: ReturnType<typeof createAnswered> | undefined
  function Pane() {
    const kept = createAnswered(shown.id, drafts)
    answered = kept
    return (
      <Composer
        conversation={shown}
        live={{ viewers, setWriting: (kind) => writing.push(kind) }}
        drafts={drafts}
        members={members}
        replyTo={kept.message()}
        onReplyTo={kept.set}
        onClose={() => (left += 1)}
      />
    )
  }
  const { unmount } = render(() => (
    <MemoryRouter history={createMemoryHistory()}>
      <Route
        path="*"
        component={() => (
          <QueryClientProvider client={queryClient}>
            <CurrentMemberContext.Provider value={member}>
              <InboxLiveContext.Provider value={live}>
                <Pane />
              </InboxLiveContext.Provider>
            </CurrentMemberContext.Provider>
          </QueryClientProvider>
        )}
      />
    </MemoryRouter>
  ))
  return {
    conversation: shown,
    drafts,
    outbox,
    sent,
    timers,
    writing,
    /** How often the conversation was left, to be closed behind its person. */
    left: () => left,
    setViewers,
    answer: (message: Message) => answered?.set(message),
    goOffline: () => setOnline(false),
    comeBack: () => {
      setOnline(true)
      outbox.drainAll()
    },
    /** So much time passes; what waited for it runs. */
    elapse: (ms: number) => {
      now += ms
      for (const { run } of timers.splice(0)) run()
    },
    unmount,
  }
}
