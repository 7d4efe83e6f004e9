import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyConversations,
  applyMessages,
  isInList,
  joinPage,
  joinRefetched,
  type Page,
  type Thread,
} from './inbox-cache'
import { conversation, message } from './test-rows'

const viewer = { userId: 'usr_me', now: 1_780_000_000_000 }
const all = { view: 'all' } as const
const ids = (pages: { items: { id: string }[] }[]) => pages.map(({ items }) => items.map(({ id }) => id))
const none: string[] = []

describe('a list that changes live', () => {
  const pages = [
    { items: [conversation('c', 30), conversation('b', 20)], nextCursor: '1' },
    { items: [conversation('a', 10)], nextCursor: '2' },
  ]

  it('puts new activity first and keeps the pages’ cursors', () => {
    const next = applyConversations(
      pages,
      { conversations: [conversation('a', 40, { changeSeq: 2 })], removed: none },
      all,
      viewer,
    )
    expect(ids(next)).toEqual([['a', 'c'], ['b']])
    expect(next.map(({ nextCursor }) => nextCursor)).toEqual(['1', '2'])
  })

  it('takes out what is closed, assigned away or out of sight', () => {
    const closed = conversation('c', 30, { status: 'closed', changeSeq: 2 })
    expect(ids(applyConversations(pages, { conversations: [closed], removed: ['a'] }, all, viewer))).toEqual([
      ['b'],
      [],
    ])
    const theirs = conversation('b', 20, { assigneeId: 'usr_other', changeSeq: 2 })
    expect(
      ids(applyConversations(pages, { conversations: [theirs], removed: none }, { view: 'unassigned' }, viewer)),
    ).toEqual([['c', 'a'], []])
  })

  it('leaves what sorts behind the last loaded row to the next page', () => {
    const old = conversation('z', 5)
    expect(applyConversations(pages, { conversations: [old], removed: none }, all, viewer)).toBe(pages)
    const complete = [{ items: [conversation('b', 20)], nextCursor: null }]
    expect(ids(applyConversations(complete, { conversations: [old], removed: none }, all, viewer))).toEqual([
      ['b', 'z'],
    ])
  })

  it('lets no slow answer undo a newer frame', () => {
    const present = [{ items: [conversation('a', 10, { changeSeq: 9, unreadCount: 0 })], nextCursor: null }]
    const stale = conversation('a', 10, { changeSeq: 8, unreadCount: 3 })
    expect(applyConversations(present, { conversations: [stale], removed: none }, all, viewer)).toBe(present)
  })

  it('what a search found stays with the message it was found by, also when it is closed meanwhile', () => {
    const match = { messageId: 'msg_1', text: 'vase', ranges: [], occurredAt: '2026-01-01T00:00:00.000Z' }
    const found = [{ items: [{ ...conversation('a', 3), match }], nextCursor: null }]
    const change = { conversations: [conversation('a', 4, { status: 'closed', changeSeq: 2 })], removed: [] }
    const [page] = applyConversations(found, change, { view: 'all', search: 'vase' }, viewer)
    expect(page?.items).toEqual([{ ...conversation('a', 4, { status: 'closed', changeSeq: 2 }), match }])
    expect(ids(applyConversations(found, change, { view: 'unread', search: 'vase' }, viewer))).toEqual([[]])
  })

  it('failed are those whose last message of ours did not arrive, until the next one does', () => {
    const failed = conversation('a', 3, { failedMessageId: 'msg_1' })
    const lists = (row: typeof failed) => isInList(row, { view: 'failed' }, viewer)
    expect(lists(failed)).toBe(true)
    expect(lists({ ...failed, failedMessageId: null })).toBe(false)
    expect(lists({ ...failed, status: 'closed' })).toBe(false)
    expect(lists({ ...failed, snoozedUntil: '2099-01-01T00:00:00.000Z' })).toBe(false)
  })

  it('drafts are of this device, whatever becomes of the conversation', () => {
    const filter = { view: 'drafts' as const, ids: ['a'] }
    const change = {
      conversations: [conversation('a', 4, { status: 'closed', changeSeq: 2 }), conversation('b', 5)],
      removed: [],
    }
    expect(
      ids(applyConversations([{ items: [conversation('a', 3)], nextCursor: null }], change, filter, viewer)),
    ).toEqual([['a']])
  })

  it('lets nothing join a search, and updates what is in it', () => {
    const found = [{ items: [conversation('a', 10)], nextCursor: null }]
    const change = { conversations: [conversation('b', 50), conversation('a', 60, { changeSeq: 2 })], removed: none }
    expect(ids(applyConversations(found, change, { view: 'all', search: 'vase' }, viewer))).toEqual([['a']])
  })

  it('ends the same whatever order frames come in', () => {
    const frame = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), minute: fc.nat(100), isClosed: fc.boolean() })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (frames, order) => {
        const rows = frames.map(({ id, minute, isClosed }, at) =>
          conversation(id, minute, { changeSeq: at + 2, status: isClosed ? 'closed' : 'open' }),
        )
        // The last frame of each conversation comes last; between conversations any order.
        const newest = [...new Map(rows.map((row) => [row.id, row])).values()]
        const shuffled = newest.map((row) => ({ row, key: order.next().value as number })).sort((a, b) => a.key - b.key)
        const start = [{ items: [conversation('a', 1), conversation('b', 0)], nextCursor: null }]
        const play = (sequence: typeof rows) =>
          sequence.reduce<Page<Conversation>[]>(
            (state, row) => applyConversations(state, { conversations: [row], removed: [] }, all, viewer),
            start,
          )
        expect(ids(play(shuffled.map(({ row }) => row)))).toEqual(ids(play(newest)))
      }),
    )
  })
})

