import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, it } from 'vitest'
import { phoneNumbers } from '../../shared/db/directory.tables'
import { bodyOf, type Change, changeOf, createReceiver, type Receiver } from '../../test/deliveries'
import { createPhoneNumber } from '../../test/inbox-factories'
import { createMetaApp } from '../../test/meta'
import { templates } from '../templates/templates.tables'

let receiver: Receiver
let own: { appKey: string; secret: string }
/** Connected through the tenant's own app: one of another account, one of the account that the platform's number has, too. */
let elsewhere: Awaited<ReturnType<typeof createPhoneNumber>>
let beside: typeof elsewhere
let serial = 0
beforeEach(async () => {
  receiver = await createReceiver()
  const { organization, number } = receiver
  const appKey = `news-${++serial}`
  own = { appKey, secret: `secret-${appKey}` }
  await createMetaApp(organization, { appKey, metaAppId: `77${serial}`, appSecret: own.secret })
  elsewhere = await createPhoneNumber(organization, { appKey })
  beside = await createPhoneNumber(organization, { appKey, wabaId: number.wabaId })
})

const rowOf = async ({ id }: { id: string }) => {
  const [row] = await drizzle(env.DIRECTORY).select().from(phoneNumbers).where(eq(phoneNumbers.id, id))
  if (!row) throw new Error('no such number')
  return row
}
const tell = async (change: Change, app?: typeof own) => {
  expect((await receiver.post(bodyOf(change), app)).status).toBe(200)
  await receiver.queues.run()
}
/** It names a number that the app speaks for, and is about the account of another. */
const aboutAnother = (field: string, value: Record<string, unknown>): Change => ({
  ...changeOf(elsewhere, field, value),
  wabaId: receiver.number.wabaId,
})

describe('news of an account that another app signed', () => {
  it('pause only the numbers of that account which are connected through it', async () => {
    const ban = {
      event: 'DISABLED_UPDATE',
      ban_info: { waba_ban_state: 'DISABLE' },
      waba_info: { waba_id: receiver.number.wabaId },
    }
    await tell(aboutAnother('account_update', ban), own)
    const statuses = async () =>
      Promise.all([receiver.number, beside, elsewhere].map(async (number) => (await rowOf(number)).status))
    expect(await statuses()).toEqual(['connected', 'paused', 'connected'])
    await tell({ field: 'account_update', wabaId: receiver.number.wabaId, value: ban })
    expect(await statuses()).toEqual(['paused', 'paused', 'connected'])
  })

  it('change the limits of no number but those', async () => {
    const limit = { max_daily_conversations_per_business: 2000 }
    await tell(aboutAnother('business_capability_update', limit), own)
    const limits = async () =>
      Promise.all([receiver.number, beside, elsewhere].map(async (number) => (await rowOf(number)).messagingLimit))
    expect(await limits()).toEqual([null, 'TIER_2K', null])
    await tell({ field: 'business_capability_update', wabaId: receiver.number.wabaId, value: limit })
    expect(await limits()).toEqual(['TIER_2K', 'TIER_2K', null])
  })

  it('say nothing of the templates of an account without a number that is connected through it', async () => {
    const { ctx, number } = receiver
    await drizzle(env.DIRECTORY).delete(phoneNumbers).where(eq(phoneNumbers.id, beside.id))
    await ctx.db.batch([
      ctx.db.insert(templates, {
        ...{ wabaId: number.wabaId, name: 'hello', language: 'en_US', metaTemplateId: '4711', status: 'APPROVED' },
        ...{ category: 'UTILITY', parameterFormat: 'POSITIONAL', components: [], syncedAt: 1 },
      }),
    ])
    const status = async () => (await ctx.db.select(templates)).map((row) => row.status)
    const news = {
      ...{ event: 'DISABLED', message_template_id: 4711, message_template_name: 'hello' },
      ...{ message_template_language: 'en_US', reason: 'NONE' },
    }
    await tell(aboutAnother('message_template_status_update', news), own)
    expect(await status()).toEqual(['APPROVED'])
    await tell({ field: 'message_template_status_update', wabaId: number.wabaId, value: news })
    expect(await status()).toEqual(['DISABLED'])
  })
})
