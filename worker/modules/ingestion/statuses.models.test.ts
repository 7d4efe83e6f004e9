import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StatusEvent } from '../../whatsapp/webhook-events'
import type { Known, KnownMessage } from './known.repository'
import { planStatuses } from './statuses.models'

const states = ['sent', 'delivered', 'read', 'played', 'failed'] as const
const event = (status: StatusEvent['status'], values: Partial<StatusEvent> = {}): StatusEvent => ({
  ...{ kind: 'status', wamid: 'wamid.1', status, at: 1000 * (1 + states.indexOf(status)), person: null },
  ...{
    callbackData: null,
    pricing: null,
    error: status === 'failed' ? { code: 131026, title: 'x', details: null } : null,
  },
  ...values,
})
const message = (values: Partial<KnownMessage> = {}) =>
  ({
    ...{
      id: 'msg_1',
      conversationId: 'con_1',
      phoneNumberId: 'num_1',
      direction: 'outbound',
      wamid: 'wamid.1',
      sendState: 'accepted',
    },
    ...{
      sentBy: 'agent',
      occurredAt: 500,
      sentAt: null,
      deliveredAt: null,
      readAt: null,
      playedAt: null,
      failedAt: null,
      ...values,
    },
  }) as KnownMessage
const tell = (events: StatusEvent[], known: Partial<Pick<Known, 'messages' | 'ours' | 'retired' | 'faster'>>) =>
  planStatuses(
    events.map((one) => ({ event: one, phoneNumberId: 'num_1' })),
    { messages: [], ours: [], retired: [], faster: [], rows: new Map(), now: 9, ...known },
  )
const times = ['sentAt', 'deliveredAt', 'readAt', 'playedAt', 'failedAt'] as const

describe('statuses', () => {
  it('in any order, in any batches, each any number of times, end in the same times and are told once', () => {
    const some = fc.uniqueArray(fc.constantFrom(...states), { minLength: 1 })
    const story = some.chain((set) =>
      fc.tuple(
        fc.constant(set),
        fc.array(fc.constantFrom(...set), { maxLength: 10 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
      ),
    )
    fc.assert(
      fc.property(story, ([set, repeated, size, seed]) => {
        const order = [...set, ...repeated]
          .map((state, at) => ({ state, key: (at * 7919 + seed) % 101 }))
          .sort((a, b) => a.key - b.key)
        const row = message()
        const told: string[] = []
        for (let at = 0; at < order.length; at += size) {
          const plan = tell(
            order.slice(at, at + size).map(({ state }) => event(state)),
            { messages: [structuredClone(row)] },
          )
          // As the database writes it: once.
          for (const change of plan.changes) for (const name of times) row[name] ??= change[name]
          told.push(...plan.events.map(({ data }) => (data as { status: string }).status))
        }
        for (const [at, name] of times.entries()) {
          const state = states[at] as (typeof states)[number]
          expect(row[name]).toBe(set.includes(state) ? event(state).at : null)
        }
        expect(told.sort()).toEqual([...set].sort())
      }),
    )
  })

  it('of a message that nobody knows are gathered until it comes', () => {
    const { parked, events, changes } = tell(
      [event('read'), event('sent', { pricing: { category: 'utility' } }), event('read', { at: 9 })],
      {},
    )
    expect(parked).toMatchObject([
      { wamid: 'wamid.1', sentAt: 1000, readAt: 3000, deliveredAt: null, pricing: { category: 'utility' } },
    ])
    expect([events, changes]).toEqual([[], []])
  })

  it('that carry our id settle it, unless it is settled, and only on its number', () => {
    const waiting = message({ wamid: null, sendState: 'unconfirmed' })
    const mine = { callbackData: 'msg_1' }
    const first = tell([event('sent', mine), event('delivered')], { ours: [structuredClone(waiting)] })
    expect(first.settled).toEqual([{ id: 'msg_1', wamid: 'wamid.1', isRevived: false }])
    expect(first.changes).toMatchObject([{ id: 'msg_1', sentAt: 1000, deliveredAt: 2000 }])
    expect(first.parked).toEqual([])
    expect(tell([event('sent', mine)], { ours: [message({ wamid: 'wamid.0' })] })).toMatchObject({
      settled: [],
      parked: [{ wamid: 'wamid.1' }],
    })
    expect(tell([event('sent', mine)], { ours: [{ ...waiting, phoneNumberId: 'num_2' }] }).settled).toEqual([])
    expect(tell([event('sent', mine)], { ours: [{ ...waiting, sendState: 'scheduled' }] }).settled).toEqual([])
    // Taken back after a try that went through all the same.
    expect(tell([event('sent', mine)], { ours: [{ ...waiting, sendState: 'cancelled' }] }).settled).toHaveLength(1)
  })

  it('that came before it was known whose they are, are told once that is known, and no time twice', () => {
    const open = message({ wamid: null, sendState: 'unconfirmed' })
    const [sent, delivered] = [event('sent'), event('delivered')]
    const [parked] = tell([sent, delivered], {}).parked
    const told = tell([event('read', { callbackData: 'msg_1' }), delivered], {
      ours: [open],
      faster: [{ ...parked, organizationId: 'org_1' } as Known['faster'][number]],
    })
    expect(told.settled).toMatchObject([{ id: 'msg_1', wamid: 'wamid.1' }])
    expect(told.events.map(({ data }) => 'status' in data && data.status)).toEqual(['sent', 'delivered', 'read'])
  })

  it('of a try that is over mean nothing, whatever id of ours they carry', () => {
    const waiting = message({ wamid: null, sendState: 'queued' })
    const retired = [{ phoneNumberId: 'num_1', wamid: 'wamid.1' }]
    const told = tell([event('failed', { callbackData: 'msg_1' })], { ours: [waiting], retired })
    expect([told.settled, told.changes, told.parked, told.events]).toEqual([[], [], [], []])
  })

  it('that say a failed message was sent revive it; one that fails it again does not', () => {
    const failed = () => message({ wamid: null, sendState: 'failed', failedAt: 7 })
    expect(tell([event('sent', { callbackData: 'msg_1' })], { ours: [failed()] }).settled).toMatchObject([
      { isRevived: true },
    ])
    expect(tell([event('failed', { callbackData: 'msg_1' })], { ours: [failed()] })).toMatchObject({
      settled: [{ isRevived: false }],
      events: [],
    })
  })

  it('of what the customer wrote mean nothing', () => {
    expect(tell([event('read')], { messages: [message({ direction: 'inbound' })] })).toMatchObject({
      changes: [],
      parked: [],
      events: [],
    })
  })
})
