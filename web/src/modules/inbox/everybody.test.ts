import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { session } from '../../shared/session'
import { stubApi } from '../auth/test-kit'
import { membersQuery, numbersQuery } from './inbox.queries'

// Who is not in the list cannot be assigned and has no name in the inbox.

beforeEach(() => void vi.spyOn(session, 'freshToken').mockResolvedValue('token'))
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
const page = (from: number, count: number, nextCursor: string | null) => () => ({
  body: { items: Array.from({ length: count }, (_, at) => ({ id: `one_${from + at}` })), nextCursor },
})

const kinds = [
  ['members', '/api/team/members', () => queryClient.fetchQuery(membersQuery('org_1'))],
  ['numbers', '/api/phone-numbers', () => queryClient.fetchQuery(numbersQuery('org_1'))],
] as const

it.each(kinds)('all %s are there, however many pages they take', async (_, path, read) => {
  const calls = stubApi({
    [`GET ${path}?limit=100`]: page(0, 100, 'a'),
    [`GET ${path}?limit=100&cursor=a`]: page(100, 100, 'b'),
    [`GET ${path}?limit=100&cursor=b`]: page(200, 1, null),
  })
  const { items } = await read()
  expect(items).toHaveLength(201)
  expect(items.at(-1)).toEqual({ id: 'one_200' })
  expect(calls).toHaveLength(3)
})

it.each(kinds)('a list of %s without an end is not read for ever', async (_, path, read) => {
  const calls = stubApi({
    [`GET ${path}?limit=100`]: page(0, 100, 'a'),
    [`GET ${path}?limit=100&cursor=a`]: page(100, 100, 'a'),
  })
  const { nextCursor } = await read()
  expect(calls).toHaveLength(10)
  expect(nextCursor).toBe('a')
})
