import type { OrganizationContext } from '../../shared/context'
import { isConflict } from '../../shared/db/statements'
import { createId } from '../../shared/ids'
import {
  fieldExists,
  fieldInUse,
  fieldNotFound,
  fieldOptions,
  invalidFields,
  tooManyDefinitions,
} from './custom-fields.errors'
import { type FieldValue, validateFields } from './custom-fields.models'
import {
  deleteField,
  deleteValues,
  type FieldRow,
  insertField,
  isFieldUsed,
  listFieldRows,
  updateField,
} from './custom-fields.repository'
import type { CustomField, CustomFieldChange, NewCustomField } from './custom-fields.schemas'

const FIELDS_MAX = 50
const VALUES_AT_ONCE = 500

const toField = ({ id, key, label, type, options, position }: Omit<FieldRow, 'organizationId'>): CustomField => ({
  ...{ id, key, label, type, options, position },
})

/** In their order. */
export const listFields = async (ctx: OrganizationContext): Promise<CustomField[]> =>
  (await listFieldRows(ctx)).map(toField)

/** @throws `contacts.field_exists`, `contacts.too_many_definitions` */
export async function createField(ctx: OrganizationContext, { key, ...input }: NewCustomField): Promise<CustomField> {
  const present = await listFieldRows(ctx)
  if (present.length >= FIELDS_MAX) throw tooManyDefinitions()
  const now = ctx.clock.now()
  const row = {
    id: createId('fld', now),
    key: key ?? input.label,
    label: input.label,
    type: input.type,
    options: input.options ?? null,
    position: (present.at(-1)?.position ?? -1) + 1,
    createdAt: now,
  }
  try {
    await insertField(ctx, row)
  } catch (error) {
    if (isConflict(error)) throw fieldExists()
    throw error
  }
  return toField(row)
}

/** @throws `contacts.field_not_found`, `contacts.field_in_use`, `contacts.field_options` */
export async function changeField(
  ctx: OrganizationContext,
  id: string,
  changes: CustomFieldChange,
): Promise<CustomField> {
  const rows = await listFieldRows(ctx)
  const row = rows.find((one) => one.id === id)
  if (!row) throw fieldNotFound()
  const type = changes.type ?? row.type
  const options = changes.options ?? (type === 'choice' ? row.options : null)
  if ((type === 'choice') !== (options !== null)) throw fieldOptions()
  if (type !== row.type && (await isFieldUsed(ctx, row.key))) throw fieldInUse()
  const others = rows.filter((one) => one.id !== id).map((one) => one.id)
  const position = Math.min(changes.position ?? rows.indexOf(row), others.length)
  await updateField(ctx, id, {
    label: changes.label ?? row.label,
    type,
    options,
    order: others.toSpliced(position, 0, id),
  })
  return { ...toField(row), label: changes.label ?? row.label, type, options, position }
}

/** What people have under it stays with them as plain fields unless it is to go. @throws `contacts.field_not_found` */
export async function removeField(ctx: OrganizationContext, id: string, values: 'keep' | 'delete'): Promise<void> {
  const row = (await listFieldRows(ctx)).find((one) => one.id === id)
  if (!row) throw fieldNotFound()
  // The definition last: whoever is cut off in between deletes it again.
  while (values === 'delete' && (await deleteValues(ctx, row.key, VALUES_AT_ONCE)) > 0);
  await deleteField(ctx, id)
}

/** @throws `contacts.invalid_fields` with a sentence for each value that is not of its type */
export async function requireValidFields(
  ctx: OrganizationContext,
  values: Readonly<Record<string, FieldValue | null>>,
): Promise<void> {
  if (Object.values(values).every((value) => value === null)) return
  const problems = validateFields(await listFieldRows(ctx), values)
  if (problems.length > 0)
    throw invalidFields({ message: problems.map(({ message }) => message).join(' '), details: { problems } })
}
