import { describe, expect, it } from 'vitest'
import type { Thread } from './inbox-cache'
import { message } from './test-rows'
import { refetchPages, type ThreadPageQuery } from './thread-refresh'

/** A thread of so many messages, a minute apart, read in pages as the API gives them. */
function serve(count: number) {
  const all = Array.from({ length: count }, (_, minute) => message(`m${String(minute).padStart(5, '0')}`, minute))
  const asked: ThreadPageQuery[] = []
  const slice = (from: number, to: number): Thread => ({
    items: all.slice(Math.max(0, from), to),
    olderCursor: from > 0 ? `before ${from}` : null,
    newerCursor: to < count ? `after ${to}` : null,
  })
  return {
    asked,
    held: (from: number, to = count) => slice(from, to),
    fetchPage: async (query: ThreadPageQuery): Promise<Thread> => {
      asked.push(query)
      const limit = Number(query.limit)
      if (query.around !== undefined) {
        const at = all.findIndex(({ id }) => id === query.around)
        return slice(at - limit / 2, Math.min(count, at + limit / 2))
      }
      const end = query.cursor ? Number(query.cursor.split(' ')[1]) : count
      return slice(end - limit, end)
    },
  }
}

describe('a thread that is asked for again', () => {
  it('asks for every page that is held, and for none beyond', async () => {
    const server = serve(1000)
    const thread = await refetchPages(server.held(720), server.fetchPage)
    expect(server.asked).toHaveLength(3)
    expect(thread.items).toHaveLength(300)
    expect(thread.items[0]?.id).toBe('m00700')
    expect([thread.olderCursor, thread.newerCursor]).toEqual(['before 700', null])
  })

  it('closes a hole of many pages', async () => {
    const server = serve(1000)
    const thread = await refetchPages({ ...server.held(480, 500), newerCursor: null }, server.fetchPage)
    expect(thread.items[0]?.id).toBe('m00400')
    expect(thread.items).toHaveLength(600)
  })

  it('stays where somebody looks at an earlier part', async () => {
    const server = serve(5000)
    const thread = await refetchPages(server.held(1000, 1100), server.fetchPage)
    expect(server.asked[0]).toEqual({ around: 'm01099', limit: '100' })
    expect(thread.items.some(({ id }) => id === 'm01000')).toBe(true)
    expect(thread.newerCursor).not.toBeNull()
  })

  it('ends after 2,000 messages, whatever is held', async () => {
    const server = serve(5000)
    const thread = await refetchPages(server.held(0), server.fetchPage)
    expect(thread.items).toHaveLength(2000)
    expect(thread.olderCursor).toBe('before 3000')
  })

  it('asks for the newest page when nothing is held', async () => {
    const server = serve(10)
    const thread = await refetchPages(undefined, server.fetchPage)
    expect(server.asked).toEqual([{ limit: '100' }])
    expect(thread.items).toHaveLength(10)
  })
})
