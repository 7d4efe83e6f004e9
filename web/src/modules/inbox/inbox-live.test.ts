import { QueryObserver } from '@tanstack/solid-query'
import { describe, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { conversationKey } from './inbox.queries'
import { createCacheWriter } from './inbox-live'
import { conversation } from './test-rows'

vi.mock('../../shared/api', () => ({ api: {}, call: vi.fn() }))

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
