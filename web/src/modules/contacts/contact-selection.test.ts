import { describe, expect, it } from 'vitest'
import {
  everybody,
  headState,
  isNobody,
  isSelected,
  nobody,
  type Selection,
  SOME_MOST,
  selectedCount,
  toggle,
  toggleLoaded,
  toggleRange,
} from './contact-selection'

const some = (...ids: string[]): Selection => ({ kind: 'some', ids: new Set(ids) })
const order = ['a', 'b', 'c', 'd']

describe('who is selected', () => {
  it('is kept one by one, and counted without knowing how many there are', () => {
    const chosen = toggle(toggle(nobody, 'a'), 'c')
    expect([isSelected(chosen, 'a'), isSelected(chosen, 'b'), selectedCount(chosen, undefined)]).toEqual([
      true,
      false,
      2,
    ])
    expect(isNobody(toggle(toggle(chosen, 'a'), 'c'))).toBe(true)
  })

  it('is all of the filter but for those taken out again', () => {
    const chosen = toggle(everybody, 'b')
    expect([isSelected(chosen, 'a'), isSelected(chosen, 'b')]).toEqual([true, false])
    expect([selectedCount(chosen, 1284), selectedCount(chosen, undefined)]).toEqual([1283, undefined])
    expect(selectedCount(toggle(chosen, 'b'), 1284)).toBe(1284)
  })

  it('takes the rows between the last one and this one, as this one becomes', () => {
    expect(toggleRange(some('a'), 'a', 'c', order)).toEqual(some('a', 'b', 'c'))
    expect(toggleRange(some('a', 'b', 'c'), 'a', 'c', order)).toEqual(some())
    // Somebody who is not in the list any more is no beginning.
    expect(toggleRange(nobody, 'gone', 'c', order)).toEqual(some('c'))
  })

  it('never has more by id than the API takes', () => {
    const many = Array.from({ length: SOME_MOST + 5 }, (_, at) => String(at))
    expect(selectedCount(toggleLoaded(nobody, many), undefined)).toBe(SOME_MOST)
  })

  it('says with the box in the head whether it is some, all, or nobody of those that are loaded', () => {
    expect([headState(nobody, order), headState(some('a'), order), headState(some(...order), order)]).toEqual([
      'none',
      'some',
      'all',
    ])
    expect(headState(some('elsewhere'), order)).toBe('some')
    expect(toggleLoaded(some('a'), order)).toEqual(some(...order))
    expect(toggleLoaded(some(...order), order)).toEqual(nobody)
  })
})
