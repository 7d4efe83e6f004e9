import type { ImportFile, ImportMapping, ImportTarget } from '@worker/modules/contact-import/contact-import.schemas'
import type { CustomField } from '@worker/modules/contacts/custom-fields.schemas'

export type DateFormat = NonNullable<ImportMapping['columns'][number]['dateFormat']>
/** What becomes of a column. */
export type ColumnChoice = { target: ImportTarget; dateFormat: DateFormat | undefined }
export type Column = ImportFile['columns'][number]

/** What a person is found by. */
const NAMING: readonly ImportTarget[] = ['phone', 'email', 'id']

export const targetKey = (target: ImportTarget): string =>
  typeof target === 'string' ? target : `field:${target.field}`
export const toTarget = (key: string): ImportTarget =>
  key.startsWith('field:') ? { field: key.slice('field:'.length) } : (key as Exclude<ImportTarget, object>)

/** As somebody has chosen before, else as the server has guessed. */
export const initialChoices = (file: ImportFile, mapping: ImportMapping | null): ColumnChoice[] =>
  file.columns.map(({ index, target, dateFormat }) => {
    const chosen = mapping?.columns.find((one) => one.index === index)
    if (chosen) return { target: chosen.target, dateFormat: chosen.dateFormat }
    return { target: mapping ? 'skip' : target, dateFormat: mapping ? undefined : (dateFormat ?? undefined) }
  })

export const isDate = ({ target }: ColumnChoice, fields: readonly Pick<CustomField, 'key' | 'type'>[]): boolean =>
  typeof target === 'object' && fields.some(({ key, type }) => key === target.field && type === 'date')

export type ColumnProblem = { kind: 'nobody' } | { kind: 'format'; index: number }

/** What has to be said before it can go on: whom the rows are about, and how the dates are written. */
export function problemsOf(
  choices: readonly ColumnChoice[],
  columns: readonly Column[],
  fields: readonly Pick<CustomField, 'key' | 'type'>[],
): ColumnProblem[] {
  const problems: ColumnProblem[] = choices.some(({ target }) => NAMING.includes(target)) ? [] : [{ kind: 'nobody' }]
  for (const [at, choice] of choices.entries()) {
    const column = columns[at]
    if (!column || choice.dateFormat || !isDate(choice, fields)) continue
    if (column.problems.some(({ code }) => code === 'ambiguous_dates')) problems.push({ kind: 'format', index: at })
  }
  return problems
}

/** For the API: those that are imported. */
export const toColumns = (choices: readonly ColumnChoice[], columns: readonly Column[]): ImportMapping['columns'] =>
  choices.flatMap(({ target, dateFormat }, at) => {
    const column = columns[at]
    return column && target !== 'skip' ? [{ index: column.index, target, ...(dateFormat && { dateFormat }) }] : []
  })
