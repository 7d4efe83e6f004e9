import { graphError } from './errors'
import { type Parameters, textOf } from './parameters'

/** One of `fields`, with its parameters and what is asked of it: `analytics.start(1).end(2)`, `phone_numbers{id}`. */
export type Field = { name: string; arguments: Record<string, string>; fields: Field[] }

const OPEN = '([{'
const CLOSE = ')]}'

/** Deeper than anybody asks. */
const MOST_LEVELS = 20

/** Cut at commas that are in no bracket. */
function split(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const character of text) {
    if (OPEN.includes(character)) depth++
    if (depth > MOST_LEVELS) throw syntaxError(text)
    if (CLOSE.includes(character)) depth--
    if (character === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += character
  }
  if (depth !== 0) throw syntaxError(text)
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== '')
}

const syntaxError = (text: string) =>
  graphError(2500, {
    title: `Syntax error "Expected end of string instead of "${text.at(-1)}"." at character ${text.length}: ${text}`,
  })

/** @throws 2500 for what isn't a list of fields */
export const parseFields = (text: string): Field[] => split(text).map(parseField)

export const askedFields = (parameters: Parameters): Field[] => parseFields(textOf(parameters.fields) ?? '')

function parseField(text: string): Field {
  const name = /^\w+/.exec(text)?.[0]
  if (!name) throw syntaxError(text)
  const field: Field = { name, arguments: {}, fields: [] }
  let rest = text.slice(name.length).trim()
  while (rest !== '') {
    const argument = /^\.\s*(\w+)\s*\(([^()]*)\)\s*/.exec(rest)
    const braces = /^\{(.*)\}$/s.exec(rest)
    if (argument) {
      field.arguments[argument[1] ?? ''] = argument[2] ?? ''
      rest = rest.slice(argument[0].length)
    } else if (braces) {
      field.fields = parseFields(braces[1] ?? '')
      rest = ''
    } else throw syntaxError(text)
  }
  return field
}

export type Readers = Record<string, (field: Field) => unknown>
export type Node = {
  id: string
  /** What Meta calls this kind of object when a field is unknown. */
  type: string
  readers: Readers
  /** Answered when nothing is asked for. */
  defaults: string[]
}

/** The asked fields and the id, as every node of the Graph answers. @throws 100 for a field it doesn't have */
export function answerNode(node: Node, fields: Field[]): Record<string, unknown> {
  const wanted = fields.length > 0 ? fields : parseFields(node.defaults.join(','))
  const answer: Record<string, unknown> = {}
  for (const field of wanted) {
    if (field.name === 'id') continue
    const read = Object.hasOwn(node.readers, field.name) ? node.readers[field.name] : undefined
    if (!read) {
      throw graphError(100, {
        message: `Tried accessing nonexisting field (${field.name}) on node type (${node.type})`,
      })
    }
    const value = read(field)
    if (value !== undefined && value !== null) answer[field.name] = value
  }
  return { ...answer, id: node.id }
}
