/** What Meta's window tells the page that opened it. */
export type SignupEvent =
  | { kind: 'finished'; wabaId: string | undefined; metaPhoneNumberId: string | undefined; isOnPhoneApp: boolean }
  | { kind: 'cancelled'; step: string | undefined }
  | { kind: 'failed'; message: string }

/** Meta's own pages only: `https://www.facebook.com`, and neither `facebook.com.example` nor `notfacebook.com`. */
export function isFromMeta(origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, hostname, port } = new URL(origin)
  return protocol === 'https:' && port === '' && (hostname === 'facebook.com' || hostname.endsWith('.facebook.com'))
}

/** @returns null for everything that is not about the sign-up: Meta's window says a lot. */
export function readSignupEvent({ origin, data }: Pick<MessageEvent<unknown>, 'origin' | 'data'>): SignupEvent | null {
  if (!isFromMeta(origin)) return null
  const message = record(typeof data === 'string' ? parse(data) : data)
  if (message?.type !== 'WA_EMBEDDED_SIGNUP' || typeof message.event !== 'string') return null
  const details = record(message.data) ?? {}
  if (message.event === 'CANCEL' && typeof details.error_message === 'string')
    return { kind: 'failed', message: details.error_message }
  if (message.event === 'CANCEL') return { kind: 'cancelled', step: text(details.current_step) }
  if (message.event === 'ERROR')
    return { kind: 'failed', message: text(details.error_message) ?? text(details.error_code) ?? message.event }
  if (!message.event.startsWith('FINISH')) return null
  return {
    kind: 'finished',
    wabaId: metaId(details.waba_id),
    metaPhoneNumberId: metaId(details.phone_number_id),
    isOnPhoneApp: message.event === 'FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING',
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}
const record = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const metaId = (value: unknown): string | undefined => {
  const id = typeof value === 'number' ? String(value) : text(value)
  return id !== undefined && /^\d{5,32}$/.test(id) ? id : undefined
}
