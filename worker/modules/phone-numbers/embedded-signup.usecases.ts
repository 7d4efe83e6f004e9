import type { OrganizationContext, SystemContext } from '../../shared/context'
import { Secret } from '../../shared/secret'
import { isNumberConnected } from '../../tenancy/connected-numbers'
import type { GraphPhoneNumber } from '../../whatsapp/graph.schemas'
import { createGraphClient, type GraphClient } from '../../whatsapp/graph-client'
import { ask, askOrThrow, toAppError } from './asking-meta.usecases'
import { type Connected, finishConnecting } from './connecting.usecases'
import { accountsOf, isRegistered, missingScopes } from './credentials.models'
import { openAppGraph, platformApp } from './meta-apps.usecases'
import {
  alreadyConnected,
  credentialsRejected,
  signupCodeExpired,
  signupIncomplete,
  signupUnavailable,
} from './phone-numbers.errors'
import type { SignupInput } from './phone-numbers.schemas'

const META_URL = 'https://graph.facebook.com'

/** Which ways of connecting there are here, and what the dashboard needs to open Meta's window. */
export function signupConfiguration({ config }: Pick<OrganizationContext, 'config'>) {
  const { appId, appSecret, signupConfigurationId } = config.meta
  const hasPlatformApp = appId !== undefined && appSecret !== undefined
  const isAvailable = hasPlatformApp && signupConfigurationId !== undefined
  const isSimulated = config.environment === 'development' && config.graph.url !== META_URL
  return {
    isAvailable,
    appId: isAvailable ? appId : null,
    configurationId: isAvailable ? signupConfigurationId : null,
    graphVersion: config.graph.version,
    hasPlatformApp,
    simulatorUrl: isSimulated ? config.graph.url : null,
  }
}

/**
 * Embedded Signup: the code becomes a token at once, before anything else, because it lasts 30 seconds. What Meta's window
 * told (account, number) is used when it is there, and found out from the token when it is not.
 */
export async function signUpPhoneNumber(
  ctx: OrganizationContext,
  system: Pick<SystemContext, 'directory'>,
  input: SignupInput,
): Promise<Connected> {
  const app = platformApp(ctx)
  if (!app || !signupConfiguration(ctx).isAvailable) throw signupUnavailable()
  const accessToken = await exchange(ctx, input.code)
  const token = await askOrThrow(() => openAppGraph(ctx, app).debugToken(accessToken))
  const missing = missingScopes(token)
  if (missing.length > 0)
    throw credentialsRejected({
      message: `Meta gave no permission for ${missing.join(' and ')}. Start again and leave every box ticked.`,
    })
  const accounts = accountsOf(token)
  const wabaId = input.wabaId ?? accounts[0]
  if (wabaId === undefined || (accounts.length > 0 && !accounts.includes(wabaId))) throw signupIncomplete()
  const graph = createGraphClient(ctx, accessToken)
  const number = await chooseNumber(graph, system, { wabaId, metaPhoneNumberId: input.metaPhoneNumberId })
  return finishConnecting(ctx, {
    number: { ...number, isOnPhoneApp: input.isOnPhoneApp || number.isOnPhoneApp },
    metaApp: null,
    wabaId,
    accessToken,
    tokenExpiresAt: token.expiresAt,
    pin: null,
    name: input.name ?? null,
  })
}

async function exchange(ctx: OrganizationContext, code: string): Promise<Secret> {
  const answered = await ask(() => createGraphClient(ctx, new Secret('')).exchangeCode(code))
  if ('value' in answered) return answered.value
  // 100: expired, used, or not a code at all. Meta tells them apart; for the person it is the same.
  throw answered.code === 100 ? signupCodeExpired() : toAppError(answered)
}

/** The one that Meta's window named; or one that nobody has connected, first of all one that was just made. */
async function chooseNumber(
  graph: GraphClient,
  system: Pick<SystemContext, 'directory'>,
  { wabaId, metaPhoneNumberId }: { wabaId: string; metaPhoneNumberId: string | undefined },
): Promise<GraphPhoneNumber> {
  const numbers = await askOrThrow(() => graph.listPhoneNumbers(wabaId))
  const candidates = numbers
    .filter(({ id }) => metaPhoneNumberId === undefined || id === metaPhoneNumberId)
    .sort((a, b) => Number(isRegistered(a)) - Number(isRegistered(b)))
  if (candidates.length === 0) throw signupIncomplete()
  for (const { id } of candidates)
    if (!(await isNumberConnected(system, id))) return askOrThrow(() => graph.getPhoneNumber(id))
  throw alreadyConnected()
}
