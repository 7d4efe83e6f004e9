/**
 * What a text would be as a number: digits to look for from their beginning. `0170 12` in Germany is 4917012, however far it
 * is typed.
 * @param callingCode of the country that numbers without a country code are of
 */
export function numbersIn(text: string, callingCode: string | null): string[] {
  if (!/^[+\d\s().\-/]{3,}$/.test(text)) return []
  const bare = text.replace(/\D/g, '')
  const digits = bare.replace(/^00/, '')
  const isInternational = /^\s*(\+|00)/.test(text)
  const national = callingCode === null || isInternational ? [] : [`${callingCode}${bare.replace(/^0+/, '')}`]
  return [...new Set([digits, ...national])].filter((one) => one.length > 2 && !one.startsWith('0'))
}
