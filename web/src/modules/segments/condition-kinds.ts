import { operatorsOf } from '@worker/modules/segments/segments.models'
import type {
  fieldOperators,
  SegmentCondition,
  SegmentDefinition,
  SegmentGroup,
} from '@worker/modules/segments/segments.schemas'

export type ConditionKind = SegmentCondition['on']
export type FieldOperator = (typeof fieldOperators)[number]
export type ConditionOf<Kind extends ConditionKind> = Extract<SegmentCondition, { on: Kind }>
/** What the team added to people. */
export type FieldType = keyof typeof operatorsOf

export const personKinds = [
  'consent',
  'tags',
  'country',
  'language',
  'owner',
  'has',
  'source',
  'created',
  'blocked',
] as const
export const activityKinds = [
  'last_message',
  'last_inbound',
  'last_reply',
  'last_broadcast',
  'window',
  'contacted',
] as const
type PlainKind = (typeof personKinds)[number] | (typeof activityKinds)[number]

/** What somebody begins with. Lists begin empty and are finished by choosing something. */
export function newCondition(kind: PlainKind): SegmentCondition {
  switch (kind) {
    case 'consent':
      return { on: kind, values: ['granted'] }
    case 'tags':
      return { on: kind, op: 'any', tagIds: [] }
    case 'country':
    case 'language':
    case 'owner':
      return { on: kind, op: 'is', values: [] }
    case 'source':
      return { on: kind, values: ['import'] }
    case 'blocked':
    case 'contacted':
      return { on: kind, value: kind === 'blocked' }
    case 'window':
      return { on: kind, value: 'open' }
    case 'has':
      return { on: kind, what: 'email', value: true }
    default:
      return { on: kind, since: { op: 'within', days: 7 } }
  }
}

/** `is_filled` is complete from the start. */
export const newFieldCondition = (key: string): SegmentCondition => ({ on: 'field', key, op: 'is_filled' })

export const operatorsOfField = (type: FieldType): readonly FieldOperator[] => operatorsOf[type]
export const needsValue = (operator: FieldOperator): boolean => operator !== 'is_empty' && operator !== 'is_filled'

export const isGroup = (one: SegmentCondition | SegmentGroup): one is SegmentGroup => 'match' in one

/** Whether the server would take it: a list has something in it, a comparison has something to compare with. */
export function isComplete(condition: SegmentCondition): boolean {
  if (condition.on === 'tags') return condition.tagIds.length > 0
  if (condition.on === 'field')
    return !needsValue(condition.op) || (condition.value !== undefined && String(condition.value).trim() !== '')
  if ('values' in condition) return condition.values.length > 0
  if ('since' in condition)
    return condition.since.op === 'never' || (condition.since.days >= 1 && condition.since.days <= 3650)
  return true
}

export function isWhole(definition: SegmentDefinition): boolean {
  return definition.conditions.every((one) =>
    isGroup(one) ? one.conditions.length > 0 && one.conditions.every(isComplete) : isComplete(one),
  )
}
