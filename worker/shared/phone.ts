import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'

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
 * @param defaultCountry whose national form is read as well: `0170 123 45 67`. Bare digits are that first.
 * @returns null when it cannot be a number
 */
export function parsePhone(text: string, defaultCountry?: string | null): Phone | null {
  // Letters would be read as a keypad's: a word is no number.
  if (!/^\s*(\+|00)?[\d\s().\-/\u00a0\u2010-\u2015]+$/.test(text)) return null
  if (defaultCountry && isSupportedCountry(defaultCountry)) {
    const national = parseNational(text, defaultCountry)
    if (national) return national
  }
  const digits = text.replace(/\D/g, '').replace(/^00/, '')
  if (!/^[1-9]\d{5,14}$/.test(digits)) return null
  const number = parsePhoneNumberFromString(`+${digits.replace(MEXICAN_MOBILE, '52$1')}`)
  return number?.isPossible() ? { digits, country: number.country ?? null } : null
}

function parseNational(text: string, country: CountryCode): Phone | null {
  if (/^\s*(\+|00)/.test(text)) return null
  const number = parsePhoneNumberFromString(text, country)
  // Without a zero in front it may be whole: a shorter one only counts as national if it is one for sure.
  const isSure = /^\D*0/.test(text) ? number?.isPossible() : number?.isValid()
  return number && isSure ? { digits: number.number.slice(1), country: number.country ?? null } : null
}

/** Such as `351`; null for a country without one. @param country ISO 3166-1 alpha-2 */
export const callingCodeOf = (country: string): string | null =>
  isSupportedCountry(country) ? getCountryCallingCode(country) : null

/** As people write it: "+49 170 1234567". What cannot be read stays as it is. */
export const formatPhone = (phone: string): string => parsePhoneNumberFromString(phone)?.formatInternational() ?? phone
