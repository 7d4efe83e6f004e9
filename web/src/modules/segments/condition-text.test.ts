import type { SegmentCondition } from '@worker/modules/segments/segments.schemas'
import { expect, it } from 'vitest'
import { isComplete, isWhole, newCondition } from './condition-kinds'
import { type ConditionNames, conditionTitle, conditionValue } from './condition-text'

const names: ConditionNames = {
  tag: (id) => ({ tag_1: 'VIP', tag_2: 'London' })[id],
  member: (id) => (id === 'usr_1' ? 'Ifeoma Okafor' : undefined),
  field: (key) => (key === 'since' ? 'Customer since' : undefined),
}
const say = (condition: SegmentCondition) => `${conditionTitle(condition, names)}: ${conditionValue(condition, names)}`

it('says a condition in the words of a chip', () => {
  expect(say({ on: 'last_message', since: { op: 'within', days: 7 } })).toBe('Last message: 7 days')
  expect(say({ on: 'last_reply', since: { op: 'before', days: 1 } })).toBe('Last reply of ours: not for 1 day')
  expect(say({ on: 'last_broadcast', since: { op: 'never' } })).toBe('Last broadcast: never')
  expect(say({ on: 'tags', op: 'none', tagIds: ['tag_1', 'tag_2', 'tag_9'] })).toBe('Tags: not VIP, London +1')
  expect(say({ on: 'country', op: 'is', values: ['GB', 'PT'] })).toBe('Country: UK, PT')
  expect(say({ on: 'owner', op: 'is', values: [null, 'usr_gone'] })).toBe('Owner: Nobody, Deleted')
  expect(say({ on: 'field', key: 'since', op: 'before', value: '2023-11-03' })).toBe(
    'Customer since: before 3 Nov 2023',
  )
  expect(say({ on: 'field', key: 'unknown', op: 'is', value: true })).toBe('unknown: Yes')
})

it('asks for nothing that is not finished', () => {
  expect([isComplete(newCondition('tags')), isComplete(newCondition('consent'))]).toEqual([false, true])
  expect(isComplete({ on: 'field', key: 'since', op: 'is' })).toBe(false)
  expect(isComplete({ on: 'created', since: { op: 'within', days: 0 } })).toBe(false)
  const group = { match: 'any' as const, conditions: [newCondition('country')] }
  expect(isWhole({ match: 'all', conditions: [newCondition('consent'), group] })).toBe(false)
  expect(isWhole({ match: 'all', conditions: [] })).toBe(true)
})
