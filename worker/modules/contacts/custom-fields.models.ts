import type { FieldType } from './custom-fields.schemas'

export type FieldValue = string | number | boolean
export type FieldDefinition = { key: string; label: string; type: FieldType; options: readonly string[] | null }

/**
 * Holds values against their definitions. A key that nobody defined keeps any value; null empties a field.
 * @returns a sentence for each value that is not of its type
 */
export const validateFields = (
  definitions: readonly FieldDefinition[],
  values: Readonly<Record<string, FieldValue | null>>,
): { key: string; message: string }[] =>
  Object.entries(values).flatMap(([key, value]) => {
    const definition = definitions.find((one) => one.key === key)
    const message = definition && value !== null ? problemOf(definition, value) : null
    return message === null ? [] : [{ key, message }]
  })

function problemOf({ label, type, options }: FieldDefinition, value: FieldValue): string | null {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? null : `${label} needs to be text.`
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : `${label} needs to be a number.`
    case 'boolean':
      return typeof value === 'boolean' ? null : `${label} needs to be yes or no.`
    case 'date':
      return isDate(value) ? null : `${label} needs to be a date such as 2026-03-31.`
    case 'choice':
      return options?.some((option) => option === value) ? null : `${label} needs to be one of: ${options?.join(', ')}.`
  }
}

/** A day that there is: no 30th of February. */
export function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const at = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value)
}
