import type { GraphBusinessAccount, GraphPhoneNumber, GraphToken, SubscribedApp } from '../../whatsapp/graph.schemas'
import type { AppWebhook } from '../../whatsapp/graph-webhooks'
import type { Answered, Refusal } from './asking-meta.usecases'
import type { CheckId, ConnectionCheck, Fix } from './doctor.schemas'
import type { PhoneNumberRow } from './phone-numbers.repository'

// What the connection doctor says about the way between Meta and us. Facts come in, sentences go out.

export type Handshake =
  | { kind: 'answered' }
  | { kind: 'wrong_answer'; status: number }
  | { kind: 'unreachable'; reason: string }
  | { kind: 'no_verify_token' }

export type Facts = {
  row: PhoneNumberRow
  /** The Meta app it is connected through; null when the platform's is not configured any more. */
  metaAppId: string | null
  isOwnApp: boolean
  /** Where deliveries should come. */
  webhookUrl: string
  /** Only a production address can be reached by Meta; a local run has the simulator. */
  isProduction: boolean
  token: Answered<GraphToken>
  number: Answered<GraphPhoneNumber>
  account: Answered<GraphBusinessAccount>
  subscribedApps: Answered<SubscribedApp[]>
  /** Of the app. Null: we have not its secret. */
  appWebhook: Answered<AppWebhook | null> | null
  neededFields: readonly string[]
  understoodFields: readonly string[]
  missingScopes: string[]
  handshake: Handshake
  now: number
}

const DAY = 86_400_000
const date = (at: number) => new Date(at).toISOString().slice(0, 10)

const check = (id: CheckId, title: string) => ({
  ok: (message: string): ConnectionCheck => ({ id, title, status: 'ok', message, fix: null }),
  warning: (message: string, fix: Fix | null = null): ConnectionCheck => ({
    id,
    title,
    status: 'warning',
    message,
    fix,
  }),
  failed: (message: string, fix: Fix | null): ConnectionCheck => ({ id, title, status: 'failed', message, fix }),
  unknown: (message: string): ConnectionCheck => ({ id, title, status: 'unknown', message, fix: null }),
})
const manual = (label: string, instructions: string): Fix => ({ kind: 'manual', label, instructions, needsPin: false })
const automatic = (label: string, instructions: string): Fix => ({
  kind: 'automatic',
  label,
  instructions,
  needsPin: false,
})
const refused = ({ reason, isOpen }: Refusal) => (isOpen ? `Meta did not tell: ${reason}` : reason)
/** Said once, by the check of the token. */
const isTokenRefused = ({ code }: Refusal) => code === 190 || code === 0
const afterToken = 'Could not be asked: Meta does not accept the token.'

const newToken = manual(
  'Replace the token',
  'In Meta’s Business settings open System users, choose the user, press Generate token, choose the app, tick whatsapp_business_management and whatsapp_business_messaging, let it never expire, and paste the token into this number’s settings.',
)
const connectAgain = manual(
  'Connect again',
  'Disconnect the number, then connect it again. Conversations and contacts stay.',
)

/** Everything between Meta's Graph and our webhook, in the order it is shown. */
export function connectionChecks(facts: Facts): ConnectionCheck[] {
  return [
    sending(facts),
    token(facts),
    permissions(facts),
    tokenExpiry(facts),
    phoneNumber(facts),
    businessAccount(facts),
    subscription(facts),
    webhookFields(facts),
    callback(facts),
    handshake(facts),
    deliveries(facts),
  ]
}

function sending({ row }: Facts): ConnectionCheck {
  const { ok, failed } = check('sending', 'Sending')
  if (row.status !== 'paused') return ok('Messages go out.')
  return failed(
    `Sending is paused: ${row.pausedReason ?? 'no reason was kept.'}`,
    automatic('Go on sending', 'Repair what is red below first. Then what waits goes out, oldest first.'),
  )
}

