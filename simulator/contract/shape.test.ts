import { describe, expect, it } from 'vitest'
import { differences, either, exactly, optional } from './shape'

describe('a shape', () => {
  const sample = {
    type: 'text',
    id: 'wamid.HBgL',
    timestamp: '1744344496',
    url: 'https://x.test/a',
    count: 2,
    list: [{ a: 'text' }],
    more: optional(true),
  }
  const good = {
    ...{
      type: 'text',
      id: 'wamid.AAAA',
      timestamp: '12',
      url: 'https://y.test',
      count: 0,
      list: [{ a: 'x' }, { a: 'y' }],
    },
  }

  it('is met by other values of the same kinds', () => {
    expect(differences(sample, good)).toEqual([])
    expect(differences(sample, { ...good, more: false })).toEqual([])
  })

  it.each([
    ['another constant', { ...good, type: 'image' }],
    ['another form of text', { ...good, id: '12' }],
    ['letters where digits are', { ...good, timestamp: '12a' }],
    ['no address', { ...good, url: 'y' }],
    ['a number as text', { ...good, count: '0' }],
    ['an empty list', { ...good, list: [] }],
    ['one wrong entry of a list', { ...good, list: [{ a: 'x' }, { a: 7 }] }],
    ['a key that no sample has', { ...good, colour: 'red' }],
    ['another kind of what may be missing', { ...good, more: 'yes' }],
    ['nothing', null],
  ])('is not met by %s', (_name, actual) => {
    expect(differences(sample, actual)).toHaveLength(1)
  })

  it('is not met when a key is missing', () => {
    const { id: _, ...rest } = good
    expect(differences(sample, rest)).toEqual(['answer.id is missing'])
  })

  it('may be one of several, a pattern or a value', () => {
    expect(differences(either('a', 1), 7)).toEqual([])
    expect(differences(either('a', 1), null)).toHaveLength(1)
    expect(differences(/^[A-Z]+$/, 'ABC')).toEqual([])
    expect(differences(/^[A-Z]+$/, 'abc')).toHaveLength(1)
    expect(differences(exactly('a'), 'a')).toEqual([])
    expect(differences(exactly('a'), 'b')).toHaveLength(1)
  })
})
