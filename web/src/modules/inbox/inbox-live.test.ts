import { QueryObserver } from '@tanstack/solid-query'
import { describe, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { conversationKey, countsKey, type ListPages, listKey } from './inbox.queries'
import type { Row } from './inbox-cache'
import { createCacheWriter } from './inbox-live'
import { conversation } from './test-rows'

vi.mock('../../shared/api', () => ({ api: {}, call: vi.fn() }))

describe('what changes while a list is asked for', () => {
  it.each(['first', 'again'])('is in it, though the answer was read before (%s)', async (time) => {
    queryClient.clear()
    const queryKey = listKey('org_1', { view: 'all' })
    const page = { items: [conversation('con_1', 1), conversation('con_3', 3)], nextCursor: null }
    if (time === 'again') queryClient.setQueryData(queryKey, { pages: [page], pageParams: [''] })
    let answer = () => {}
    const asked = queryClient.fetchInfiniteQuery({
      queryKey,
      queryFn: () => new Promise((resolve) => (answer = () => resolve(page))),
      initialPageParam: '',
      getNextPageParam: () => null,
      staleTime: 0,
    })
    createCacheWriter('org_1', 'usr_1').applyChanges({ conversations: [conversation('con_2', 2)], removed: ['con_3'] })
    answer()
    await asked
    await vi.waitFor(() =>
      expect(
        queryClient.getQueryData<ListPages<Row>>(queryKey)?.pages.flatMap(({ items }) => items.map(({ id }) => id)),
      ).toEqual(['con_2', 'con_1']),
    )
  })
})

describe('losing sight of a conversation', () => {
  it('takes it off the screen where it is open', async () => {
    const queryKey = conversationKey('org_1', 'con_1')
    queryClient.setQueryData(queryKey, conversation('con_1', 0))
    const open = new QueryObserver(queryClient, {
      queryKey,
      queryFn: () => Promise.reject(new Error('not found')),
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
    })
    const stop = open.subscribe(() => {})
    expect(open.getCurrentResult().data).toBeDefined()
    createCacheWriter('org_1', 'usr_1').applyChanges({ conversations: [], removed: ['con_1'] })
    await vi.waitFor(() => expect(open.getCurrentResult()).toMatchObject({ data: undefined, status: 'error' }))
    stop()
  })
})

describe('what is asked for again', () => {
  const isStale = (queryKey: readonly unknown[]) => queryClient.getQueryState(queryKey)?.isInvalidated
  const pages = { pages: [], pageParams: [] }

  it('each minute: whose window ends soon, and how many they are', () => {
    queryClient.clear()
    const closing = listKey('org_1', { view: 'window_closing', tagId: 'tag_1' })
    const all = listKey('org_1', { view: 'all' })
    for (const key of [closing, all]) queryClient.setQueryData(key, pages)
    queryClient.setQueryData(countsKey('org_1'), {})
    createCacheWriter('org_1', 'usr_1').minutePassed()
    expect([closing, countsKey('org_1'), all].map(isStale)).toEqual([true, true, false])
  })

  it('after a large gap: also what is open, whatever list it stands in', () => {
    queryClient.clear()
    queryClient.setQueryData(conversationKey('org_1', 'con_1'), conversation('con_1', 0))
    queryClient.setQueryData(conversationKey('org_2', 'con_1'), conversation('con_1', 0))
    createCacheWriter('org_1', 'usr_1').reloadAll()
    expect(isStale(conversationKey('org_1', 'con_1'))).toBe(true)
    expect(isStale(conversationKey('org_2', 'con_1'))).toBe(false)
  })
})
