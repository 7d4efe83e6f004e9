import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

export type Phone = {
  /** As Meta writes numbers: digits with the country code. */
  digits: string
  /** ISO 3166-1 alpha-2; null where the number does not say. */
  country: string | null
}

// Mexico's old mobile prefix: no number any more, but WhatsApp still names people by it.
const MEXICAN_MOBILE = /^521(\d{10})$/

/**
 * Reads a number in international form as people type it: `+49 170 123 45 67`, `0049…`, or bare digits with the country
 * code. Digits stay what they are: whether somebody answers there is for WhatsApp to say, so that only the length is held
 * against the country's.
 * @param defaultCountry ISO 3166-1 alpha-2: bare digits that are a number there are read as one of it
 * @returns null when it cannot be a number in international form
 */
export function parsePhone(text: string, defaultCountry?: string | null): Phone | null {
  // Letters would be read as a keypad's: a word is no number.
  if (!/^\s*(\+|00)?[\d\s().\-/\u00a0\u2010-\u2015]+$/.test(text)) return null
  return (defaultCountry ? parseNational(text, defaultCountry) : null) ?? parseInternational(text)
}

/** `0170 1234567` where that is somebody's number; nothing that begins like an international one. */
function parseNational(text: string, country: string): Phone | null {
  if (/^\s*(\+|00)/.test(text) || !isSupportedCountry(country)) return null
  const number = parsePhoneNumberFromString(text, country)
  if (!number?.isValid()) return null
  return { digits: number.number.slice(1), country: number.country ?? country }
}

function parseInternational(text: string): Phone | null {
  const digits = text.replace(/\D/g, '').replace(/^00/, '')
  if (!/^[1-9]\d{5,14}$/.test(digits)) return null
  const number = parsePhoneNumberFromString(`+${digits.replace(MEXICAN_MOBILE, '52$1')}`)
  return number?.isPossible() ? { digits, country: number.country ?? null } : null
}

/** As people write it: "+49 170 1234567". What cannot be read stays as it is. */
export const formatPhone = (phone: string): string => parsePhoneNumberFromString(phone)?.formatInternational() ?? phone
