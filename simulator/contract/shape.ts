/**
 * A sample of Meta's pages is a shape: the same keys with the same kinds of values, in any order. Strings are compared
 * by their form (an id, an address, a time), constants as they are.
 */
export type Shape = unknown

class Optional {
  readonly shape: Shape
  constructor(shape: Shape) {
    this.shape = shape
  }
}
class Either {
  readonly shapes: Shape[]
  constructor(shapes: Shape[]) {
    this.shapes = shapes
  }
}
class Exactly {
  readonly value: unknown
  constructor(value: unknown) {
    this.value = value
  }
}
/** The key may be missing. */
export const optional = (shape: Shape): Shape => new Optional(shape)
export const either = (...shapes: Shape[]): Shape => new Either(shapes)
/** This value and no other, of the same kind. */
export const exactly = (value: unknown): Shape => new Exactly(value)
export const anything: Shape = new Either([])

/** Keys whose value in a sample is the value. */
const CONSTANTS = new Set(['messaging_product', 'object', 'field', 'type', 'pricing_model', 'token_type', 'success'])

/** What every webhook that names a user may carry since April 2026, beside what older samples have. */
const SINCE_2026 = new Set([
  ...['user_id', 'parent_user_id', 'username', 'from_user_id', 'from_parent_user_id', 'recipient_user_id'],
  ...['recipient_parent_user_id', 'to_user_id', 'to_parent_user_id'],
])

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @returns where and how they differ, a sentence each */
export function differences(shape: Shape, actual: unknown, path = 'answer'): string[] {
  if (shape instanceof Optional) return actual === undefined ? [] : differences(shape.shape, actual, path)
  if (shape instanceof Exactly) {
    const isSame = JSON.stringify(shape.value) === JSON.stringify(actual)
    return isSame ? [] : [`${path} is ${show(actual)}, not ${show(shape.value)}`]
  }
  if (shape instanceof Either) return closest(shape.shapes, actual, path)
  if (shape instanceof RegExp) {
    return typeof actual === 'string' && shape.test(actual) ? [] : [`${path} is ${show(actual)}, not like ${shape}`]
  }
  if (Array.isArray(shape)) return inArray(shape, actual, path)
  if (isRecord(shape)) return inRecord(shape, actual, path)
  if (typeof shape === 'string') return inText(shape, actual, path)
  const isSameKind = shape === null ? actual === null : typeof actual === typeof shape
  return isSameKind ? [] : [`${path} is ${show(actual)}, its sample is ${show(shape)}`]
}

function closest(shapes: Shape[], actual: unknown, path: string): string[] {
  const all = shapes.map((one) => differences(one, actual, path))
  return all.toSorted((a, b) => a.length - b.length)[0] ?? []
}

function inArray(shapes: Shape[], actual: unknown, path: string): string[] {
  if (!Array.isArray(actual)) return [`${path} is ${show(actual)}, not a list`]
  if (shapes.length > 0 && actual.length === 0) return [`${path} is empty`]
  return actual.flatMap((one, index) => closest(shapes, one, `${path}[${index}]`))
}

function inRecord(shape: Record<string, unknown>, actual: unknown, path: string): string[] {
  if (!isRecord(actual)) return [`${path} is ${show(actual)}, not an object`]
  const found = Object.entries(shape).flatMap(([key, value]) => {
    const at = `${path}.${key}`
    if (actual[key] === undefined) return value instanceof Optional ? [] : [`${at} is missing`]
    const isConstant = CONSTANTS.has(key) && (typeof value === 'string' || typeof value === 'boolean')
    return differences(isConstant ? exactly(value) : value, actual[key], at)
  })
  const unknown = Object.keys(actual).filter((key) => !(key in shape) && !SINCE_2026.has(key))
  return [...found, ...unknown.map((key) => `${path}.${key} is in no sample: ${show(actual[key])}`)]
}

const FORMS: [name: string, form: RegExp][] = [
  ['message id', /^wamid\.[A-Za-z0-9+/=]+$/],
  ['business-scoped user id', /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]+$/],
  ['number', /^\d+$/],
  ['address', /^https?:\/\/\S+$/],
]

function inText(sample: string, actual: unknown, path: string): string[] {
  if (typeof actual !== 'string') return [`${path} is ${show(actual)}, its sample is ${show(sample)}`]
  const form = FORMS.find(([, one]) => one.test(sample))
  if (form && !form[1].test(actual)) return [`${path} is ${show(actual)}, not a ${form[0]}`]
  return sample !== '' && actual === '' ? [`${path} is empty`] : []
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
