import { afterEach, describe, expect, it } from 'vitest'
import { addToken } from '../core/entities'
import { at, codeOf, createBusiness } from '../test/business'

let business: ReturnType<typeof createBusiness>
const start = (options?: Parameters<typeof createBusiness>[0]) => {
  business = createBusiness(options)
  return business
}
afterEach(() => business.simulator.close())

const text = { type: 'text', text: { body: 'Hello' } }

describe('bad requests get Meta’s envelope', () => {
  it('without a token, with a wrong one, with an expired one: 401, 190', async () => {
    const { call, number, world, app } = start()
    const path = `/${number.id}/messages`
    const expired = addToken(world, { appId: app.id, expiresAt: world.now() - 1 }).token
    const revoked = addToken(world, { appId: app.id, isValid: false }).token
    for (const bearer of [null, 'nonsense', expired, revoked]) {
      const { status, json, headers } = await call(path, { body: text, bearer })
      expect([status, codeOf(json), at(json, 'error', 'type')]).toEqual([401, 190, 'OAuthException'])
      expect(headers.get('www-authenticate')).toContain('invalid_token')
      expect(at(json, 'error', 'fbtrace_id')).toMatch(/^A/)
    }
    expect(at((await call(path, { body: text, bearer: expired })).json, 'error', 'error_subcode')).toBe(463)
  })

  it('without the permission: 403, 10; for somebody else’s number: 100 with subcode 33', async () => {
    const { call, number, world, app } = start()
    const path = `/${number.id}/messages`
    const narrow = addToken(world, { appId: app.id, scopes: ['whatsapp_business_management'] }).token
    expect(await call(path, { body: text, bearer: narrow })).toMatchObject({
      status: 403,
      json: { error: { code: 10 } },
    })
    const foreign = addToken(world, { appId: app.id, accountIds: ['1'] }).token
    expect(await call(path, { body: text, bearer: foreign })).toMatchObject({
      status: 400,
      json: { error: { code: 100, error_subcode: 33 } },
    })
  })

  it('unknown endpoint, unknown object, wrong verb', async () => {
    const { call, number } = start()
    for (const id of ['constructor', '__proto__', 'toString']) {
      expect(await call(`/${id}/messages`, { body: text })).toMatchObject({
        status: 400,
        json: { error: { code: 100 } },
      })
    }
    expect(await call('/nonsense/there')).toMatchObject({ status: 400, json: { error: { code: 2500 } } })
    expect(await call('/1234567/messages', { body: text })).toMatchObject({
      json: { error: { code: 100, error_subcode: 33 } },
    })
    expect(await call(`/${number.id}/messages`)).toMatchObject({ status: 400, json: { error: { code: 100 } } })
    expect(await call(`/${number.id}/messages`, { method: 'DELETE' })).toMatchObject({
      status: 400,
      json: { error: { code: 100 } },
    })
  })

  it('missing body, broken JSON, JSON that is no object, broken multipart', async () => {
    const { call, number, simulator, token } = start()
    const path = `/${number.id}/messages`
    for (const body of ['', '{"messaging_product":', '[]', '"text"', 'null']) {
      const { status, json } = await call(path, { body })
      expect([status, at(json, 'error', 'message')]).toEqual([
        400,
        '(#100) The parameter messaging_product is required.',
      ])
    }
    const broken = await simulator.request(`https://graph.facebook.com/v26.0${path}`, {
      method: 'POST',
      headers: { authorization: `OAuth ${token}`, 'content-type': 'multipart/form-data' },
      body: 'no boundary',
    })
    expect(broken.status).toBe(400)
    expect(await broken.json()).toMatchObject({ error: { code: 100, type: 'OAuthException' } })
  })

  it('a defect of ours is an error of Meta’s, without a stack trace', async () => {
    const { call, number, world } = start()
    Object.defineProperty(number, 'chaos', {
      get: () => {
        throw new Error('secret path /home/x')
      },
    })
    const { status, json } = await call(`/${number.id}/messages`, {
      body: { messaging_product: 'whatsapp', to: '16505551234', ...text },
    })
    expect([status, codeOf(json)]).toEqual([500, 1])
    expect(JSON.stringify(json)).not.toContain('secret path')
    expect(world.state.events.some(({ kind }) => kind === 'defect')).toBe(true)
  })
})

it('takes any version, or none', async () => {
  const { simulator, number, token } = start()
  for (const version of ['v17.0/', 'v26.0/', '']) {
    const response = await simulator.request(`https://graph.facebook.com/${version}${number.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '16505551234', ...text }),
    })
    expect(response.status).toBe(200)
  }
})

it('counts calls of an app: 4 when there were too many', async () => {
  const { sendMessage, world } = start({ settings: { appCallsPerHour: 2 } })
  expect((await sendMessage(text)).headers.get('x-app-usage')).toContain('"call_count":50')
  await sendMessage(text)
  expect(codeOf((await sendMessage(text)).json)).toBe(4)
  world.state.clockOffsetMs += 3600_000
  expect((await sendMessage(text)).status).toBe(200)
})

it('logs calls with the real payloads', async () => {
  const { sendMessage, world, number } = start()
  await sendMessage(text)
  const event = world.state.events.findLast(({ way }) => way === 'out')
  expect(event).toMatchObject({
    kind: 'messages',
    status: 200,
    numberId: number.id,
    summary: 'text → 16505551234',
    payload: { method: 'POST', body: { type: 'text', text: { body: 'Hello' } } },
    answer: { messaging_product: 'whatsapp' },
  })
})
