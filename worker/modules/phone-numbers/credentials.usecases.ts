import { toIso } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { Secret } from '../../shared/secret'
import { isNumberConnected } from '../../tenancy/connected-numbers'
import type { GraphPhoneNumber, GraphToken } from '../../whatsapp/graph.schemas'
import { createGraphClient, type GraphClient } from '../../whatsapp/graph-client'
import { type Answered, ask, valueIn } from './asking-meta.usecases'
import {
  accountRefused,
  accountsOf,
  appRefused,
  canConnect,
  failed,
  isRegistered,
  numberCheck,
  numberElsewhere,
  numberRefused,
  ok,
  tokenCheck,
  tokenRefused,
  unchecked,
} from './credentials.models'
import { checkApp, findOwnApp, openAppGraph, platformApp } from './meta-apps.usecases'
import { alreadyConnected, platformAppMissing } from './phone-numbers.errors'
import type { CheckResult, CredentialField, CredentialsInput, FieldCheck } from './phone-numbers.schemas'

type App = { metaAppId: string; appSecret: Secret; name: string }
export type Inspection = {
  result: CheckResult
  /** Set when its id and secret belong together. */
  app: App | null
  token: GraphToken | null
  number: GraphPhoneNumber | null
  /** Somebody, in any organization, has the number connected. */
  isTaken: boolean
}
type Fields = Record<CredentialField, FieldCheck>
/** Names are asked for of so many accounts: it is a list to choose from. */
const MAX_CHOICES = 10
/** Of Graph's list of an account's numbers. */
const LIST_LIMIT = 100

/**
 * Looks at each credential as far as the ones before it allow, and changes nothing.
 * @param known of a number that is connected and gets a new token: it is not taken by somebody else
 */
export async function inspectCredentials(
  ctx: OrganizationContext,
  system: Pick<SystemContext, 'directory'>,
  input: CredentialsInput,
  known?: { metaPhoneNumberId: string },
): Promise<Inspection> {
  const fields: Fields = {
    metaAppId: unchecked,
    appSecret: unchecked,
    accessToken: unchecked,
    wabaId: unchecked,
    metaPhoneNumberId: unchecked,
  }
  const app = await inspectApp(ctx, input, fields)
  const token = input.accessToken === undefined ? null : await inspectToken(ctx, { app, input, fields })
  const isUsable = fields.accessToken.status === 'ok' || fields.accessToken.status === 'warning'
  const graph =
    input.accessToken !== undefined && isUsable ? createGraphClient(ctx, new Secret(input.accessToken)) : null
  const numbers = graph && (await inspectAccount(graph, { input, token, fields }))
  const number = graph && (await inspectNumber(graph, { input, numbers, fields }))
  const isTaken =
    number !== null && number.id !== known?.metaPhoneNumberId && (await isNumberConnected(system, number.id))
  if (isTaken && fields.metaPhoneNumberId.status !== 'failed')
    fields.metaPhoneNumberId = failed(
      'This phone number is connected to Wharf already.',
      alreadyConnected.declaration.message,
    )
  const result: CheckResult = {
    canConnect: canConnect(fields),
    fields,
    found: {
      appName: app?.name ?? null,
      tokenExpiresAt: toIso(token?.expiresAt ?? null),
      businessAccounts: graph && token && input.wabaId === undefined ? await listChoices(graph, accountsOf(token)) : [],
      phoneNumbers: (numbers ?? []).map(toChoice),
      phoneNumber: number && {
        ...toChoice(number),
        qualityRating: number.qualityRating,
        isRegistered: isRegistered(number),
        isPinSet: number.isPinEnabled,
      },
    },
  }
  return { result, app, token, number, isTaken }
}

const toChoice = (number: GraphPhoneNumber) => ({
  metaPhoneNumberId: number.id,
  displayPhoneNumber: number.displayPhoneNumber,
  verifiedName: number.verifiedName,
})

