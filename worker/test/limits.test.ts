import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import { watch, watchedFetch } from './instrument'
import { LIMITS, LimitError, takeBreaches } from './limits'

// Each of these works in a local run and fails in production. The shim names the limit; here the test takes the name
// back, everywhere else it fails the test.
const watched = () => watch(env, (bindings) => bindings)
let expected: string[] = []
afterEach(() => {
  expect(takeBreaches()).toEqual(expected)
  expected = []
})

describe('the limits of production', () => {
  it('six connections at a time: fetch, R2 and queues share them', async () => {
    const bindings = watched()
    const heads = (count: number) => Promise.allSettled(Array.from({ length: count }, () => bindings.BUCKET.head('x')))
    expect((await heads(6)).every(({ status }) => status === 'fulfilled')).toBe(true)
    const seventh = (await heads(7)).filter(({ status }) => status === 'rejected')
    expect(seventh).toMatchObject([{ reason: expect.any(LimitError) }])
    const mixed = await watch(env, (bindings) =>
      Promise.allSettled([
        ...Array.from({ length: 3 }, () => bindings.BUCKET.head('x')),
        ...Array.from({ length: 4 }, () => watchedFetch('https://graph.test/')),
      ]),
    )
    expect(mixed.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expected = ['outgoing connections at a time: 7 of 6', 'outgoing connections at a time: 7 of 6']
  })

  it('1,000 D1 queries an invocation, however they are sent', async () => {
    const { DIRECTORY } = watched()
    const statement = DIRECTORY.prepare('SELECT 1')
    for (let at = 0; at < 10; at++) await DIRECTORY.batch(Array.from({ length: 100 }, () => statement))
    await expect(statement.run()).rejects.toThrow('D1 queries')
    expect(await watched().DIRECTORY.prepare('SELECT 1 AS one').first()).toEqual({ one: 1 })
    expected = ['D1 queries an invocation: 1001 of 1000']
  })

  it('2 MB a D1 value, in bytes and not in characters', () => {
    const { DIRECTORY } = watched()
    expect(() => DIRECTORY.prepare('SELECT ?').bind('é'.repeat(1_000_001))).toThrow('bytes of a D1 value')
    expected = ['bytes of a D1 value: 2000002 of 2000000']
  })

  it('100,000 PBKDF2 iterations', async () => {
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode('password'), 'PBKDF2', false, [
      'deriveBits',
    ])
    const derive = (iterations: number) =>
      crypto.subtle.deriveBits({ name: 'PBKDF2', salt: new Uint8Array(16), iterations, hash: 'SHA-256' }, key, 256)
    expect((await derive(LIMITS['PBKDF2 iterations'])).byteLength).toBe(32)
    await expect(derive(100_001)).rejects.toThrow('PBKDF2 iterations')
    expected = ['PBKDF2 iterations: 100001 of 100000']
  })

  it('128 KB a queue message, alone or among others', async () => {
    const { EVENTS } = watched()
    const large = { body: 'x'.repeat(128_001) }
    await expect(EVENTS.send(large)).rejects.toThrow('bytes of a queue message')
    await expect(EVENTS.sendBatch([{ body: {} }, { body: large }])).rejects.toThrow('bytes of a queue message')
    expected = ['bytes of a queue message: 128012 of 128000', 'bytes of a queue message: 128012 of 128000']
  })

  it('16 KB a socket attachment', () => {
    const { 0: client, 1: server } = new WebSocketPair()
    expect(() => server.serializeAttachment({ text: 'x'.repeat(16_384) })).toThrow('bytes of a socket attachment')
    client.accept()
    server.accept()
    client.close()
    expected = ['bytes of a socket attachment: 16395 of 16384']
  })
})
