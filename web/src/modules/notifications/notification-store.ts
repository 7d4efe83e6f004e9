import { createSignal } from 'solid-js'
import type { Call } from './notification-calls'

export type Notification = Call & { isRead: boolean }
type Stored = {
  /** The newest change of the inbox that was looked at. Null: none yet, there is nothing to catch up on. */
  seq: number | null
  /** When that was, by the server's clock: what is older calls no more. Milliseconds since 1970. */
  until: number
  items: Notification[]
}

const MOST = 100
const EMPTY: Stored = { seq: null, until: 0, items: [] }

/**
 * What has called, newest first, kept on this device for one person in one organization: the server keeps no list of
 * notifications. Tabs share it; what one writes the others read again on the browser's `storage` event.
 */
export function createNotificationStore(ports: { storage: Pick<Storage, 'getItem' | 'setItem'>; key: string }) {
  const [state, setState] = createSignal<Stored>(read())

  function read(): Stored {
    try {
      return { ...EMPTY, ...(JSON.parse(ports.storage.getItem(ports.key) ?? '{}') as Partial<Stored>) }
    } catch {
      return EMPTY
    }
  }
  /** From what is stored, not from what this tab has seen of it: another may have written since. */
  function change(work: (stored: Stored) => Stored): void {
    const before = read()
    const next = work(before)
    setState(next)
    if (next === before) return
    try {
      ports.storage.setItem(ports.key, JSON.stringify(next))
    } catch {
      // A full or forbidden storage: it is shown all the same, it would only not survive a reload.
    }
  }
  const markWhere = (where: (item: Notification) => boolean) =>
    change((stored) =>
      stored.items.some((item) => !item.isRead && where(item))
        ? { ...stored, items: stored.items.map((item) => (where(item) ? { ...item, isRead: true } : item)) }
        : stored,
    )

  return {
    items: () => state().items,
    unread: () => state().items.filter(({ isRead }) => !isRead).length,
    seq: () => read().seq,
    until: () => read().until,
    /** How far was looked. Never goes back. */
    reach: (seq: number, until: number) =>
      change((stored) => ({ ...stored, seq: Math.max(stored.seq ?? 0, seq), until: Math.max(stored.until, until) })),
    /** @returns those that were not there before */
    add: (calls: readonly Call[]): Notification[] => {
      let fresh: Notification[] = []
      change((stored) => {
        const known = new Set(stored.items.map(({ id }) => id))
        fresh = calls.filter(({ id }) => !known.has(id)).map((call) => ({ ...call, isRead: false }))
        if (fresh.length === 0) return stored
        const items = [...fresh, ...stored.items].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
        return { ...stored, items: items.slice(0, MOST) }
      })
      return fresh
    },
    markRead: (conversationId: string) => markWhere((item) => item.conversationId === conversationId),
    /** A customer's messages that somebody has read call nobody any more. */
    settle: (conversationId: string) =>
      markWhere(
        (item) => item.conversationId === conversationId && (item.kind === 'message' || item.kind === 'unassigned'),
      ),
    markAllRead: () => markWhere(() => true),
    /** Out of sight: neither name nor words stay. */
    forget: (conversationIds: readonly string[]) =>
      change((stored) =>
        stored.items.some(({ conversationId }) => conversationIds.includes(conversationId))
          ? { ...stored, items: stored.items.filter((item) => !conversationIds.includes(item.conversationId)) }
          : stored,
      ),
    /** Another tab has written. */
    refresh: () => setState(read()),
  }
}
export type NotificationStore = ReturnType<typeof createNotificationStore>

/** One line of the panel: a conversation and what called in it, newest first. */
export type NotificationGroup = { conversationId: string; name: string; items: Notification[]; unread: number }

/** Newest first, in the order of each conversation's newest. */
export function groupNotifications(items: readonly Notification[]): NotificationGroup[] {
  const groups = new Map<string, NotificationGroup>()
  for (const item of items) {
    const group = groups.get(item.conversationId)
    const unread = item.isRead ? 0 : 1
    if (!group) {
      groups.set(item.conversationId, {
        conversationId: item.conversationId,
        name: item.name,
        items: [item],
        unread,
      })
    } else {
      group.items.push(item)
      group.unread += unread
    }
  }
  return [...groups.values()]
}