async function inspectApp(ctx: OrganizationContext, input: CredentialsInput, fields: Fields): Promise<App | null> {
  const given = await chooseApp(ctx, input)
  if (!given) {
    if (input.app === 'platform')
      fields.metaAppId = failed('This installation has no Meta app of its own.', platformAppMissing.declaration.message)
    return null
  }
  const answered = await checkApp(ctx, given)
  if (!('value' in answered)) {
    fields.appSecret = appRefused(answered)
    return null
  }
  const name = answered.value ?? 'your app'
  fields.metaAppId = ok(input.app === 'platform' ? 'The Meta app of this installation.' : `${name}.`)
  fields.appSecret = ok('Belongs to this app.')
  return { ...given, name }
}

async function chooseApp(ctx: OrganizationContext, input: CredentialsInput) {
  if (input.app === 'platform') return platformApp(ctx)
  const { metaAppId, appSecret } = input
  if (metaAppId === undefined) return null
  if (appSecret !== undefined) return { metaAppId, appSecret: new Secret(appSecret) }
  return findOwnApp(ctx, metaAppId)
}

async function inspectToken(
  ctx: OrganizationContext,
  { app, input, fields }: { app: App | null; input: CredentialsInput; fields: Fields },
): Promise<GraphToken | null> {
  const given = new Secret(input.accessToken ?? '')
  // Without an app the token is asked about itself: valid or not can be said, whose it should be cannot.
  const graph = app ? openAppGraph(ctx, app) : createGraphClient(ctx, given)
  const answered = await ask(() => graph.debugToken(given))
  const appName = app?.name ?? 'your app'
  if (!('value' in answered)) {
    fields.accessToken = tokenRefused(answered, appName)
    return null
  }
  const token = answered.value
  const expectedAppId = app?.metaAppId ?? input.metaAppId ?? token.appId ?? ''
  fields.accessToken = tokenCheck(token, { expectedAppId, appName, now: ctx.clock.now() })
  return token
}

async function inspectAccount(
  graph: GraphClient,
  { input: { wabaId }, token, fields }: { input: CredentialsInput; token: GraphToken | null; fields: Fields },
): Promise<GraphPhoneNumber[] | null> {
  if (wabaId === undefined) return null
  const limitedTo = token ? accountsOf(token) : []
  const [account, numbers] =
    limitedTo.length > 0 && !limitedTo.includes(wabaId)
      ? [notShown, notShown]
      : await Promise.all([ask(() => graph.getBusinessAccount(wabaId)), ask(() => graph.listPhoneNumbers(wabaId))])
  if (!('value' in account)) fields.wabaId = accountRefused(account)
  else if (!('value' in numbers)) fields.wabaId = accountRefused(numbers)
  else fields.wabaId = ok(account.value.name === '' ? 'Found.' : `${account.value.name}.`)
  return valueIn<GraphPhoneNumber[]>(numbers)
}
const notShown: Answered<never> = {
  code: 100,
  reason: 'the token is not for this account',
  isOpen: false,
}

async function inspectNumber(
  graph: GraphClient,
  {
    input: { metaPhoneNumberId },
    numbers,
    fields,
  }: { input: CredentialsInput; numbers: GraphPhoneNumber[] | null; fields: Fields },
): Promise<GraphPhoneNumber | null> {
  if (metaPhoneNumberId === undefined) return null
  const answered = await ask(() => graph.getPhoneNumber(metaPhoneNumberId))
  if (!('value' in answered)) {
    fields.metaPhoneNumberId = numberRefused(answered)
    return null
  }
  // A list that is full may have more: then the number's own answer has to do.
  const isElsewhere =
    numbers !== null && numbers.length < LIST_LIMIT && !numbers.some(({ id }) => id === metaPhoneNumberId)
  fields.metaPhoneNumberId = isElsewhere ? numberElsewhere : numberCheck(answered.value)
  return answered.value
}

/** One after the other: nobody waits for the last name of a long list, and a Worker has six connections. */
async function listChoices(graph: GraphClient, wabaIds: string[]) {
  const choices: { wabaId: string; name: string | null }[] = []
  for (const wabaId of wabaIds.slice(0, MAX_CHOICES)) {
    const account = await ask(() => graph.getBusinessAccount(wabaId))
    choices.push({ wabaId, name: valueIn(account)?.name ?? null })
  }
  return choices
}
