import { describe, expect, it } from 'vitest'
import { findQueue, readDeadLetter } from './dead-letters.models'

const payload = { organizationId: 'org_1', eventId: 'evt_1' }

describe('reading a dead letter', () => {
  it('keeps an envelope that ran out of retries as it is', () => {
    expect(readDeadLetter({ queue: 'events', payload })).toMatchObject({
      envelope: { queue: 'events', payload },
      organizationId: 'org_1',
    })
  })

  it('takes the envelope out of what a consumer buried, with its reason', () => {
    const message = { queue: 'events', payload }
    expect(readDeadLetter({ queue: 'events', message, reason: 'not a message of this queue' })).toEqual({
      envelope: message,
      organizationId: 'org_1',
      reason: 'not a message of this queue',
    })
  })

  it('makes an envelope of a buried message that has none', () => {
    expect(readDeadLetter({ queue: 'mail', message: 'raw', reason: 'x' }).envelope).toEqual({
      queue: 'mail',
      payload: 'raw',
    })
  })

  it.each([null, undefined, 7, 'text', [], [{ queue: 'mail', payload }], { queue: 7, payload }, {}])(
    'keeps %j too',
    (body) => {
      expect(readDeadLetter(body)).toMatchObject({
        envelope: { queue: 'unknown', payload: body ?? null },
        organizationId: null,
      })
    },
  )
})

describe('finding the queue of a name', () => {
  const queue = { sendBatch() {} }
  const env = {
    EVENTS: queue,
    INBOUND_MEDIA: queue,
    DEAD_LETTERS: queue,
    BUCKET: { put() {} },
    ASSETS: { fetch() {}, sendBatch() {} },
    ENVIRONMENT: 'test',
  }
  it('is the binding of that name', () => {
    expect(findQueue(env, 'events')).toBe(queue)
    expect(findQueue(env, 'inbound-media')).toBe(queue)
  })
  it.each(['dead-letters', 'bucket', 'assets', 'environment', 'unknown', ''])('is nothing for “%s”', (name) => {
    expect(findQueue(env, name)).toBeUndefined()
  })
})