describe('a thread that changes live', () => {
  const thread: Thread = { items: [message('m1', 1), message('m2', 2)], olderCursor: 'o', newerCursor: null }

  it('adds what is new in its place and nothing twice', () => {
    const next = applyMessages(thread, [message('m3', 3), message('m3', 3)])
    expect(next.items.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3'])
    expect(applyMessages(next, [message('m0', 0)])).toBe(next)
  })

  it('moves ticks forward only', () => {
    const sent = applyMessages(thread, [message('m3', 3, { direction: 'outbound', status: 'read' })])
    const after = applyMessages(sent, [message('m3', 3, { direction: 'outbound', status: 'delivered' })])
    expect(after.items.at(-1)?.status).toBe('read')
  })

  it('shows that what was sent has failed after all', () => {
    const sent = applyMessages(thread, [message('m3', 3, { direction: 'outbound', status: 'sent' })])
    const failed = applyMessages(sent, [message('m3', 3, { direction: 'outbound', status: 'failed' })])
    expect(failed.items.at(-1)?.status).toBe('failed')
  })

  it('lets no slow answer undo what became of a message, and shows a new try', () => {
    for (const status of ['sent', 'failed', 'unconfirmed'] as const) {
      const settled = applyMessages(thread, [message('m3', 3, { direction: 'outbound', status })])
      const answered = applyMessages(settled, [message('m3', 3, { direction: 'outbound', status: 'queued' })])
      expect(answered.items.at(-1)?.status).toBe(status)
      const again = applyMessages(answered, [message('m3', 4, { direction: 'outbound', status: 'queued' })])
      expect(again.items.at(-1)?.status).toBe('queued')
    }
  })

  it('takes no new message while its end is not loaded', () => {
    const middle: Thread = { ...thread, newerCursor: 'n' }
    expect(applyMessages(middle, [message('m9', 9, { direction: 'outbound' })])).toBe(middle)
  })

  it('knows what the customer wrote while its end is not loaded, until that is loaded', () => {
    const middle: Thread = { ...thread, newerCursor: 'n' }
    const told = applyMessages(applyMessages(middle, [message('m8', 8)]), [message('m8', 8), message('m9', 9)])
    expect(told.items).toBe(middle.items)
    expect(told.beyond?.map(({ id }) => id)).toEqual(['m8', 'm9'])
    const page = { items: [message('m8', 8)], olderCursor: null }
    expect(joinPage(told, { ...page, newerCursor: 'n2' }, 'newer').beyond?.map(({ id }) => id)).toEqual(['m9'])
    expect(joinPage(told, { ...page, newerCursor: null }, 'newer').beyond).toBeUndefined()
  })

  it('joins older pages in front', () => {
    const page: Thread = { items: [message('m0', 0), message('m1', 1)], olderCursor: null, newerCursor: 'x' }
    const next = joinPage(thread, page, 'older')
    expect(next.items.map(({ id }) => id)).toEqual(['m0', 'm1', 'm2'])
    expect([next.olderCursor, next.newerCursor]).toEqual([null, null])
  })

  it('looks at the page that joins, not at all that is there', () => {
    let reads = 0
    const counted = (id: string, minute: number) => {
      const one = message(id, minute)
      const { occurredAt } = one
      const get = () => {
        reads += 1
        return occurredAt
      }
      return Object.defineProperty(one, 'occurredAt', { get })
    }
    const items = Array.from({ length: 5000 }, (_, at) => counted(`m${at + 1000}`, at + 1000))
    const long: Thread = { items, olderCursor: 'o', newerCursor: 'n' }
    const page = (from: number): Thread => ({
      items: Array.from({ length: 50 }, (_, at) => message(`m${from + at}`, from + at)),
      olderCursor: null,
      newerCursor: null,
    })
    expect(joinPage(long, page(950), 'older').items.map(({ id }) => id)).toEqual(
      Array.from({ length: 5050 }, (_, at) => `m${at + 950}`),
    )
    expect(joinPage(long, page(6000), 'newer').items).toHaveLength(5050)
    expect(reads).toBeLessThan(20)
    // What overlaps is there once, as it came last.
    expect(joinPage(long, page(980), 'older').items).toHaveLength(5020)
  })

  describe('asked for again', () => {
    const fetched: Thread = {
      items: [message('m1', 1, { text: 'edited' }), message('m2', 2), message('m3', 3)],
      olderCursor: 'o',
      newerCursor: null,
    }

    it('takes what has changed on any page and what was missed, and keeps what came meanwhile', () => {
      const now: Thread = {
        items: [message('m0', 0), ...thread.items, message('m4', 4, { direction: 'outbound' })],
        olderCursor: null,
        newerCursor: null,
      }
      const next = joinRefetched(now, thread, fetched)
      expect(next?.items.map(({ id }) => id)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4'])
      expect(next?.items[1]?.text).toBe('edited')
      expect([next?.olderCursor, next?.newerCursor]).toEqual([null, null])
    })

    it('drops what is further up than could be asked for', () => {
      const held: Thread = { items: [message('m0', 0), ...thread.items], olderCursor: 'far', newerCursor: null }
      const next = joinRefetched(held, held, fetched)
      expect(next?.items.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3'])
      expect(next?.olderCursor).toBe('o')
    })

    it('loses what is gone, at its end and between, and nothing that nobody has asked about', () => {
      const held: Thread = {
        items: [message('m0', 0), ...thread.items, message('gone', 2.5), message('last', 9)],
        olderCursor: 'far',
        newerCursor: null,
      }
      const now: Thread = { ...held, items: [...held.items, message('m10', 10)] }
      const older: Thread = { ...fetched, items: [message('m0', 0), ...fetched.items] }
      expect(joinRefetched(now, held, older)?.items.map(({ id }) => id)).toEqual(['m0', 'm1', 'm2', 'm3', 'm10'])
      // Of a part in the middle of a thread it says nothing of what comes after it.
      const middle: Thread = { ...older, newerCursor: 'n' }
      expect(joinRefetched(now, held, middle)?.items.map(({ id }) => id)).toContain('last')
      expect(joinRefetched(now, held, middle)?.items.map(({ id }) => id)).not.toContain('gone')
    })

    it('is asked once more when somebody has gone to another part of it', () => {
      const elsewhere: Thread = { items: [message('e1', -9)], olderCursor: 'a', newerCursor: 'b' }
      expect(joinRefetched(elsewhere, thread, fetched)).toBeNull()
    })
  })
})
