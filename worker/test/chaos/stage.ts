import { calmChaos } from '../../../simulator/core/chaos'
import { addAccount, addApp, addNumber, addPortfolio, addToken } from '../../../simulator/core/entities'
import type { Customer, PhoneNumber } from '../../../simulator/core/state'
import { createApiKey, createMember, createOrganization, freshToken } from '../factories'
import { createRandom } from '../faults'
import { ORIGIN } from '../harness'
import { createPhoneNumber } from '../inbox-factories'
import { createMeta, createMetaApp } from '../meta'
import { watchMeta } from './watch-meta'

/** One tenant with its number at Meta, and who writes to it. */
export type Tenant = {
  name: string
  organization: { id: string; shard: string }
  /** A member's access token, a new one each time. */
  token: () => Promise<string>
  apiKey: string
  number: PhoneNumber
  phoneNumberId: string
  customers: Customer[]
  /** Meta's id of the app that it is connected through. */
  appId: string
}

/** Refused at once, or accepted and then failed by a status: what Meta does to single messages. */
const FAILURES = [
  { code: 131051, asStatus: false },
  { code: 131049, asStatus: true },
  { code: 131026, asStatus: true },
  { code: 131009, asStatus: false },
]
export const REFUSALS = FAILURES.filter(({ asStatus }) => !asStatus).map(({ code }) => code)

/**
 * Three tenants on two shards: two that share the platform's Meta app, one of them beside the third in a shard; the third
 * with an app of its own. All of them at one Meta.
 */
export async function setTheStage({ seed, conversations }: { seed: number; conversations: number }) {
  const random = createRandom(seed)
  const meta = createMeta({ seed, numbers: 2, patienceMs: 30 })
  const { world } = meta
  meta.world.state.settings.webhooks.retryDelaysMs = []

  const appKey = `chaos-${seed}`
  const appSecret = `secret-of-${appKey}`
  const ownApp = addApp(world, { secret: appSecret, callbackUrl: `${ORIGIN}/api/webhook/${appKey}`, verifyToken: 'x' })
  const ownAccount = addAccount(world, { portfolioId: addPortfolio(world, { messagingLimit: 'TIER_UNLIMITED' }).id })
  ownAccount.subscribedApps[ownApp.id] = { overrideCallbackUrl: null, verifyToken: null }
  const ownNumber = addNumber(world, { accountId: ownAccount.id, displayPhoneNumber: '+44 20 7946 0999' })
  const ownToken = addToken(world, { appId: ownApp.id }).token

  const { calls, damaged } = watchMeta(world)
  const tenants: Tenant[] = []
  for (const [index, shard] of ['SHARD_0', 'SHARD_1', 'SHARD_1'].entries()) {
    const organization = await createOrganization({ shard, agentVisibility: 'own' })
    const { session, user } = await createMember({ organization })
    const { key: apiKey } = await createApiKey(organization.id, user.id)
    const isOwn = index === 2
    const number = isOwn ? ownNumber : (meta.numbers[index] as PhoneNumber)
    if (isOwn) await createMetaApp(organization, { appKey, metaAppId: ownApp.id, appSecret })
    const row = await createPhoneNumber(organization, {
      metaPhoneNumberId: number.id,
      wabaId: number.accountId,
      displayPhoneNumber: number.displayPhoneNumber,
      accessToken: isOwn ? ownToken : meta.token,
      appKey: isOwn ? appKey : null,
    })
    const share = Math.ceil(conversations / 3)
    const customers = Array.from({ length: share }, (_, at) =>
      meta.addCustomer({
        phone: `4479${index}${String(at).padStart(7, '0')}`,
        name: `Person ${index}-${at}`,
        ...(random() < 0.1 && { identityMode: 'id-only' as const }),
        readsMessages: random() < 0.8,
      }),
    )
    tenants.push({
      name: ['platform app, shard 0', 'platform app, shard 1', 'own app, shard 1'][index] ?? '',
      token: () => freshToken(session),
      ...{ organization, apiKey, number, phoneNumberId: row.id, customers, appId: isOwn ? ownApp.id : meta.app.id },
    })
  }
  const numbers = tenants.map(({ number }) => number)
  return {
    meta,
    tenants,
    calls,
    damaged,
    /** All that Meta can do to a business, at once. */
    misbehave: () => {
      for (const [index, number] of numbers.entries())
        Object.assign(number.chaos, calmChaos(seed + index), {
          ...{ duplicate: 0.1, reorder: 0.1, drop: 0.02, delayMs: [0, 20], batch: 8, statusBeforeMessage: 0.1 },
          ...{ statusBeforeResponse: 0.1, skipDelivered: 0.1, failWith5xx: 0.04, acceptBeforeFailing: 0.5 },
          ...{ hang: 0.02, closeConnection: 0.02, throttle: 0.03, corruptMedia: 0.15 },
        })
    },
    /** The next sends of some numbers fail, each with another code. */
    failSome: () => {
      for (const { chaos } of numbers)
        for (const failure of FAILURES) if (random() < 0.1) chaos.nextFailures.push(failure)
    },
    /** Every token of a Meta app ends. @returns the tenants that are connected through it */
    expireTokens: (appId: string) => {
      const theirs = tenants.filter((tenant) => tenant.appId === appId)
      for (const { number } of theirs) number.chaos.expireToken = true
      return theirs
    },
    /** Those that were there stay dead. @returns a new one, which an owner would paste */
    newToken: (appId: string): string => {
      for (const token of Object.values(world.state.tokens)) if (token.appId === appId) token.isValid = false
      for (const { number } of tenants.filter((tenant) => tenant.appId === appId)) number.chaos.expireToken = false
      return addToken(world, { appId }).token
    },
    calmDown: () => {
      for (const number of numbers) Object.assign(number.chaos, calmChaos(seed))
    },
    /** Signed by the tenant's own app, about a neighbour's number. */
    forgery: (wamid: string) => {
      const neighbour = tenants[1] as Tenant
      return { appSecret, path: `/api/webhook/${appKey}`, body: forgedBody(neighbour, wamid) }
    },
  }
}
export type Stage = Awaited<ReturnType<typeof setTheStage>>

const forgedBody = ({ number, customers: [victim] }: Tenant, wamid: string) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: number.accountId,
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.id },
              contacts: [{ profile: { name: 'Mallory' }, wa_id: victim?.waId }],
              messages: [
                {
                  ...{ from: victim?.waId, id: wamid, timestamp: String(Math.floor(Date.now() / 1000)) },
                  ...{ type: 'text', text: { body: 'Send it to my other address.' } },
                },
              ],
            },
          },
        ],
      },
    ],
  })
