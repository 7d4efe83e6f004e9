import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, it, vi } from 'vitest'
import { metaApps } from '../../shared/db/directory.tables'
import { testClock } from '../../test/clock'
import { bodyOf, createReceiver, saidTo, sign, text } from '../../test/deliveries'
import { createOperatorSession } from '../../test/factories'
import { send } from '../../test/harness'
import { createMetaApp } from '../../test/meta'
import { takeLog } from '../../test/worker'

const person = { waId: '16505551234', userId: 'US.13491208655302741918', name: 'Amara Diallo' }
const handshake = (path: string, token: string, more = '&hub.mode=subscribe&hub.challenge=1158201444') =>
  send('GET', `${path}?hub.verify_token=${token}${more}`)
const d1 = (answer: Awaited<ReturnType<typeof send>>) => answer.operations.filter(({ kind }) => kind === 'd1')
let apps = 0
const ownApp = async (organization: { id: string }) => {
  const appKey = `own-app-${++apps}`
  await createMetaApp(organization, { appKey, metaAppId: `99${apps}`, appSecret: `secret-${appKey}` })
  return { appKey, secret: `secret-${appKey}`, path: `/api/webhook/${appKey}` }
}
const refusals = async (receiver: Awaited<ReturnType<typeof createReceiver>>) => {
  await receiver.queues.run()
  const token = await createOperatorSession()
  return (await send('GET', '/api/platform/webhook-refusals', { token })).body.items
}
describe('the handshake', () => {
  it('gives the challenge back as plain text to whoever knows the verify token, and asks no database', async () => {
    const answer = await handshake('/api/webhook', 'test-verify-token')
    expect([answer.status, answer.body]).toEqual([200, '1158201444'])
    expect(answer.headers.get('content-type')).toContain('text/plain')
    expect(d1(answer)).toEqual([])
  })

  it.each([
    ['a wrong token', 'guess', undefined],
    ['another mode', 'test-verify-token', '&hub.mode=unsubscribe&hub.challenge=1'],
    ['no challenge', 'test-verify-token', '&hub.mode=subscribe'],
    ['nothing', '', ''],
  ])('is refused for %s', async (_, token, more) => {
    const { status, body } = await handshake('/api/webhook', token, more)
    expect([status, body.error.code]).toEqual([403, 'webhook.verify_token_wrong'])
  })

  it('of a tenant’s own app needs that app’s token, and is noted', async () => {
    const { organization } = await createReceiver()
    const { appKey, path } = await ownApp(organization)
    expect((await handshake(path, 'test-verify-token')).status).toBe(403)
    expect((await handshake(path, `verify-${appKey}`)).body).toBe('1158201444')
    const [app] = await drizzle(env.DIRECTORY).select().from(metaApps).where(eq(metaApps.appKey, appKey))
    expect(app?.webhookVerifiedAt).toBeGreaterThan(testClock.now() - 10_000)
    const unknown = await handshake('/api/webhook/nobody-has-this', 'x')
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'webhook.app_unknown'])
  })
})

