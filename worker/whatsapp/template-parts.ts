/** Reading templates: Meta's JSON, in either case (`BODY`, `body`), and what is sent to fill it. */
export type Json = Record<string, unknown>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const listIn = (value: unknown, key: string): Json[] => {
  const list = isJson(value) ? value[key] : undefined
  return Array.isArray(list) ? list.filter(isJson) : []
}
export const textIn = (value: unknown, key: string): string => {
  const text = isJson(value) ? value[key] : undefined
  return typeof text === 'string' ? text : ''
}
export const recordIn = (value: unknown, key: string): Json | null => {
  const record = isJson(value) ? value[key] : undefined
  return isJson(record) ? record : null
}

export const typeOf = (part: Json): string => textIn(part, 'type').toUpperCase()
export const partOf = (parts: readonly Json[], type: string): Json | undefined =>
  parts.find((part) => typeOf(part) === type)
export const parametersOf = (part: Json | undefined): Json[] => listIn(part, 'parameters')
export const buttonsOf = (defined: readonly Json[]): Json[] => listIn(partOf(defined, 'BUTTONS'), 'buttons')
export const headerFormat = (header: Json | undefined): string =>
  header ? textIn(header, 'format').toUpperCase() || 'TEXT' : 'NONE'

/** `{{1}}` or `{{first_name}}`. */
const VARIABLE = /\{\{\s*(\w+)\s*\}\}/g
/** The variables of a text, each once: numbers in their order, names as they come. */
export function variablesOf(text: string): string[] {
  const names = [...new Set([...text.matchAll(VARIABLE)].map(([, name]) => name ?? ''))]
  return names.every((name) => /^\d+$/.test(name)) ? names.sort((a, b) => Number(a) - Number(b)) : names
}

/** The words of one parameter; null when it has none. */
export function wordsOf(parameter: Json): string | null {
  const type = textIn(parameter, 'type')
  const words =
    type === 'currency' || type === 'date_time'
      ? textIn(recordIn(parameter, type), 'fallback_value')
      : textIn(parameter, 'text') || textIn(parameter, 'coupon_code') || textIn(parameter, 'payload')
  return words === '' ? null : words
}

/** Named parameters by name, the others by their place. */
export const parameterFor = (name: string, place: number, parameters: readonly Json[]): Json | undefined =>
  parameters.find((parameter) => textIn(parameter, 'parameter_name') === name) ??
  (/^\d+$/.test(name) ? parameters[place] : undefined)

/** The text with its variables replaced; one without a value stays as it is written. */
export function fill(text: string, parameters: readonly Json[]): string {
  const variables = variablesOf(text)
  return text.replace(VARIABLE, (whole, name: string) => {
    const parameter = parameterFor(name, variables.indexOf(name), parameters)
    return (parameter && wordsOf(parameter)) ?? whole
  })
}

/** Authentication templates have a text of Meta's own around the code. */
export const isAuthentication = (category: string | undefined, defined: readonly Json[]): boolean =>
  category?.toUpperCase() === 'AUTHENTICATION' || buttonsOf(defined).some((button) => typeOf(button) === 'OTP')

/** The button that a sent component is for. */
export const indexOf = (component: Json): number => {
  const { index } = component
  return typeof index === 'number' || (typeof index === 'string' && index.trim() !== '') ? Number(index) : Number.NaN
}
