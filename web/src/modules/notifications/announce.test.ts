import { beforeEach, describe, expect, it, vi } from 'vitest'
import { announce } from './announce'
import { showNotice } from './browser-notice'
import { changeNotificationSettings } from './notification-settings'
import type { Notification } from './notification-store'
import { ring } from './ring'

vi.mock('./ring', () => ({ ring: vi.fn() }))
vi.mock('./browser-notice', () => ({ showNotice: vi.fn() }))
const showToast = vi.hoisted(() => vi.fn())
vi.mock('../../ui/toast', () => ({ showToast }))

const call = (id: string, values: Partial<Notification> = {}): Notification => ({
  id,
  kind: 'message',
  conversationId: `con_${id}`,
  name: 'Amara',
  text: `Text ${id}`,
  by: null,
  at: '2026-11-23T10:00:00.000Z',
  isRead: false,
  ...values,
})
const open = vi.fn()
const openPanel = vi.fn()
const tell = (calls: Notification[], isInFront: boolean) =>
  announce(calls, { isInFront: () => isInFront, open, openPanel })

describe('what somebody notices', () => {
  beforeEach(() => {
    vi.clearAllMocks()
    changeNotificationSettings({
      sound: true,
      desktop: true,
      hideContent: false,
      doNotDisturb: false,
      mutedUntil: 0,
      quietHours: false,
    })
  })

  it('is a sound and a toast while the page is in front, whose button opens the conversation', () => {
    tell([call('a')], true)
    expect(ring).toHaveBeenCalledTimes(1)
    expect(showNotice).not.toHaveBeenCalled()
    const [toast] = showToast.mock.calls[0] ?? []
    expect(toast.text).toBe('Amara: Text a')
    toast.action.onSelect()
    expect(open).toHaveBeenCalledWith('con_a')
  })

  it('is a sound only for a message that nobody has', () => {
    tell([call('a', { kind: 'unassigned' })], true)
    expect(ring).toHaveBeenCalledTimes(1)
    expect(showToast).not.toHaveBeenCalled()
  })

  it('is one toast for many', () => {
    tell(
      ['a', 'b', 'c'].map((id) => call(id)),
      true,
    )
    expect(showToast.mock.calls.map(([toast]) => toast.text)).toEqual(['3 new notifications'])
  })

  it('is the browser’s notification elsewhere, one for each conversation, without words if so wanted', () => {
    tell([call('a'), call('b', { conversationId: 'con_a', at: '2026-11-23T10:00:05.000Z' })], false)
    expect(vi.mocked(showNotice).mock.calls.map(([notice]) => [notice.title, notice.body, notice.tag])).toEqual([
      ['Amara', 'Text b', 'wharf.con_a'],
    ])
    changeNotificationSettings({ hideContent: true })
    tell([call('c')], false)
    const { title, body } = vi.mocked(showNotice).mock.lastCall?.[0] ?? {}
    expect([title, body]).toEqual(['Wharf', 'Something new in your inbox'])
    expect(showToast).not.toHaveBeenCalled()
  })

  it('is nothing at all in quiet', () => {
    changeNotificationSettings({ doNotDisturb: true })
    tell([call('a')], true)
    tell([call('b')], false)
    expect([ring, showNotice, showToast].map((port) => vi.mocked(port).mock.calls.length)).toEqual([0, 0, 0])
  })
})
