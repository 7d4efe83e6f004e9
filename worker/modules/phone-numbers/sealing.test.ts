import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../../shared/config'
import { metaApps, phoneNumbers } from '../../shared/db/directory.tables'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createMeta } from '../../test/meta'
import { organizationContext, systemContext } from '../../test/system'
import { lookAfterNumber } from './looking-after.usecases'
import { findMetaApp } from './meta-apps.usecases'
import { findPhoneNumber, openPin, openToken } from './phone-numbers.usecases'

const SECRET = '0123456789abcdef0123456789abcdef'
const newKey = `k2:${Buffer.alloc(32, 7).toString('base64url')}`
/** A new key before the old one, and the new one alone. */
const oldKeys = (env as unknown as { ENCRYPTION_KEYS: string }).ENCRYPTION_KEYS
const rotated = { ...env, ENCRYPTION_KEYS: `${newKey},${oldKeys}` }
const without = { ...env, ENCRYPTION_KEYS: newKey }
const at = <C extends { config: unknown }>(ctx: C, bindings: Env) => ({ ...ctx, config: loadConfig(bindings) })

let stage: Awaited<ReturnType<typeof connectOwn>>
async function connectOwn() {
  const meta = createMeta({ appKey: 'unused', appSecret: SECRET })
  Object.assign(meta.app, { callbackUrl: null, verifyToken: null })
  const member = await createMember()
  const ask = (method: string, path: string, { body, bindings = env }: { body?: object; bindings?: Env } = {}) =>
    send(method, `/api/phone-numbers${path}`, { token: member.token, env: { ...bindings }, ...(body && { body }) })
  const connected = await ask('POST', '/connect', {
    body: {
      ...{ app: 'own', metaAppId: meta.app.id, appSecret: SECRET, pin: '123456' },
      ...{ wabaId: meta.account.id, metaPhoneNumberId: meta.number.id, accessToken: meta.token },
    },
  })
  const appKey: string = connected.body.metaApp.webhookUrl.split('/').at(-1)
  const ctx = await organizationContext(member.organization)
  return {
    meta,
    ask,
    ctx,
    appKey,
    id: connected.body.phoneNumber.id as string,
    verifyToken: connected.body.metaApp.verifyToken,
  }
}
beforeEach(async () => {
  stage = await connectOwn()
})
const appRow = async () =>
  (await drizzle(env.DIRECTORY).select().from(metaApps).where(eq(metaApps.appKey, stage.appKey)))[0]
const numberRow = async () =>
  (await drizzle(env.DIRECTORY).select().from(phoneNumbers).where(eq(phoneNumbers.id, stage.id)))[0]
const appWith = (bindings: Env) => findMetaApp(at(systemContext(), bindings), stage.appKey)

describe('a new encryption key', () => {
  it('seals what a connected number has within the hour, so that the old one can go', async () => {
    const { ctx, id, meta, verifyToken } = stage
    await lookAfterNumber(at(ctx, rotated), id)
    const app = await appWith(without)
    expect([app?.appSecret.reveal(), app?.verifyToken.reveal()]).toEqual([SECRET, verifyToken])
    const row = await findPhoneNumber(ctx, id)
    if (!row) throw new Error('no such number')
    expect((await openToken(at(ctx, without), row)).reveal()).toBe(meta.token)
    expect((await openPin(at(ctx, without), row))?.reveal()).toBe('123456')
  })

  it('does not keep a number going whose token is dead: it is paused by the same look', async () => {
    const { ctx, id, meta } = stage
    const token = meta.world.state.tokens[meta.token]
    if (!token) throw new Error('Meta has no token')
    token.isValid = false
    await lookAfterNumber(at(ctx, rotated), id)
    expect(await numberRow()).toMatchObject({ status: 'paused' })
  })

  it('rewrites nothing that it has sealed already', async () => {
    await lookAfterNumber(at(stage.ctx, rotated), stage.id)
    const before = [await appRow(), (await numberRow())?.accessToken, (await numberRow())?.pin]
    await lookAfterNumber(at(stage.ctx, rotated), stage.id)
    expect([await appRow(), (await numberRow())?.accessToken, (await numberRow())?.pin]).toEqual(before)
  })

  it('seals both of an app whose secret is given again, though it is the same', async () => {
    const { ask, meta, verifyToken } = stage
    const body = { metaAppId: meta.app.id, appSecret: SECRET }
    const { body: shown } = await ask('POST', '/meta-apps', { body, bindings: rotated })
    expect(shown.verifyToken).toBe(verifyToken)
    const app = await appWith(without)
    expect([app?.appSecret.reveal(), app?.verifyToken.reveal()]).toEqual([SECRET, verifyToken])
  })
})

describe('without the old key', () => {
  it('the app’s secret can be given again; its verify token is a new one', async () => {
    const { ask, meta, verifyToken } = stage
    const body = { metaAppId: meta.app.id, appSecret: SECRET }
    const added = await ask('POST', '/meta-apps', { body, bindings: without })
    expect(added.status).toBe(201)
    const app = await appWith(without)
    expect(app?.appSecret.reveal()).toBe(SECRET)
    expect(app?.verifyToken.reveal()).toBe(added.body.verifyToken)
    expect(added.body.verifyToken).not.toBe(verifyToken)
  })

  it('the list of apps shows a new verify token, the same each time, and leaves the secret as it is', async () => {
    const before = await appRow()
    const list = async () => (await stage.ask('GET', '/meta-apps', { bindings: without })).body.items[0]?.verifyToken
    const shown = await list()
    expect(shown).toMatch(/^[\w-]{43}$/)
    expect(shown).not.toBe(stage.verifyToken)
    expect(await list()).toBe(shown)
    expect((await appRow())?.appSecret).toBe(before?.appSecret)
  })

  it('a number takes its token and its app’s secret anew, and says which is missing', async () => {
    const { ask, id, meta, ctx } = stage
    const patch = (body: object) => ask('PATCH', `/${id}`, { body, bindings: without })
    expect((await patch({ accessToken: meta.token })).body.error.code).toBe('phone_numbers.app_secret_needed')
    const refused = await patch({ appSecret: SECRET })
    expect(refused.body.error).toMatchObject({ code: 'phone_numbers.credentials_rejected' })
    expect(refused.body.error.details).toContainEqual(expect.objectContaining({ path: 'accessToken' }))
    expect((await patch({ accessToken: meta.token, appSecret: SECRET })).status).toBe(200)
    const row = await findPhoneNumber(ctx, id)
    if (!row) throw new Error('no such number')
    expect((await openToken(at(ctx, without), row)).reveal()).toBe(meta.token)
    expect((await appWith(without))?.appSecret.reveal()).toBe(SECRET)
  })

  it('a number is looked at, paused as one whose token is dead, and can be disconnected', async () => {
    const { ask, id, ctx } = stage
    expect((await ask('POST', `/${id}/verify`, { bindings: without })).body.status).toBe('failed')
    await lookAfterNumber(at(ctx, without), id)
    expect(await numberRow()).toMatchObject({ status: 'paused' })
    expect((await ask('DELETE', `/${id}`, { bindings: without })).status).toBe(204)
  })

  it('a delivery is neither taken nor turned away: Meta comes again', async () => {
    testClock.advanceBy(61_000)
    const answer = await send('POST', `/api/webhook/${stage.appKey}`, { rawBody: '{}', env: without })
    expect(answer.status).toBe(500)
  })
})
