import type { ContactSource } from '../contacts/contacts.schemas'
import type { SegmentCondition, SegmentDefinition, SegmentGroup } from './segments.schemas'

export const DAY = 86_400_000
/** How long a person can be written to freely after they wrote. */
export const WINDOW = DAY

/** All that a definition asks about a person. `segmentCondition` asks the same of the database. */
export type SegmentPerson = {
  consent: string
  tagIds: readonly string[]
  country: string | null
  language: string | null
  ownerId: string | null
  source: ContactSource | string
  blockedAt: number | null
  phone: string | null
  email: string | null
  name: string | null
  profileName: string | null
  fields: Record<string, string | number | boolean | null>
  createdAt: number
  lastMessageAt: number | null
  lastInboundAt: number | null
  lastReplyAt: number | null
  lastBroadcastAt: number | null
}

type Since = Extract<SegmentCondition, { on: 'created' }>['since']
export type FieldCondition = Extract<SegmentCondition, { on: 'field' }>
export type FieldOperator = FieldCondition['op']

/** Whether somebody belongs to a segment now. */
export const isInSegment = (person: SegmentPerson, definition: SegmentDefinition, now: number): boolean =>
  isInGroup(definition, (entry) =>
    'match' in entry ? isInGroup(entry, (condition) => holds(person, condition, now)) : holds(person, entry, now),
  )

/** No condition: everyone, whichever way they would be joined. */
function isInGroup<T>({ match, conditions }: { match: 'all' | 'any'; conditions: T[] }, is: (one: T) => boolean) {
  if (conditions.length === 0) return true
  return match === 'all' ? conditions.every(is) : conditions.some(is)
}

function holds(person: SegmentPerson, condition: SegmentCondition, now: number): boolean {
  switch (condition.on) {
    case 'consent':
      return condition.values.some((value) => value === person.consent)
    case 'source':
      return condition.values.some((value) => value === person.source)
    case 'tags':
      return isTagged(person.tagIds, condition)
    case 'country':
      return listed(person.country, condition)
    case 'language':
      return listed(person.language, condition)
    case 'owner':
      return listed(person.ownerId, condition)
    case 'blocked':
      return (person.blockedAt !== null) === condition.value
    case 'window':
      return (person.lastInboundAt !== null && person.lastInboundAt > now - WINDOW) === (condition.value === 'open')
    case 'contacted':
      return (person.lastMessageAt !== null) === condition.value
    case 'has':
      return hasIt(person, condition.what) === condition.value
    case 'field':
      return fieldHolds(person.fields[condition.key] ?? null, condition)
    default:
      return wasSince(person[activityOf[condition.on]], condition.since, now)
  }
}

/** Which column of a person each condition on a time is about. */
export const activityOf = {
  last_message: 'lastMessageAt',
  last_inbound: 'lastInboundAt',
  last_reply: 'lastReplyAt',
  last_broadcast: 'lastBroadcastAt',
  created: 'createdAt',
} as const

function wasSince(at: number | null, since: Since, now: number): boolean {
  if (since.op === 'never') return at === null
  const from = now - since.days * DAY
  return since.op === 'within' ? at !== null && at >= from : at === null || at < from
}

function isTagged(tagIds: readonly string[], { op, tagIds: asked }: Extract<SegmentCondition, { on: 'tags' }>) {
  const has = (id: string) => tagIds.includes(id)
  if (op === 'all') return asked.every(has)
  return asked.some(has) === (op === 'any')
}

/** Who has none is not any of them. */
const listed = (value: string | null, { op, values }: { op: 'is' | 'is_not'; values: readonly (string | null)[] }) =>
  values.includes(value) === (op === 'is')

function hasIt(person: SegmentPerson, what: 'phone' | 'email' | 'name'): boolean {
  if (what === 'name') return person.name !== null || person.profileName !== null
  return person[what] !== null
}

/** As `contact_field_values` has it: yes and no are 1 and 0. */
export const storedValue = (value: string | number | boolean): string | number =>
  typeof value === 'boolean' ? Number(value) : value

