import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../shared/config'
import { Secret } from '../shared/secret'
import { watchedFetch } from '../test/instrument'
import { createMeta, type Meta } from '../test/meta'
import { createGraphClient } from './graph-client'
import { getAppWebhook, removeNumberCallback, setAppWebhook, webhookFields } from './graph-webhooks'

const callbackUrl = 'https://inbox.example/api/webhook'
const verifyToken = new Secret('verify')
let meta: Meta
let app: { metaAppId: string; appSecret: Secret }
const system = () => ({ config: loadConfig(env), fetch: watchedFetch })
beforeEach(() => {
  meta = createMeta()
  // Where the handshake of the test goes: it answers with the challenge.
  meta.world.fetch = async (input) =>
    new Response(new URL(String(input)).searchParams.get('hub.challenge'), { status: 200 })
  app = { metaAppId: meta.app.id, appSecret: new Secret(meta.app.secret) }
})

describe('where an app’s webhooks go', () => {
  it('is nowhere at first, then where they are sent, with everything that is understood', async () => {
    Object.assign(meta.app, { callbackUrl: null, fields: [] })
    expect(await getAppWebhook(system(), app)).toBeNull()
    await setAppWebhook(system(), app, { callbackUrl, verifyToken })
    const webhook = await getAppWebhook(system(), app)
    expect(webhook).toMatchObject({ callbackUrl, isActive: true })
    expect(webhook?.fields.toSorted()).toEqual([...webhookFields].toSorted())
    expect(meta.app.verifyToken).toBe('verify')
  })

  it('is set without the newest fields where Meta does not have them yet', async () => {
    const { fetch: answer } = meta.simulator
    const asked: string[] = []
    meta.simulator.fetch = async (request) => {
      if (request.method !== 'POST') return answer(request)
      const { fields } = (await request.clone().json()) as { fields: string }
      asked.push(fields)
      if (!fields.includes('standby')) return answer(request)
      const error = { message: '(#100) Param fields must be valid: standby is not a field', code: 100 }
      return Response.json({ error }, { status: 400 })
    }
    await setAppWebhook(system(), app, { callbackUrl, verifyToken })
    expect(asked).toHaveLength(2)
    expect(asked[1]).toContain('messages')
    expect(asked[1]).not.toContain('standby')
  })

  it('stays where it is when the new address does not answer, or the secret is wrong', async () => {
    const before = meta.app.callbackUrl
    meta.world.fetch = async () => new Response('no', { status: 403 })
    await expect(setAppWebhook(system(), app, { callbackUrl, verifyToken })).rejects.toMatchObject({
      name: 'GraphError',
      metaError: { code: 2200 },
    })
    const wrong = { ...app, appSecret: new Secret('wrong') }
    await expect(getAppWebhook(system(), wrong)).rejects.toMatchObject({ metaError: { code: 190 } })
    expect(meta.app.callbackUrl).toBe(before)
  })

  it('is the account’s again once the number’s own address is removed', async () => {
    Object.assign(meta.number, { overrideCallbackUrl: 'https://elsewhere.example', overrideVerifyToken: 'x' })
    const accessToken = new Secret(meta.token)
    const graph = createGraphClient(system(), accessToken)
    expect((await graph.getPhoneNumber(meta.number.id)).callbacks.phoneNumber).toBe('https://elsewhere.example')
    await removeNumberCallback(system(), { accessToken, metaPhoneNumberId: meta.number.id })
    expect((await graph.getPhoneNumber(meta.number.id)).callbacks.phoneNumber).toBeNull()
  })
})
