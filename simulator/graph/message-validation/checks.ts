import type { MediaUse } from '../../core/pending'
import type { PhoneNumber } from '../../core/state'
import type { World } from '../../core/world'
import { graphError } from '../errors'

export type Fields = Record<string, unknown>
/** What the checks of one message share. `media` gathers what has to be looked at before the message can go. */
export type Check = { world: World; number: PhoneNumber; media: MediaUse[] }

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const missing = (details: string) => graphError(131008, { details })
export const invalid = (details: string) => graphError(131009, { details })

type Part = { in: Fields; name: string; where: string }
const pathOf = ({ name, where }: Part) => `${where}['${name}']`
const isAbsent = (value: unknown) => value === undefined || value === null

/** An object that must be there. @throws 131008, or 100 for something else than an object */
export function needFields(part: Part): Fields {
  const value = part.in[part.name]
  if (isAbsent(value)) throw missing(`Missing required parameter: ${pathOf(part)}`)
  if (!isFields(value)) throw graphError(100, { message: `Param ${pathOf(part)} must be a JSON object.` })
  return value
}

/** A list of objects with so many entries. @throws 131008, 100, 131009 */
export function needList(part: Part & { min?: number; max: number }): Fields[] {
  const value = part.in[part.name]
  if (isAbsent(value)) throw missing(`Missing required parameter: ${pathOf(part)}`)
  if (!Array.isArray(value) || !value.every(isFields)) {
    throw graphError(100, { message: `Param ${pathOf(part)} must be an array of JSON objects.` })
  }
  const { min = 1, max } = part
  if (value.length < min || value.length > max) {
    throw invalid(`${pathOf(part)} must have between ${min} and ${max} entries, it has ${value.length}.`)
  }
  return value
}

/** A text of so many characters. @throws 131008, 100, 131009 */
export function needText(part: Part & { max: number }): string {
  const value = part.in[part.name]
  if (isAbsent(value)) throw missing(`Missing required parameter: ${pathOf(part)}`)
  return checkedText(value, part)
}

/** The same for a text that may be left out. */
export function optionalText(part: Part & { max: number }): string | undefined {
  const value = part.in[part.name]
  return isAbsent(value) ? undefined : checkedText(value, part)
}

function checkedText(value: unknown, part: Part & { max: number }): string {
  if (typeof value !== 'string') throw graphError(100, { message: `Param ${pathOf(part)} must be a string.` })
  // Meta counts characters, not UTF-16 units: an emoji is one.
  const length = [...value].length
  if (value.trim() === '' || length > part.max) {
    throw invalid(`${pathOf(part)} length invalid. Min length: 1, Max length: ${part.max}`)
  }
  return value
}

export function needOneOf(part: Part & { values: readonly string[] }): string {
  const value = part.in[part.name]
  if (isAbsent(value)) throw missing(`Missing required parameter: ${pathOf(part)}`)
  if (typeof value !== 'string' || !part.values.includes(value)) {
    throw invalid(`${pathOf(part)} must be one of {${part.values.join(', ')}} - got "${String(value)}".`)
  }
  return value
}

/** An http(s) address. */
export function needUrl(part: Part): string {
  const url = needText({ ...part, max: 2000 })
  if (!isWebAddress(url)) throw invalid(`${pathOf(part)} is not a valid URI.`)
  return url
}

export const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && /^https?:\/\//i.test(text)

export function refuseTwins(values: string[], what: string): void {
  if (new Set(values).size !== values.length) throw invalid(`${what} must be unique.`)
}
