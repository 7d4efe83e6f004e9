import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CallEvent, WebhookEvent } from '../../whatsapp/webhook-events'
import { mergeCalls } from './calls.models'
import { isPermanent, reasonOf } from './failures.models'
import { type Told, withoutErased } from './told.models'

describe('a failure', () => {
  const caused = (cause: Error) => new Error('Failed query: …', { cause })
  it.each([
    ['a type error of ours', new TypeError('x is undefined')],
    ['a constraint', new Error('D1_ERROR: NOT NULL constraint failed: messages.id: SQLITE_CONSTRAINT')],
    ['a statement that does not parse', new Error('D1_ERROR: near "FROM": syntax error: SQLITE_ERROR')],
    ['a value that is too big', new Error('D1_ERROR: string or blob too big: SQLITE_TOOBIG')],
  ])('is permanent: %s, also as a cause', (_, error) => {
    expect([isPermanent(error), isPermanent(caused(error))]).toEqual([true, true])
  })
  it.each([
    ['a lost connection', new Error('D1_ERROR: Network connection lost.')],
    ['an overloaded database', new Error('D1_ERROR: D1 DB is overloaded. Too many requests queued.')],
    ['one that was reset', new Error('D1_ERROR: D1 DB reset because its code was updated.')],
    ['the bucket', new Error('put: Unspecified error (0)')],
    ['something thrown', 'anything'],
  ])('passes: %s', (_, error) => {
    expect(isPermanent(error)).toBe(false)
  })
  it('is told without what a customer wrote', () => {
    const error = new Error('Failed query: insert …\nparams: I am ill', { cause: new Error('D1_ERROR: poison') })
    expect(reasonOf(error)).toBe('Error: D1_ERROR: poison')
  })
})

describe('a call', () => {
  const told = (event: string, values: Partial<CallEvent['content']> = {}): CallEvent['content'] => ({
    ...{ type: 'call', callId: 'wacid.1', event, direction: 'inbound', status: null, durationSeconds: null, ...values },
  })
  it('ends in the same, in whatever order and however often it is told', () => {
    const story = [
      told('connect'),
      told('ringing', { status: 'RINGING' }),
      told('accepted', { status: 'ACCEPTED' }),
      told('terminate', { status: 'COMPLETED', durationSeconds: 120 }),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray([...story, ...story], { minLength: 1 }), (some) => {
        const [first, ...rest] = some
        const merged = rest.reduce((call, next) => mergeCalls(call, next), first as CallEvent['content'])
        const latest = story.filter((one) => some.includes(one)).at(-1)
        expect(merged).toMatchObject({ event: latest?.event, durationSeconds: latest?.durationSeconds })
        expect(mergeCalls(merged, merged)).toEqual(merged)
      }),
    )
  })
})

describe('an erased person', () => {
  const erasedAt = 100_500
  const said = (at: number, receivedAt: number): Told => ({
    event: { kind: 'message', at, person: { waId: '1', userId: null } } as WebhookEvent,
    ...{ phoneNumberId: 'num_1', receivedAt, change: 0 },
  })
  const left = (one: Told) =>
    withoutErased([one], [{ identityHash: 'hash of 1', erasedAt }], ({ waId }) => [`hash of ${waId}`]).length

  it('does not come back by what was said before, and may write again', () => {
    expect([left(said(99_000, 200_000)), left(said(101_000, 101_200))]).toEqual([0, 1])
  })
  it('within the second of the erasure is judged by when it came in', () => {
    expect([left(said(100_000, 100_400)), left(said(100_000, 100_900))]).toEqual([0, 1])
  })
  it('is not somebody else', () => {
    expect(
      withoutErased([said(1, 1)], [{ identityHash: 'hash of 2', erasedAt }], ({ waId }) => [`hash of ${waId}`]),
    ).toHaveLength(1)
  })
})
