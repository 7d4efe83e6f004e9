import type {
  CheckResult,
  CredentialField,
  CredentialsInput,
  FieldCheck,
} from '@worker/modules/phone-numbers/phone-numbers.schemas'

export type CredentialValues = Record<CredentialField, string>
export const noCredentials: CredentialValues = {
  metaAppId: '',
  appSecret: '',
  accessToken: '',
  wabaId: '',
  metaPhoneNumberId: '',
}
export type CredentialWay = 'platform' | 'own'

/** The lines of the list of checks. */
export const checkRows = ['app', 'token', 'account', 'number'] as const
export type CheckRow = (typeof checkRows)[number]
export const rowsOf = (way: CredentialWay): readonly CheckRow[] =>
  way === 'own' ? checkRows : checkRows.filter((row) => row !== 'app')
export const fieldsOf = (way: CredentialWay): readonly CredentialField[] =>
  way === 'own'
    ? ['metaAppId', 'appSecret', 'accessToken', 'wabaId', 'metaPhoneNumberId']
    : ['accessToken', 'wabaId', 'metaPhoneNumberId']

/** Which lines have to be looked at again when a field changes. */
export const rowsAfter: Record<CredentialField, readonly CheckRow[]> = {
  metaAppId: ['app', 'token'],
  appSecret: ['app', 'token'],
  accessToken: ['token', 'account', 'number'],
  wabaId: ['account', 'number'],
  metaPhoneNumberId: ['number'],
}

export type Problem =
  | { kind: 'digits' | 'phoneNumber' | 'shortId' | 'secretForm' | 'tokenShort' | 'tokenForm' | 'tokenLong' }
  | { kind: 'secretLength'; count: number }

const SECRET_LENGTH = 32
const ID = { shortest: 5, longest: 32 }
const TOKEN = { shortest: 20, longest: 2000 }

/** What can be said of a value without asking Meta. Null: nothing is wrong, or nothing is there. */
export function problemOf(field: CredentialField, typed: string): Problem | null {
  const value = typed.trim()
  if (value === '') return null
  if (field === 'appSecret') {
    if (value.length !== SECRET_LENGTH) return { kind: 'secretLength', count: value.length }
    return /^[0-9a-f]+$/i.test(value) ? null : { kind: 'secretForm' }
  }
  if (field === 'accessToken') {
    if (!/^[\w.|-]+$/.test(value)) return { kind: 'tokenForm' }
    if (value.length < TOKEN.shortest) return { kind: 'tokenShort' }
    return value.length > TOKEN.longest ? { kind: 'tokenLong' } : null
  }
  if (field === 'metaPhoneNumberId' && /^\+[\d\s()-]+$/.test(value)) return { kind: 'phoneNumber' }
  if (!/^\d+$/.test(value) || value.length > ID.longest) return { kind: 'digits' }
  return value.length < ID.shortest ? { kind: 'shortId' } : null
}

/** What has been typed so far and can be asked about. Null: nothing. */
export function askable(way: CredentialWay, values: CredentialValues): CredentialsInput | null {
  const given = fieldsOf(way)
    .map((field) => [field, values[field].trim()] as const)
    .filter(([field, value]) => value !== '' && problemOf(field, value) === null)
  // An app's id alone says nothing yet, nor does an id without a token.
  if (!given.some(([field]) => field === 'accessToken' || field === 'appSecret' || field === 'metaAppId')) return null
  return { app: way, ...Object.fromEntries(given) }
}

export type Waiting = CredentialField | 'validToken' | 'app'

/** What a line still needs before Meta can be asked. Null: nothing. */
export function waitingFor(
  row: CheckRow,
  { way, values, isAppKnown }: { way: CredentialWay; values: CredentialValues; isAppKnown: boolean },
): Waiting | null {
  const has = (field: CredentialField) => values[field].trim() !== '' && problemOf(field, values[field]) === null
  if (row === 'app') {
    if (!has('metaAppId')) return 'metaAppId'
    return has('appSecret') || (isAppKnown && values.appSecret.trim() === '') ? null : 'appSecret'
  }
  if (!has('accessToken')) return 'accessToken'
  if (row === 'account') return has('wabaId') ? null : 'wabaId'
  if (row === 'number') return has('metaPhoneNumberId') ? null : 'metaPhoneNumberId'
  return way === 'own' && !has('metaAppId') ? 'metaAppId' : null
}

/** What Meta said about a line. */
export function fieldOfRow(row: CheckRow, { fields }: Pick<CheckResult, 'fields'>): FieldCheck {
  if (row === 'token') return fields.accessToken
  if (row === 'account') return fields.wabaId
  if (row === 'number') return fields.metaPhoneNumberId
  // Of an app's id and secret only the pair is right or wrong; it is said of the secret.
  return fields.appSecret.status === 'unchecked' ? fields.metaAppId : fields.appSecret
}

/** A refusal of `connect` names fields like the check does. */
export function refusedFields(details: unknown): { path: CredentialField; message: string; action: string | null }[] {
  if (!Array.isArray(details)) return []
  return details.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return []
    const { path, message, action } = one as Record<string, unknown>
    const field = fieldsOf('own').find((name) => name === path)
    if (!field || typeof message !== 'string') return []
    return [{ path: field, message, action: typeof action === 'string' ? action : null }]
  })
}