function token({ token: answered, metaAppId, isOwnApp }: Facts): ConnectionCheck {
  const { ok, failed, unknown } = check('token', 'Access token')
  if (metaAppId === null)
    return failed(
      'This installation has no Meta app any more, so Meta cannot be asked about the token.',
      manual('Tell the operator', 'Whoever runs this installation needs to set META_APP_ID and META_APP_SECRET.'),
    )
  if (!('value' in answered)) {
    if (answered.isOpen) return unknown(refused(answered))
    // 190 here is about our own app: its secret was reset at Meta.
    if (answered.code === 190 || answered.code === 1)
      return failed(
        'Meta does not accept the app’s secret any more. Deliveries are refused too, because their signature does not match.',
        isOwnApp
          ? manual('Give the new secret', 'Copy it from App settings → Basic into this number’s settings.')
          : manual('Tell the operator', 'Whoever runs this installation needs to renew META_APP_SECRET.'),
      )
    return failed(`The token was made for another Meta app: ${answered.reason}`, newToken)
  }
  const { isValid, error, appId } = answered.value
  if (!isValid) return failed(`Meta does not accept the token any more${error ? `: ${error}` : '.'}`, newToken)
  if (appId !== null && appId !== metaAppId) return failed('The token was made for another Meta app.', newToken)
  return ok('Meta accepts it.')
}

function permissions({ token: answered, missingScopes }: Facts): ConnectionCheck {
  const { ok, failed, unknown } = check('permissions', 'Permissions')
  if (!('value' in answered)) return unknown('Could not be asked.')
  if (!answered.value.isValid) return unknown(afterToken)
  if (missingScopes.length === 0) return ok('The token may manage the account and send messages.')
  return failed(`The token lacks ${missingScopes.join(' and ')}.`, newToken)
}

function tokenExpiry({ token: answered, now }: Facts): ConnectionCheck {
  const { ok, warning, failed, unknown } = check('token_expiry', 'Token’s lifetime')
  if (!('value' in answered)) return unknown('Could not be asked.')
  const { expiresAt, dataAccessExpiresAt } = answered.value
  const ends = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, dataAccessExpiresAt ?? Number.POSITIVE_INFINITY)
  if (ends === Number.POSITIVE_INFINITY) return ok('It does not expire.')
  if (ends <= now) return failed(`It expired on ${date(ends)}.`, newToken)
  const days = Math.floor((ends - now) / DAY)
  if (days >= 14) return ok(`It is good until ${date(ends)}.`)
  return warning(`It expires ${days === 0 ? 'within a day' : `in ${days} ${days === 1 ? 'day' : 'days'}`}.`, newToken)
}

function phoneNumber({ number }: Facts): ConnectionCheck {
  const { ok, failed, unknown } = check('phone_number', 'Phone number')
  if ('value' in number) return ok(`${number.value.displayPhoneNumber}, ${number.value.verifiedName}.`)
  if (isTokenRefused(number)) return unknown(afterToken)
  if (number.isOpen) return unknown(refused(number))
  return failed(`Meta does not show the number to us: ${number.reason}`, connectAgain)
}

function businessAccount({ account }: Facts): ConnectionCheck {
  const { ok, warning, failed, unknown } = check('business_account', 'WhatsApp Business Account')
  if (!('value' in account)) {
    if (isTokenRefused(account)) return unknown(afterToken)
    return account.isOpen
      ? unknown(refused(account))
      : failed(`Meta does not show the account to us: ${account.reason}`, connectAgain)
  }
  const { name, status, reviewStatus } = account.value
  if (status !== null && status !== 'ACTIVE')
    return failed(
      `The account ${name} is ${status.toLowerCase()}.`,
      manual('Appeal', 'Open Meta’s Business Support Home and ask for a review of the account.'),
    )
  if (reviewStatus === 'REJECTED')
    return failed(
      `Meta’s review of the account ${name} was negative.`,
      manual('Appeal', 'Open Meta’s Business Support Home and ask for a review of the account.'),
    )
  return reviewStatus === 'PENDING' ? warning(`Meta is still reviewing the account ${name}.`) : ok(`${name} is active.`)
}

const subscribe = automatic('Subscribe again', 'We ask Meta to send this account’s messages to us.')

function subscription({ subscribedApps, metaAppId }: Facts): ConnectionCheck {
  const { ok, failed, unknown } = check('subscription', 'Subscription')
  if (!('value' in subscribedApps))
    return unknown(isTokenRefused(subscribedApps) ? afterToken : refused(subscribedApps))
  if (subscribedApps.value.some(({ appId }) => appId === metaAppId))
    return ok('The account’s messages come to our app.')
  return failed('Our app is not subscribed to this account: no message and no tick comes in.', subscribe)
}