function fieldHolds(raw: string | number | boolean | null, { op, value: asked }: FieldCondition): boolean {
  const value = raw === null ? null : storedValue(raw)
  if (op === 'is_empty') return value === null || value === ''
  if (op === 'is_filled') return value !== null && value !== ''
  const wanted = storedValue(asked ?? '')
  if (op === 'is') return value === wanted
  if (op === 'is_not') return value !== wanted
  if (typeof value === 'number' && typeof wanted === 'number')
    return op === 'less_than' ? value < wanted : op === 'more_than' && value > wanted
  if (typeof value !== 'string' || typeof wanted !== 'string') return false
  if (op === 'contains') return lowerAscii(value).includes(lowerAscii(wanted))
  if (op === 'starts_with') return lowerAscii(value).startsWith(lowerAscii(wanted))
  return op === 'before' ? value < wanted : op === 'after' && value > wanted
}

/** As SQLite's `lower()`. */
const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

type FieldType = 'text' | 'number' | 'date' | 'choice' | 'boolean'
/** What may be asked of a field of each type. */
export const operatorsOf = {
  text: ['is', 'is_not', 'contains', 'starts_with', 'is_empty', 'is_filled'],
  number: ['is', 'is_not', 'less_than', 'more_than', 'is_empty', 'is_filled'],
  date: ['is', 'is_not', 'before', 'after', 'is_empty', 'is_filled'],
  choice: ['is', 'is_not', 'is_empty', 'is_filled'],
  boolean: ['is', 'is_not', 'is_empty', 'is_filled'],
} as const satisfies Record<FieldType, readonly FieldOperator[]>

export type KnownField = { key: string; label: string; type: FieldType; options: string[] | null }

/** What is wrong with a definition, as sentences; none when it can be asked. */
export function problemsOf(
  definition: SegmentDefinition,
  known: { fields: readonly KnownField[]; tagIds: readonly string[] },
): string[] {
  const problems = conditionsOf(definition).flatMap((condition) => {
    if (condition.on === 'field') return fieldProblems(condition, known.fields)
    const missing = condition.on === 'tags' && condition.tagIds.some((id) => !known.tagIds.includes(id))
    return missing ? ['A tag of this segment does not exist any more. Choose others.'] : []
  })
  return [...new Set(problems)]
}

/** All of them, whatever group they are in. */
export const conditionsOf = (definition: SegmentDefinition | SegmentGroup): SegmentCondition[] =>
  definition.conditions.flatMap((entry) => ('match' in entry ? entry.conditions : [entry]))

function fieldProblems({ key, op, value }: FieldCondition, fields: readonly KnownField[]): string[] {
  const field = fields.find((one) => one.key === key)
  if (!field) return [`There is no field “${key}”. Define it under custom fields, or leave the condition out.`]
  const { label, type } = field
  if (!operatorsOf[type].some((allowed) => allowed === op))
    return [`“${label}” is a ${typeNames[type]} field: it can be asked ${operatorsOf[type].map(inWords).join(', ')}.`]
  if (op === 'is_empty' || op === 'is_filled')
    return value === undefined ? [] : [`“${label}” ${inWords(op)} takes no value.`]
  return isOfType(value, field) ? [] : [`“${label}” ${inWords(op)} needs ${valueNames[type]}.`]
}

function isOfType(value: FieldCondition['value'], { type, options }: KnownField): boolean {
  if (type === 'number') return typeof value === 'number'
  if (type === 'boolean') return typeof value === 'boolean'
  if (typeof value !== 'string' || value === '') return false
  if (type === 'choice') return options?.includes(value) ?? false
  return type === 'text' || (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)))
}

const inWords = (op: FieldOperator): string => op.replace('_', ' ')
const typeNames = { text: 'text', number: 'number', date: 'date', choice: 'choice', boolean: 'yes/no' } as const
const valueNames = {
  text: 'some text',
  number: 'a number',
  date: 'a date such as 2026-01-31',
  choice: 'one of its options',
  boolean: 'yes or no',
} as const
