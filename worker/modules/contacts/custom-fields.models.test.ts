import { describe, expect, it } from 'vitest'
import { type FieldDefinition, validateFields } from './custom-fields.models'

const field = (type: FieldDefinition['type'], options: string[] | null = null) => [
  { key: 'f', label: 'Field', type, options },
]

describe('a value of a field', () => {
  it.each([
    ['text', 'anything'],
    ['number', 4.5],
    ['boolean', false],
    ['date', '2024-02-29'],
    ['choice', 'Stone'],
    ['number', null],
  ] as const)('of type %s can be %j', (type, value) => {
    expect(validateFields(field(type, type === 'choice' ? ['Stone', 'Clay'] : null), { f: value })).toEqual([])
  })

  it.each([
    ['text', 5, 'Field needs to be text.'],
    ['number', '5', 'Field needs to be a number.'],
    ['boolean', 'yes', 'Field needs to be yes or no.'],
    ['date', '2026-02-30', 'Field needs to be a date such as 2026-03-31.'],
    ['date', '31.03.2026', 'Field needs to be a date such as 2026-03-31.'],
    ['choice', 'stone', 'Field needs to be one of: Stone, Clay.'],
  ] as const)('of type %s cannot be %j', (type, value, message) => {
    expect(validateFields(field(type, ['Stone', 'Clay']), { f: value })).toEqual([{ key: 'f', message }])
  })

  it('that nobody defined is what it is', () => {
    expect(validateFields(field('number'), { other: 'text', f: 1 })).toEqual([])
  })
})
