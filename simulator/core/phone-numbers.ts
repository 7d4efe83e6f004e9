/** Calling codes of one and two digits; all others have three. */
const SHORT_CODES = new Set(
  [
    '1',
    '7',
    '20',
    '27',
    '30',
    '31',
    '32',
    '33',
    '34',
    '36',
    '39',
    '40',
    '41',
    '43',
    '44',
    '45',
    '46',
    '47',
    '48',
  ].concat(
    ['49', '51', '52', '53', '54', '55', '56', '57', '58', '60', '61', '62', '63', '64', '65', '66', '81', '82', '84'],
    ['86', '90', '91', '92', '93', '94', '95', '98'],
  ),
)

/** The ones that this simulator's people tend to have; a business-scoped user id starts with one. */
const COUNTRIES: Record<string, string> = {
  1: 'US',
  7: 'KZ',
  20: 'EG',
  27: 'ZA',
  31: 'NL',
  33: 'FR',
  34: 'ES',
  39: 'IT',
  44: 'GB',
  49: 'DE',
  52: 'MX',
  54: 'AR',
  55: 'BR',
  57: 'CO',
  62: 'ID',
  91: 'IN',
  234: 'NG',
  254: 'KE',
  351: 'PT',
  353: 'IE',
  971: 'AE',
  972: 'IL',
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '')

export function callingCodeOf(digits: string): string {
  for (const length of [1, 2]) if (SHORT_CODES.has(digits.slice(0, length))) return digits.slice(0, length)
  return digits.slice(0, 3)
}

export const countryOf = (digits: string): string => COUNTRIES[callingCodeOf(digits)] ?? 'US'

/**
 * The `wa_id` of a dialled number. Brazil's ninth digit is left out for area codes from 31 on, Mexico and Argentina
 * have a digit more than is dialled.
 */
export function waIdOf(dialled: string): string {
  const brazil = /^55(\d\d)9(\d{8})$/.exec(dialled)
  if (brazil && Number(brazil[1]) >= 31) return `55${brazil[1]}${brazil[2]}`
  const mexico = /^52(\d{10})$/.exec(dialled)
  if (mexico) return `521${mexico[1]}`
  const argentina = /^54(\d{10})$/.exec(dialled)
  if (argentina) return `549${argentina[1]}`
  return dialled
}

/** What `to` means: without + a number that looks local gets the calling code of the business. */
export function dialledNumber(to: string, displayPhoneNumber: string): string {
  const digits = digitsOf(to)
  const looksLocal = !to.trim().startsWith('+') && (digits.length <= 10 || digits.startsWith('0'))
  return looksLocal ? callingCodeOf(digitsOf(displayPhoneNumber)) + digits.replace(/^0+/, '') : digits
}
