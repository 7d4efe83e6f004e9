import { describe, expect, it } from 'vitest'
import { withoutPerson } from './archive-erasure.models'

const ids = new Set(['16505551234', 'US.134912'])
const metadata = { display_phone_number: '+1 555', phone_number_id: '106' }
const theirs = { from: '16505551234', from_user_id: 'US.134912', id: 'wamid.1', text: { body: 'mine' } }
const other = { from: '4915100', id: 'wamid.2', text: { body: 'call 16505551234' } }

describe('a change without a person', () => {
  it('is the same when it names somebody else, though they write the number', () => {
    const value = { metadata, contacts: [{ wa_id: '4915100' }], messages: [other] }
    expect(withoutPerson(value, ids)).toBe(value)
    const typed = { metadata, messages: [{ ...other, text: { body: '16505551234' } }] }
    expect(withoutPerson(typed, ids)).toBe(typed)
  })

  it('is nothing when all of it is about them', () => {
    expect(withoutPerson({ metadata, contacts: [{ wa_id: '16505551234' }], messages: [theirs] }, ids)).toBeNull()
    expect(withoutPerson({ metadata, statuses: [{ id: 'wamid.9', recipient_id: '16505551234' }] }, ids)).toBeNull()
    expect(withoutPerson({ metadata, user_id: 'US.134912' }, ids)).toBeNull()
  })

  it('keeps what others said in it, in its order', () => {
    const value = { metadata, contacts: [{ wa_id: '16505551234' }, { wa_id: '4915100' }], messages: [theirs, other] }
    expect(withoutPerson(value, ids)).toEqual({ metadata, contacts: [{ wa_id: '4915100' }], messages: [other] })
  })

  it('takes their thread out of a history, and the number out of a card that somebody else has sent', () => {
    const history = (threads: unknown[]) => ({ metadata, history: [{ metadata: { phase: 0 }, threads }] })
    const [mine, yours] = [
      { id: '16505551234', messages: [theirs] },
      { id: '4915100', messages: [other] },
    ]
    expect(withoutPerson(history([mine, yours]), ids)).toEqual(history([yours]))
    expect(withoutPerson(history([mine]), ids)).toBeNull()
    const card = (phones: unknown[]) => ({ metadata, messages: [{ from: '4915100', contacts: [{ phones }] }] })
    expect(withoutPerson(card([{ phone: '+16505551234', wa_id: '16505551234' }]), ids)).toEqual(card([]))
  })
})
