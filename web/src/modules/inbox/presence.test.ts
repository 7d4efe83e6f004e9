import { expect, it } from 'vitest'
import { byPresence, presenceOf } from './presence'

const online = [
  { userId: 'b', name: 'B', isAway: true },
  { userId: 'c', name: 'C', isAway: false },
]

it('puts who is there first, and keeps the order otherwise', () => {
  const people = ['a', 'b', 'c', 'd'].map((userId) => ({ userId }))
  expect(byPresence(people, online).map(({ userId, presence }) => `${userId} ${presence}`)).toEqual([
    'c online',
    'b away',
    'a offline',
    'd offline',
  ])
  expect(presenceOf([], 'c')).toBe('offline')
})
