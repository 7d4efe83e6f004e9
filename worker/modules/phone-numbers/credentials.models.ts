import type { GraphPhoneNumber, GraphToken } from '../../whatsapp/graph.schemas'
import type { Refusal } from './asking-meta.usecases'
import type { CredentialField, FieldCheck } from './phone-numbers.schemas'

// What is said about each credential. Facts come in, sentences go out.

const DAY = 86_400_000
/** A user's own token lasts hours: whoever connects with one is mute tomorrow. */
const SOON = 3 * DAY
const neededScopes = ['whatsapp_business_management', 'whatsapp_business_messaging']

export const unchecked: FieldCheck = { status: 'unchecked', message: null, action: null }
export const ok = (message: string): FieldCheck => ({ status: 'ok', message, action: null })
export const failed = (message: string, action: string): FieldCheck => ({ status: 'failed', message, action })
const open = ({ reason }: Refusal): FieldCheck => ({
  status: 'unknown',
  message: `Meta did not tell: ${reason}`,
  action: 'Try again in a moment.',
})

export const appRefused = (refusal: Refusal): FieldCheck =>
  refusal.isOpen
    ? open(refusal)
    : failed(
        'Meta does not accept this app id and this app secret together.',
        'Copy both again from your app at developers.facebook.com, App settings → Basic. A reset makes the old secret invalid.',
      )

export const tokenRefused = (refusal: Refusal, appName: string): FieldCheck => {
  if (refusal.isOpen) return open(refusal)
  // 100: the token is another app's; Meta says so only when it is asked with this app's token.
  return refusal.code === 100
    ? failed(
        'This token was made for another Meta app.',
        `Make one for ${appName}: Business settings → System users → Generate token, and choose that app.`,
      )
    : failed(`Meta does not accept this token: ${refusal.reason}`, 'Generate a new token and copy all of it.')
}

/** @param expectedAppId the app that the number is to be connected through */
export function tokenCheck(
  token: GraphToken,
  { expectedAppId, appName, now }: { expectedAppId: string; appName: string; now: number },
): FieldCheck {
  if (!token.isValid)
    return failed(
      `This token is no longer valid${token.error ? `: ${token.error}` : '.'}`,
      'Generate a new token and copy all of it.',
    )
  if (token.appId !== null && token.appId !== expectedAppId)
    return failed(
      `This token was made for another Meta app${token.application ? ` (${token.application})` : ''}.`,
      `Make one for ${appName}: Business settings → System users → Generate token, and choose that app.`,
    )
  const missing = missingScopes(token)
  if (missing.length > 0)
    return failed(
      `This token may not ${missing.length === 2 ? 'use WhatsApp' : missing[0] === neededScopes[0] ? 'manage the account' : 'send messages'}: it lacks ${missing.join(' and ')}.`,
      `Generate a new token and tick ${missing.join(' and ')}.`,
    )
  if (token.expiresAt !== null && token.expiresAt - now < SOON)
    return {
      status: 'warning',
      message: `This token works until ${utc(token.expiresAt)} only. Afterwards nothing comes in or goes out.`,
      action: 'For a lasting connection use the token of a system user, which need not expire.',
    }
  return ok(token.expiresAt === null ? 'Valid, and does not expire.' : `Valid until ${utc(token.expiresAt)}.`)
}

export const missingScopes = ({ scopes }: GraphToken): string[] =>
  neededScopes.filter((scope) => !scopes.includes(scope))

/** The accounts a token is limited to, the newest first; empty: no limit. */
export const accountsOf = ({ granularScopes }: GraphToken): string[] =>
  granularScopes.find(({ scope }) => scope === 'whatsapp_business_management')?.targetIds ?? []

export const accountRefused = (refusal: Refusal): FieldCheck =>
  refusal.isOpen
    ? open(refusal)
    : failed(
        'With this token Meta shows no WhatsApp Business Account of this id.',
        'Check the id in WhatsApp Manager → Account settings, and that the system user is assigned to this account with full control.',
      )

export const numberRefused = (refusal: Refusal): FieldCheck =>
  refusal.isOpen
    ? open(refusal)
    : failed(
        'With this token Meta shows no phone number of this id.',
        'Use the “Phone number ID” of WhatsApp Manager → API set-up; it is not the phone number itself.',
      )

export const numberElsewhere = failed(
  'This phone number belongs to another WhatsApp Business Account.',
  'Use the ids of the same account, both from WhatsApp Manager → API set-up.',
)

export function numberCheck(number: GraphPhoneNumber): FieldCheck {
  if (isRegistered(number)) return ok(`${number.displayPhoneNumber}, ${number.verifiedName}.`)
  if (number.codeVerificationStatus === 'NOT_VERIFIED')
    return failed(
      `${number.displayPhoneNumber} has not been verified yet.`,
      'Verify it by the code that Meta sends: WhatsApp Manager → Phone numbers.',
    )
  return {
    status: 'warning',
    message: `${number.displayPhoneNumber} is not registered for the Cloud API yet.`,
    action: number.isPinEnabled
      ? 'It has two-step verification: give its PIN, and it is registered while connecting.'
      : 'It is registered while connecting, with a PIN that is made for it.',
  }
}

/** FLAGGED ones send and receive too. */
export const isRegistered = ({ status }: Pick<GraphPhoneNumber, 'status'>): boolean =>
  status === null || status === 'CONNECTED' || status === 'FLAGGED' || status === 'RESTRICTED'

/** Whether connecting may go ahead: every field was looked at, and none is refused. */
export const canConnect = (fields: Record<CredentialField, FieldCheck>): boolean =>
  Object.values(fields).every(({ status }) => status === 'ok' || status === 'warning')

const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
