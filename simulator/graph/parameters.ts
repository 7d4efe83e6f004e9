import { graphError, parameterRequired } from './errors'

export type Parameters = Record<string, unknown>

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A text or number as text; anything else is absent. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}

/** @throws 100 as Meta words it, when absent or empty */
export function requiredText(parameters: Parameters, name: string): string {
  const text = textOf(parameters[name])
  if (!text) throw parameterRequired(name)
  return text
}

/** Numbers come as JSON numbers or as text of a query. */
export function wholeNumberOf(value: unknown): number | undefined {
  const text = textOf(value)
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined
}

export function flagOf(value: unknown): boolean | undefined {
  if (value === true || value === 'true' || value === 1 || value === '1') return true
  return value === false || value === 'false' || value === 0 || value === '0' ? false : undefined
}

/** A list, or the text of one: JSON, `[A,B]` without quotes, `A,B`. */
export function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => textOf(one) ?? [])
  const text = textOf(value)?.trim()
  if (!text) return []
  return text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((one) => one.trim().replace(/^["']|["']$/g, ''))
    .filter((one) => one !== '')
}

export const recordsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : []

/** One of a set, whatever the case. @throws 100 with the values, as Meta lists them */
export function oneOf<Value extends string>(name: string, value: unknown, values: readonly Value[]): Value {
  const found = values.find((one) => one === textOf(value)?.toUpperCase() || one === textOf(value))
  if (found === undefined) throw graphError(100, { message: `Param ${name} must be one of {${values.join(', ')}}` })
  return found
}

/** Every call that WhatsApp itself answers names its product. */
export function requireProduct(parameters: Parameters): void {
  if (requiredText(parameters, 'messaging_product') !== 'whatsapp') {
    throw graphError(100, { message: 'Param messaging_product must be one of {WHATSAPP}' })
  }
}

/** @throws 100 with what is too long and by how much */
export function atMost(name: string, text: string, length: number): void {
  if ([...text].length <= length) return
  throw graphError(100, { message: `Param ${name} must be at most ${length} characters long.` })
}
