import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mediaIdsOf } from '../../whatsapp/graph-message'
import { type OutboundContent, outboundContentSchema } from '../../whatsapp/outbound-content.schemas'
import { createSlots } from './connection-slots.models'
import { isSameMessage, mediaUsesOf, occurredAfter, refusalOf, storedClientId, toRecipient } from './messages.models'
import { isNumberBusy, retryAfter, toDelaySeconds, waitingUntil } from './outbound.models'

const HOUR = 3_600_000
const text: OutboundContent = { type: 'text', body: 'Hello' }
const person = {
  contact: { blockedAt: null, consent: 'unknown' },
  to: { waId: '491', userId: null, phone: null },
  lastInboundAt: 0,
}

describe('whether a message may go out', () => {
  it('depends on the window to the millisecond, for what is no template', () => {
    expect(refusalOf(text, person, 24 * HOUR - 1)).toBeNull()
    expect(refusalOf(text, person, 24 * HOUR)).toBe('window_closed')
    expect(refusalOf(text, { ...person, lastInboundAt: null }, 0)).toBe('window_closed')
    const template: OutboundContent = { type: 'template', name: 'x', language: 'en', components: [] }
    expect(refusalOf(template, { ...person, lastInboundAt: null }, 0)).toBeNull()
  })

  it('depends on consent for marketing only, and on a block always', () => {
    const rendering = { header: null, body: 'Sale', footer: null, buttons: [] }
    const template = (category: string): OutboundContent => ({
      ...{ type: 'template', name: 'x', language: 'en', components: [] },
      rendering: { ...rendering, category },
    })
    const stopped = { ...person, contact: { blockedAt: null, consent: 'revoked' } }
    expect(refusalOf(template('MARKETING'), stopped, 0)).toBe('opted_out')
    expect(refusalOf(template('MARKETING'), person, 0), 'nobody has said anything').toBe('consent_missing')
    expect(refusalOf(template('marketing'), person, 0)).toBe('consent_missing')
    const agreed = { ...person, contact: { blockedAt: null, consent: 'granted' } }
    expect(refusalOf(template('MARKETING'), agreed, 0)).toBeNull()
    expect(refusalOf(template('UTILITY'), person, 0)).toBeNull()
    expect(refusalOf(template('UTILITY'), stopped, 0)).toBeNull()
    const blocked = { ...person, contact: { blockedAt: 1, consent: 'granted' } }
    expect(refusalOf(template('UTILITY'), blocked, 0)).toBe('blocked')
    const byUserId = { ...person, to: { waId: null, userId: 'US.1', phone: null } }
    expect(refusalOf(template('AUTHENTICATION'), byUserId, 0)).toBe('number_needed')
    expect(refusalOf(template('UTILITY'), byUserId, 0)).toBeNull()
  })
})

it('an answer never stands before what it answers, unless a clock is wildly wrong', () => {
  expect(occurredAfter(10_900, 9000)).toBe(10_000)
  expect(occurredAfter(10_900, 12_000)).toBe(12_000)
  expect(occurredAfter(10_900, 200_000)).toBe(10_000)
})

it('of each kind of identity the newest counts', () => {
  const row = (kind: 'wa_id' | 'phone', value: string, createdAt: number) => ({
    ...{ organizationId: 'o', contactId: 'c', kind, value, createdAt },
  })
  const rows = [row('wa_id', 'new', 3), row('wa_id', 'old', 1), row('phone', 'typed', 2)]
  expect(toRecipient(rows)).toEqual({ waId: 'new', userId: null, phone: 'typed' })
})

it('a client id is stored with who sent it', () => {
  const [a, b] = [
    storedClientId({ type: 'user', id: 'usr_1', name: 'A' }, 'x'),
    storedClientId({ type: 'api-key', id: 'key_1', name: 'B' }, 'x'),
  ]
  expect(a).not.toBe(b)
})

