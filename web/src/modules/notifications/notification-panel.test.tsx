import '../../strings/register-notifications'
import { cleanup, fireEvent, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderAt } from '../auth/test-kit'
import type { Call } from './notification-calls'
import NotificationPanel from './notification-panel'
import { changeNotificationSettings, notificationSettings } from './notification-settings'
import { createNotificationStore } from './notification-store'

const call = (id: string, values: Partial<Call> = {}): Call => ({
  id,
  kind: 'message',
  conversationId: 'con_1',
  name: 'Amara Diallo',
  text: `Text ${id}`,
  by: null,
  at: '2026-11-23T10:00:00.000Z',
  ...values,
})

function draw(calls: Call[]) {
  const store = createNotificationStore({ storage: localStorage, key: 'panel' })
  store.add(calls)
  const [isOpen, setOpen] = createSignal(true)
  const onOpenConversation = vi.fn()
  renderAt('/', () => (
    <header>
      <button type="button">Bell</button>
      <NotificationPanel
        open={isOpen()}
        onOpenChange={setOpen}
        anchor={() => screen.queryByText('Bell') ?? undefined}
        store={store}
        onOpenConversation={onOpenConversation}
      />
    </header>
  ))
  return { store, isOpen, onOpenConversation }
}

describe('the panel under the bell', () => {
  beforeEach(() => {
    localStorage.clear()
    changeNotificationSettings({ doNotDisturb: false, mutedUntil: 0 })
  })
  afterEach(cleanup)

  it('shows one line for a conversation, with what called in it, and opens it', async () => {
    const { onOpenConversation } = draw([
      call('a'),
      call('b', { kind: 'mention', by: 'Tomás', text: 'look' }),
      call('c', { kind: 'failed', text: 'The window is closed.' }),
      call('d'),
    ])
    const line = await screen.findByRole('link', { name: /Amara Diallo/ })
    for (const text of ['Text a', 'Tomás mentioned you: look', 'Your message was not delivered: The window is closed.'])
      expect(line.textContent).toContain(text)
    expect(line.textContent).toContain('and 1 more')
    fireEvent.click(line)
    expect(onOpenConversation).toHaveBeenCalledWith('con_1')
  })

  it('marks all of them read', async () => {
    const { store } = draw([call('a'), call('b', { conversationId: 'con_2' })])
    fireEvent.click(await screen.findByRole('button', { name: 'Mark all read' }))
    expect(store.unread()).toBe(0)
    expect(screen.queryByRole('button', { name: 'Mark all read' })).toBeNull()
  })

  it('gives an hour of peace, and takes it back', async () => {
    draw([])
    screen.getByText('Nothing has called for you')
    const before = Date.now()
    fireEvent.click(await screen.findByRole('button', { name: 'Mute for 1 hour' }))
    expect(notificationSettings().mutedUntil).toBeGreaterThanOrEqual(before + 3_600_000)
    screen.getByText(/^Quiet until \d\d:\d\d\.$/)
    fireEvent.click(screen.getByRole('button', { name: 'Ring again' }))
    expect(notificationSettings().mutedUntil).toBe(0)
  })

  it('shows what somebody wrote as text', async () => {
    draw([call('a', { text: '<img src=x onerror=alert(1)>', name: '<b>Eve</b>' })])
    const line = await screen.findByRole('link', { name: /Eve/ })
    expect(line.querySelector('img, b')).toBeNull()
    expect(line.textContent).toContain('<img src=x onerror=alert(1)>')
  })
})