function webhookFields({ appWebhook, neededFields, understoodFields, isOwnApp, webhookUrl }: Facts): ConnectionCheck {
  const { ok, warning, failed, unknown } = check('webhook_fields', 'Kinds of news')
  if (appWebhook === null) return unknown('Could not be asked without the app’s secret.')
  if (!('value' in appWebhook)) return unknown(refused(appWebhook))
  const isHere = 'value' in appWebhook && appWebhook.value?.callbackUrl === webhookUrl
  const fix = isOwnApp
    ? isHere
      ? automatic('Subscribe to all', 'We ask Meta to send every kind of news that we understand.')
      : manual(
          'Subscribe to them',
          'In your app at developers.facebook.com open WhatsApp → Configuration → Webhook fields.',
        )
    : manual('Tell the operator', 'Whoever runs this installation subscribes the Meta app to these fields.')
  // Without an address there are no fields either: the check of the address says so.
  if (appWebhook.value === null) return unknown('The app has no webhook address yet.')
  const { fields, isActive } = appWebhook.value
  if (!isActive) return failed('Meta has switched the app’s webhooks off.', fix)
  const needed = neededFields.filter((field) => !fields.includes(field))
  if (needed.length > 0) return failed(`The app is not subscribed to ${needed.join(', ')}.`, fix)
  const missing = understoodFields.filter((field) => !fields.includes(field))
  if (missing.length === 0) return ok('The app is subscribed to everything that we understand.')
  return warning(`The app is not subscribed to ${missing.join(', ')}. Messages come in all the same.`, fix)
}

function callback({ number, webhookUrl }: Facts): ConnectionCheck {
  const { ok, failed, unknown } = check('callback', 'Webhook address')
  if (!('value' in number)) return unknown('Could not be asked.')
  const { phoneNumber, businessAccount, app } = number.value.callbacks
  const current = phoneNumber ?? businessAccount ?? app
  if (current === webhookUrl) return ok(`Meta delivers to ${webhookUrl}.`)
  return failed(
    current === null ? 'Meta has no address to deliver to.' : `Meta delivers to another address: ${current}.`,
    automatic(
      'Send messages here',
      `We ask Meta to send this account’s messages to ${webhookUrl}. Another program that received them gets none any more.`,
    ),
  )
}

function handshake({ handshake: result, webhookUrl, isProduction, isOwnApp }: Facts): ConnectionCheck {
  const { ok, warning, failed } = check('handshake', 'Round trip')
  const operator = (instructions: string) => manual('Tell the operator', instructions)
  if (result.kind === 'no_verify_token')
    return failed(
      'This installation has no verify token, so Meta’s handshake is refused.',
      operator('Whoever runs this installation needs to set META_VERIFY_TOKEN.'),
    )
  if (result.kind === 'unreachable')
    return failed(
      `Our own webhook address ${webhookUrl} could not be reached: ${result.reason}`,
      operator('PUBLIC_URL must be the address at which this installation is reached from the internet.'),
    )
  if (result.kind === 'wrong_answer')
    return failed(
      `Our own webhook address ${webhookUrl} answered ${result.status}, and not as Meta expects.`,
      operator(
        isOwnApp
          ? 'Something in front of this installation answers instead of it, or PUBLIC_URL names another one.'
          : 'Something in front of this installation answers instead of it, or PUBLIC_URL or META_VERIFY_TOKEN is another one’s.',
      ),
    )
  if (isProduction && !webhookUrl.startsWith('https://'))
    return warning(
      'The handshake works from here, but Meta delivers to addresses with https:// only.',
      operator('PUBLIC_URL must begin with https://.'),
    )
  return ok('A handshake like Meta’s came back from our address.')
}

function deliveries({ row, now }: Facts): ConnectionCheck {
  const { ok, warning, unknown } = check('deliveries', 'Last delivery')
  const { webhookVerifiedAt, lastMessageAt } = row
  if (lastMessageAt !== null)
    return ok(`The last message came ${now - lastMessageAt < DAY ? 'within a day' : `on ${date(lastMessageAt)}`}.`)
  return webhookVerifiedAt === null
    ? unknown('Nothing has come in yet. Write a message to the number from your phone.')
    : warning('Meta reaches this address, but no message has come yet. Write a message to the number from your phone.')
}
