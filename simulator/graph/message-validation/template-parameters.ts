import { graphError } from '../errors'
import { type Fields, isFields, missing } from './checks'

/** `{{1}}` and `{{named}}`, each once, in order. */
export const variablesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].map(([, name]) => name ?? '')),
]

type Texts = { parameters: Fields[]; text: string; format: 'POSITIONAL' | 'NAMED'; where: string; max: number }

/** As many parameters as variables, of the right kinds, and not too long once filled in. */
export function checkTexts({ parameters, text, format, where, max }: Texts): void {
  const variables = variablesOf(text)
  if (parameters.length !== variables.length) {
    throw graphError(132000, {
      details: `${where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${variables.length})`,
    })
  }
  const values = new Map<string, string>()
  for (const [index, parameter] of parameters.entries()) {
    const name = format === 'NAMED' ? nameOf(parameter, { variables, where }) : (variables[index] ?? '')
    values.set(name, textOf(parameter, `${where}: parameter ${name}`))
  }
  if (values.size !== variables.length) throw graphError(132012, { details: `${where}: a parameter is given twice` })
  const filled = text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => values.get(name) ?? '')
  if ([...filled].length > max) {
    throw graphError(132005, { details: `${where}: text of ${[...filled].length} characters is longer than ${max}` })
  }
}

function nameOf(parameter: Fields, { variables, where }: { variables: string[]; where: string }): string {
  const name = parameter.parameter_name
  if (typeof name !== 'string') throw missing(`${where}: Parameter name is missing or empty`)
  if (!variables.includes(name)) {
    throw graphError(132012, { details: `${where}: parameter ${name} is not in the template` })
  }
  return name
}

/** The text that stands in the message. @throws 132012, 132018, 131008 */
function textOf(parameter: Fields, where: string): string {
  const { type } = parameter
  if (type === 'text') {
    const { text } = parameter
    if (text === undefined || text === null || text === '') throw missing(`${where} of type text is missing text value`)
    if (typeof text !== 'string') throw graphError(132012, { details: `${where}: text must be a string` })
    if (/[\n\t]| {5}/.test(text)) {
      throw graphError(132018, {
        details: 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
      })
    }
    return text
  }
  const object = type === 'currency' || type === 'date_time' ? parameter[type] : undefined
  if (!isFields(object)) {
    throw graphError(132012, {
      details: `${where}: Format mismatch, expected TEXT, received ${String(type).toUpperCase()}`,
    })
  }
  if (typeof object.fallback_value !== 'string') throw missing(`${where} needs a fallback_value`)
  if (type === 'currency' && (typeof object.code !== 'string' || typeof object.amount_1000 !== 'number')) {
    throw missing(`${where} needs code and amount_1000`)
  }
  return object.fallback_value
}
