import type { ImportFile } from '@worker/modules/contact-import/contact-import.schemas'
import { expect, test } from 'vitest'
import { initialChoices, problemsOf, toColumns } from './column-targets'

const column = (index: number, name: string, values: Partial<ImportFile['columns'][number]> = {}) => ({
  ...{ index, name, samples: [], target: 'skip' as const, dateFormat: null, problems: [] },
  ...values,
})
const columns = [
  column(0, 'mobile', { target: 'phone' }),
  column(3, 'since', {
    target: { field: 'since' },
    problems: [{ code: 'ambiguous_dates', message: '03/11/2023 can be 3 November or 11 March.' }],
  }),
  column(4, 'id'),
]
const file = { columns } as unknown as ImportFile
const fields = [{ key: 'since', type: 'date' as const }]

test('dates that can be read in two ways need a format, and nothing else does', () => {
  const choices = initialChoices(file, null)
  expect(problemsOf(choices, columns, fields)).toEqual([{ kind: 'format', index: 1 }])
  const chosen = choices.map((choice, at) => (at === 1 ? { ...choice, dateFormat: 'dmy' as const } : choice))
  expect(problemsOf(chosen, columns, fields)).toEqual([])
  expect(problemsOf(choices, columns, [{ key: 'since', type: 'text' }])).toEqual([])
  expect(toColumns(chosen, columns)).toEqual([
    { index: 0, target: 'phone' },
    { index: 3, target: { field: 'since' }, dateFormat: 'dmy' },
  ])
})

test('a file that names nobody says so', () => {
  const choices = initialChoices(file, null).map(() => ({ target: 'tags' as const, dateFormat: undefined }))
  expect(problemsOf(choices, columns, fields)).toEqual([{ kind: 'nobody' }])
})

test('what was chosen before is chosen again; what was left out stays out', () => {
  const mapping = { columns: [{ index: 4, target: 'name' as const }] } as never
  expect(initialChoices(file, mapping).map(({ target }) => target)).toEqual(['skip', 'skip', 'name'])
})
