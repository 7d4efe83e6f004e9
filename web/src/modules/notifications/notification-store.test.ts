import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Call } from './notification-calls'
import { notificationSettings, quietNow } from './notification-settings'
import { createNotificationStore, groupNotifications } from './notification-store'

const call = (id: string, minute: number, values: Partial<Call> = {}): Call => ({
  id,
  kind: 'message',
  conversationId: 'con_1',
  name: 'Amara Diallo',
  text: id,
  by: null,
  at: new Date(1_780_000_000_000 + minute * 60_000).toISOString(),
  ...values,
})
const open = () => createNotificationStore({ storage: localStorage, key: 'notifications' })

describe('what has called', () => {
  beforeEach(() => localStorage.clear())

  it('is listed once, newest first, and survives a reload', () => {
    const store = open()
    expect(store.add([call('a', 1), call('b', 2)]).map(({ id }) => id)).toEqual(['a', 'b'])
    expect(store.add([call('a', 1)])).toEqual([])
    const reloaded = open()
    expect(reloaded.items().map(({ id }) => id)).toEqual(['b', 'a'])
    expect(reloaded.unread()).toBe(2)
  })

  it('keeps the newest hundred', () => {
    const store = open()
    store.add(Array.from({ length: 130 }, (_, minute) => call(`m${minute}`, minute)))
    expect(store.items()).toHaveLength(100)
    expect(store.items()[0]?.id).toBe('m129')
  })

  it('does not lose what another tab has written', () => {
    const [here, there] = [open(), open()]
    here.add([call('a', 1)])
    there.add([call('b', 2)])
    here.refresh()
    expect(here.items().map(({ id }) => id)).toEqual(['b', 'a'])
  })

  it('is read with its conversation; somebody else’s reading settles customers’ messages only', () => {
    const store = open()
    store.add([call('a', 1), call('b', 2, { kind: 'mention' }), call('c', 3, { conversationId: 'con_2' })])
    store.settle('con_1')
    expect(
      store
        .items()
        .filter(({ isRead }) => isRead)
        .map(({ id }) => id),
    ).toEqual(['a'])
    store.markRead('con_1')
    expect(store.unread()).toBe(1)
    store.markAllRead()
    expect(store.unread()).toBe(0)
  })

  it('goes when its conversation is out of sight', () => {
    const store = open()
    store.add([call('a', 1), call('c', 3, { conversationId: 'con_2' })])
    store.forget(['con_2'])
    expect(store.items().map(({ id }) => id)).toEqual(['a'])
    expect(localStorage.getItem('notifications')).not.toContain('con_2')
  })

  it('works without a storage, and with a broken one', () => {
    localStorage.setItem('notifications', '{"items":')
    const store = open()
    vi.spyOn(Storage.prototype, 'setItem').mockImplementationOnce(() => {
      throw new Error('full')
    })
    store.add([call('a', 1)])
    expect(store.items().map(({ id }) => id)).toEqual(['a'])
  })

  it('is grouped by conversation', () => {
    const items = [call('d', 4), call('c', 3, { conversationId: 'con_2' }), call('a', 1)]
    const groups = groupNotifications(items.map((item) => ({ ...item, isRead: item.id === 'a' })))
    expect(groups.map(({ conversationId, unread, items: own }) => [conversationId, unread, own.length])).toEqual([
      ['con_1', 1, 2],
      ['con_2', 1, 1],
    ])
  })
})

describe('quiet', () => {
  const at = (hours: number, minutes = 0) => new Date(2026, 10, 23, hours, minutes).getTime()
  const quiet = (now: number, changes: Partial<ReturnType<typeof notificationSettings>>) =>
    quietNow(now, { ...notificationSettings(), ...changes })

  it('is until it is switched off, for an hour, or in its hours, also over midnight', () => {
    expect(quiet(at(12), {})).toBeUndefined()
    expect(quiet(at(12), { doNotDisturb: true })).toBe('doNotDisturb')
    expect(quiet(at(12), { mutedUntil: at(13) })).toBe('muted')
    expect(quiet(at(13), { mutedUntil: at(13) })).toBeUndefined()
    const night = { quietHours: true, quietFrom: '20:00', quietTo: '08:00' }
    expect([at(19, 59), at(20), at(2), at(7, 59), at(8)].map((now) => quiet(now, night))).toEqual([
      undefined,
      'quietHours',
      'quietHours',
      'quietHours',
      undefined,
    ])
    const noon = { quietHours: true, quietFrom: '12:00', quietTo: '13:00' }
    expect([at(11), at(12, 30), at(13)].map((now) => quiet(now, noon))).toEqual([undefined, 'quietHours', undefined])
  })
})
