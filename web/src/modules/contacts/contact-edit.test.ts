import { describe, expect, it } from 'vitest'
import { fieldProblems, toChange } from './contact-edit'

const before = { name: 'Amara', language: 'en', fields: { Email: 'a@example.test', Size: 38, VIP: true } }
const rows = Object.entries(before.fields).map(([key, value]) => ({ key, value: String(value) }))

describe('what is sent after editing', () => {
  it('is nothing when nothing is new; numbers stay numbers', () => {
    expect(toChange(before, { name: ' Amara ', language: 'en', rows })).toBeNull()
  })

  it('is what is new, and null for what is gone', () => {
    const changed = [
      { key: 'Email', value: 'b@example.test' },
      { key: ' Shop ', value: ' Lisbon ' },
      { key: '', value: '' },
    ]
    expect(toChange(before, { name: '', language: null, rows: changed })).toEqual({
      name: null,
      language: null,
      fields: { Email: 'b@example.test', Size: null, VIP: null, Shop: 'Lisbon' },
    })
  })
})

it('a field needs a name, and each name once', () => {
  const some = [
    { key: 'Size', value: '38' },
    { key: ' Size', value: '39' },
    { key: '', value: '40' },
    { key: ' ', value: '' },
  ]
  expect(fieldProblems(some)).toEqual([undefined, 'twice', 'missing', undefined])
})
