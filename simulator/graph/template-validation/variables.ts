import { isRecord, recordsOf, textOf, textsOf } from '../parameters'
import { missingField, templateError } from './problem'

export type Format = 'POSITIONAL' | 'NAMED'
type Text = { text: string; format: Format; component: 'HEADER' | 'BODY' }

const CODES = { HEADER: 2388047, BODY: 2388072 }
const VARIABLE = /\{\{([^{}]*)\}\}/g

/** The variables of a text, each once. @throws 2388047 or 2388072 for braces that make none */
export function readVariables({ text, format, component }: Text): string[] {
  const names = [...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name))]
  if (/\{\{|\}\}/.test(text.replace(VARIABLE, ''))) {
    throw templateError(CODES[component], 'Variables need two opening and two closing curly brackets.')
  }
  if (format === 'NAMED') {
    const wrong = names.find((name) => !/^[a-z][a-z0-9_]*$/.test(name))
    if (wrong === undefined) return names
    throw templateError(
      CODES[component],
      `The variable {{${wrong}}} must be lowercase letters, digits and underscores, beginning with a letter.`,
    )
  }
  const isCounted = names.every((name, index) => name === String(index + 1))
  if (isCounted) return names
  throw templateError(
    CODES[component],
    'Variables must be whole numbers in order, beginning with {{1}}. For names set parameter_format to NAMED.',
  )
}

/** Not at either end, not side by side, and enough words between them. @throws 2388299, 2388072, 2388293 */
export function checkPlaces(text: string, count: number): void {
  if (count === 0) return
  const trimmed = text.trim()
  if (/^\{\{[^{}]*\}\}|\{\{[^{}]*\}\}$/.test(trimmed)) {
    throw templateError(2388299, 'Variables cannot be at the start or end of the template.')
  }
  if (/\}\}\s*\{\{/.test(trimmed)) throw templateError(2388072, 'Variables cannot be next to each other.')
  const words = trimmed.split(/\s+/).length
  if (words < 2 * count + 1) {
    throw templateError(
      2388293,
      'This template has too many variables for its length. Reduce the number of variables or increase the message length.',
    )
  }
}

/** Each variable has its sample. @throws 2388043 */
export function checkExamples(
  { component, format, names }: { component: 'HEADER' | 'BODY'; format: Format; names: string[] },
  example: unknown,
): void {
  if (names.length === 0) return
  const given = isRecord(example) ? example : {}
  const key = component === 'HEADER' ? 'header_text' : 'body_text'
  if (format === 'NAMED') {
    const named = recordsOf(given[`${key}_named_params`])
    const isComplete = names.every((name) => named.some((one) => one.param_name === name && textOf(one.example)))
    if (!isComplete) throw missingField(component, 'example')
    return
  }
  const [first] = Array.isArray(given[key]) ? given[key] : []
  const samples = textsOf(Array.isArray(first) ? first : given[key])
  if (samples.length !== names.length) throw missingField(component, 'example')
}