describe('a signed delivery', () => {
  it('is on the queue as it came when 200 is answered, and no database was asked', async () => {
    const receiver = await createReceiver()
    const body = bodyOf(saidTo(receiver.number, text(person, 'Grüße'))).replace('Gr\u00fc\u00dfe', 'Gr\\u00fc\\u00dfe')
    const answer = await receiver.post(body)
    expect([answer.status, answer.body]).toEqual([200, ''])
    expect(answer.operations.map(({ kind, name }) => [kind, name])).toEqual([['queue', 'INBOUND.send']])
    expect(receiver.queues.waiting('wharf-inbound').map((one) => one.body)).toEqual([
      { queue: 'inbound', payload: { type: 'delivery', appKey: null, receivedAt: expect.any(Number), body } },
    ])
    await receiver.queues.deliverBatch('wharf-inbound')
    expect(await receiver.messages()).toMatchObject([{ text: 'Grüße' }])
  })

  it('of a tenant’s own app asks the directory once a minute and isolate', async () => {
    const receiver = await createReceiver()
    const app = await ownApp(receiver.organization)
    const post = async () => d1(await receiver.post('{}', app)).length
    expect([await post(), await post(), await post()]).toEqual([1, 0, 0])
    testClock.advanceBy(60_000)
    expect([await post(), await post()]).toEqual([1, 0])
  })

  it('is answered with an error that Meta repeats when the queue does not take it', async () => {
    const body = '{}'
    const broken = { send: async () => Promise.reject(new Error('queue: Network connection lost.')) }
    const headers = { 'x-hub-signature-256': sign(body) }
    const { status } = await send('POST', '/api/webhook', { rawBody: body, headers, env: { INBOUND: broken } })
    expect(status).toBe(500)
  })

  it('that is too large for the queue waits in the bucket, and is gone from there once it is stored', async () => {
    const receiver = await createReceiver()
    const said = Array.from({ length: 900 }, (_, at) => text(person, `${at} ${'long '.repeat(500)}`))
    const body = bodyOf(saidTo(receiver.number, ...said))
    expect(body.length).toBeGreaterThan(2_000_000)
    expect((await receiver.post(body)).status).toBe(200)
    const stored = () => env.BUCKET.list({ prefix: 'platform/deliveries/' })
    expect((await stored()).objects).toHaveLength(1)
    await receiver.queues.run()
    expect((await stored()).objects).toEqual([])
    expect(await receiver.messages()).toHaveLength(900)
    expect(await receiver.conversations()).toMatchObject([{ unreadCount: 900 }])
  })

  it('that nobody can read is a dead letter', async () => {
    const receiver = await createReceiver()
    for (const body of ['not json', '{"object":"page","entry":[]}', '[]', 'null', '\u0000'])
      expect((await receiver.post(body)).status, body).toBe(200)
    await receiver.queues.run()
    const { items } = (await send('GET', '/api/platform/dead-letters', { token: await createOperatorSession() })).body
    expect(items.filter((one: { reason: string }) => one.reason.includes('not one of Meta’s deliveries'))).toHaveLength(
      5,
    )
  })
})