it('the same message is the same in whatever order its keys were stored, and with its words filled in', () => {
  const shuffledKeys = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, one]) => [key, shuffledKeys(one)]),
        )
      : value
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (name, parameter) => {
      const content = { type: 'template', name, language: 'en', components: [{ type: 'body', parameter }] } as never
      const stored = JSON.parse(JSON.stringify({ ...(shuffledKeys(content) as object), rendering: { body: 'x' } }))
      expect(isSameMessage({ conversationId: 'c', content: stored }, { conversationId: 'c', content })).toBe(true)
      expect(isSameMessage({ conversationId: 'd', content: stored }, { conversationId: 'c', content })).toBe(false)
    }),
  )
  const sent = { conversationId: 'c', content: text }
  expect(isSameMessage({ conversationId: 'c', content: { ...text, body: 'Bye' } }, sent)).toBe(false)
})

it('every file that must be at Meta is looked at before, with what it has to be', () => {
  const header = { type: 'video', mediaId: 'med_header' }
  const contents: [unknown, [string, string][]][] = [
    [{ type: 'audio', mediaId: 'med_a', voice: true }, [['med_a', 'voice']]],
    [{ type: 'audio', mediaId: 'med_a' }, [['med_a', 'audio']]],
    [{ type: 'image', mediaId: null, link: 'https://a.example/b.jpg' }, []],
    [{ type: 'buttons', body: 'x', header, buttons: [{ id: 'a', title: 'A' }] }, [['med_header', 'video']]],
    [
      {
        type: 'template',
        name: 'x',
        language: 'en',
        components: [
          { type: 'header', parameters: [{ type: 'image', image: { mediaId: 'med_1' } }] },
          { type: 'body', parameters: [{ type: 'text', text: 'med_text' }] },
          {
            type: 'carousel',
            cards: [
              {
                card_index: 0,
                components: [{ type: 'header', parameters: [{ type: 'video', video: { id: 'med_2' } }] }],
              },
              {
                card_index: 1,
                components: [{ type: 'header', parameters: [{ type: 'video', video: { id: '1479' } }] }],
              },
            ],
          },
        ],
      },
      [
        ['med_1', 'image'],
        ['med_2', 'video'],
      ],
    ],
  ]
  for (const [content, expected] of contents) {
    const parsed = outboundContentSchema.parse(content)
    expect(mediaUsesOf(parsed).map(({ mediaId, kind }) => [mediaId, kind])).toEqual(expected)
    expect(mediaUsesOf(parsed).map(({ mediaId }) => mediaId)).toEqual(mediaIdsOf(parsed))
  }
})

describe('trying again', () => {
  const error = (code: number) => ({ code, title: '', details: null })
  it('waits 4^X seconds for a pair, 2^X for everything else, at least as long as Meta asks, and ends', () => {
    const waits = (code: number) =>
      [1, 2, 3, 4, 9, 10].map((attempts) => retryAfter(error(code), { attempts, askedMs: null }))
    expect(waits(131056)).toEqual([1000, 4000, 16_000, 64_000, 300_000, null])
    expect(waits(130429)).toEqual([1000, 2000, 4000, 8000, 256_000, null])
    expect(retryAfter(error(130429), { attempts: 1, askedMs: 60_000 })).toBe(60_000)
    expect([130429, 80007, 131056].map((code) => isNumberBusy(error(code)))).toEqual([true, true, false])
  })

  it('is a lock only for what was tried: the rest may be claimed before', () => {
    expect(waitingUntil(1000, 500, 1)).toBe(1500)
    expect(waitingUntil(1000, 500, 0)).toBe(61_500)
    expect([0, 1, 1000, 1001].map(toDelaySeconds)).toEqual([0, 1, 1, 2])
  })
})

it('no more things happen at a time than there are slots, in the order in which they came', async () => {
  const slots = createSlots(3)
  let used = 0
  const log: string[] = []
  const work = (name: string, needed: number, fails = false) =>
    slots(async () => {
      used += needed
      expect(used).toBeLessThanOrEqual(3)
      log.push(name)
      await Promise.resolve()
      await Promise.resolve()
      used -= needed
      if (fails) throw new Error(name)
    }, needed)
  const done = await Promise.allSettled([work('a', 2), work('b', 2, true), work('c', 1), work('d', 3), work('e', 1)])
  expect(log).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
})
