import type { Contact, ContactChange } from '@worker/modules/contacts/contacts.schemas'

export type FieldRow = { key: string; value: string }
export type FieldProblem = 'missing' | 'twice'

/** What is wrong with each row; nothing for one that is empty: it is left out. */
export const fieldProblems = (rows: readonly FieldRow[]): (FieldProblem | undefined)[] =>
  rows.map(({ key, value }, at) => {
    const name = key.trim()
    if (name === '') return value.trim() === '' ? undefined : 'missing'
    return rows.some((other, index) => index < at && other.key.trim() === name) ? 'twice' : undefined
  })

/** What is to be sent: only what is new, null for fields that are gone. Null when nothing is. */
export function toChange(
  before: Pick<Contact, 'name' | 'language' | 'fields'>,
  after: { name: string; language: string | null; rows: readonly FieldRow[] },
): ContactChange | null {
  const wanted = new Map(
    after.rows.flatMap(({ key, value }) =>
      key.trim() !== '' && value.trim() !== '' ? [[key.trim(), value.trim()] as const] : [],
    ),
  )
  const fields: NonNullable<ContactChange['fields']> = {}
  for (const key of Object.keys(before.fields)) if (!wanted.has(key)) fields[key] = null
  // What is written the same way stays what it is: a number is not made a text.
  for (const [key, value] of wanted) if (String(before.fields[key]) !== value) fields[key] = value
  const name = after.name.trim() || null
  const change = {
    ...(name !== before.name && { name }),
    ...(after.language !== before.language && { language: after.language }),
    ...(Object.keys(fields).length > 0 && { fields }),
  }
  return Object.keys(change).length > 0 ? change : null
}