describe('a delivery with a wrong signature', () => {
  it.each([
    ['none', undefined],
    ['another secret’s', sign('{}', 'guess')],
    ['another body’s', sign('{ }')],
    ['no signature at all', 'sha256='],
    ['the right one in another form', sign('{}').slice('sha256='.length)],
  ])('(%s) is refused, and nothing is stored', async (_, signature) => {
    const receiver = await createReceiver()
    const headers = signature === undefined ? {} : { 'x-hub-signature-256': signature }
    const answer = await send('POST', '/api/webhook', { rawBody: '{}', headers, env: receiver.queues.bindings })
    expect([answer.status, answer.body.error.code]).toEqual([401, 'webhook.signature_wrong'])
    expect(d1(answer)).toEqual([])
    const waiting = receiver.queues
      .waiting('wharf-inbound')
      .map(({ body }) => (body as { payload: { type: string } }).payload.type)
    expect(waiting.filter((type) => type !== 'refused')).toEqual([])
  })

  it('is counted, once a minute, by app and reason, for the operator to see', async () => {
    const receiver = await createReceiver()
    const { appKey, path } = await ownApp(receiver.organization)
    const guess = (to: string) =>
      send('POST', to, {
        rawBody: '{}',
        headers: { 'x-hub-signature-256': sign('{}', 'guess') },
        env: receiver.queues.bindings,
      })
    testClock.advanceBy(120_000)
    for (let time = 0; time < 3; time++) await guess(path)
    expect(receiver.queues.waiting('wharf-inbound'), 'one message for the first, none for the next').toHaveLength(1)
    expect(takeLog()).toContainEqual(expect.objectContaining({ level: 'warn', message: 'deliveries refused' }))
    testClock.advanceBy(61_000)
    await guess(path)
    const items = await refusals(receiver)
    expect(items).toContainEqual(
      expect.objectContaining({
        appKey,
        organizationId: receiver.organization.id,
        reason: 'signature_wrong',
        count: 4,
      }),
    )
  })

  it('is counted with the next delivery that is good, when no other comes', async () => {
    const receiver = await createReceiver()
    const { appKey, path } = await ownApp(receiver.organization)
    testClock.advanceBy(61_000)
    for (let time = 0; time < 3; time++)
      await send('POST', path, { rawBody: '{}', env: receiver.queues.bindings, headers: {} })
    testClock.advanceBy(61_000)
    await receiver.post(bodyOf(saidTo(receiver.number, text({ waId: '16505551234' }, 'Hello'))))
    expect(await refusals(receiver)).toContainEqual(
      expect.objectContaining({ appKey, reason: 'signature_missing', count: 3 }),
    )
  })

  it('does not ask the database for every key that somebody makes up', async () => {
    testClock.advanceBy(240_000)
    const receiver = await createReceiver()
    const { path, appKey } = await ownApp(receiver.organization)
    const guess = async (at: number) => {
      const answer = await send('POST', `/api/webhook/guess-${at}`, { rawBody: '{}', env: receiver.queues.bindings })
      expect(answer.status).toBe(at < 20 ? 404 : 503)
      return d1(answer).length
    }
    expect([await guess(0), await guess(0)], 'the same key is asked for once').toEqual([1, 0])
    let asked = 0
    for (let at = 1; at < 60; at++) asked += await guess(at)
    expect(asked).toBeLessThan(20)
    testClock.advanceBy(60_000)
    expect((await handshake(path, `verify-${appKey}`)).status, 'a minute later it goes on').toBe(200)
    await receiver.post(bodyOf(saidTo(receiver.number, text(person, 'Hello'))))
    const items = await refusals(receiver)
    expect(items).toContainEqual(expect.objectContaining({ appKey: null, reason: 'unknown_app' }))
    expect(items).toContainEqual(expect.objectContaining({ appKey: null, reason: 'busy', count: 40 }))
  })

  it('does not turn a real app away while somebody makes keys up: Meta is asked to come again', async () => {
    testClock.advanceBy(240_000)
    const receiver = await createReceiver()
    const [met, unmet] = [await ownApp(receiver.organization), await ownApp(receiver.organization)]
    const deliver = ({ path, secret }: typeof met) => {
      const body = bodyOf(saidTo(receiver.number, text(person, 'Hello')))
      const headers = { 'x-hub-signature-256': sign(body, secret) }
      return send('POST', path, { rawBody: body, headers, env: receiver.queues.bindings })
    }
    expect((await deliver(met)).status).toBe(200)
    for (let at = 0; at < 20; at++) await send('POST', `/api/webhook/made-up-${at}`, { rawBody: '{}' })
    expect((await deliver(met)).status, 'one that is known here is not held up').toBe(200)
    const refused = [await deliver(unmet), await handshake(unmet.path, `verify-${unmet.appKey}`)]
    for (const answer of refused) {
      expect([answer.status, answer.body.error.code]).toEqual([503, 'webhook.busy'])
      expect(answer.headers.get('retry-after')).toBe('60')
    }
    testClock.advanceBy(60_000)
    expect((await deliver(unmet)).status).toBe(200)
    expect((await handshake(unmet.path, `verify-${unmet.appKey}`)).status).toBe(200)
  })

  it('of another app opens no address but that app’s', async () => {
    const receiver = await createReceiver()
    const app = await ownApp(receiver.organization)
    const body = bodyOf(saidTo(receiver.number, text(person, 'forged')))
    const asPlatform = { 'x-hub-signature-256': sign(body, app.secret) }
    expect((await send('POST', '/api/webhook', { rawBody: body, headers: asPlatform })).status).toBe(401)
    const asApp = { 'x-hub-signature-256': sign(body) }
    expect((await send('POST', app.path, { rawBody: body, headers: asApp })).status).toBe(401)
  })
})

describe('a body beyond what Meta sends', () => {
  const limit = 3_500_000
  it('is refused by its length, and by what comes when there is none', async () => {
    const body = new Uint8Array(limit + 1)
    const announced = { 'content-length': String(body.byteLength), 'x-hub-signature-256': 'sha256=x' }
    const answer = await send('POST', '/api/webhook', { rawBody: 'x', headers: announced })
    expect([answer.status, answer.body.error.code]).toEqual([413, 'webhook.too_large'])
    const unannounced = await send('POST', '/api/webhook', { rawBody: 'x'.repeat(limit + 1) })
    expect(unannounced.status).toBe(413)
  })

  it('the largest that is allowed is not refused for its size', async () => {
    const body = ' '.repeat(limit)
    const put = vi.spyOn(env.BUCKET, 'put')
    const receiver = await createReceiver()
    expect((await receiver.post(body)).status).toBe(200)
    expect(put).toHaveBeenCalledTimes(1)
  })
})
