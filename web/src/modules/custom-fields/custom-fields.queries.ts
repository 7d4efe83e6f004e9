import type { QueryClient } from '@tanstack/solid-query'
import type { CustomField } from '@worker/modules/contacts/custom-fields.schemas'
import { api, call } from '../../shared/api'
import { fieldsQuery } from '../contacts/contact-list.queries'

/** The most a workspace has: `contacts.too_many_definitions`. */
export const FIELDS_MAX = 50

/** Puts it elsewhere, on the screen at once; back where it was if the server can't. */
export async function moveField(
  cache: QueryClient,
  organizationId: string,
  { fields, field, to }: { fields: readonly CustomField[]; field: CustomField; to: number },
): Promise<void> {
  const { queryKey } = fieldsQuery(organizationId)
  await cache.cancelQueries({ queryKey })
  const items = fields.filter(({ id }) => id !== field.id).toSpliced(to, 0, field)
  cache.setQueryData(queryKey, { items })
  try {
    await call(api.api.contacts.fields[':id'].$patch({ param: { id: field.id }, json: { position: to } }))
  } catch (error) {
    await cache.invalidateQueries({ queryKey })
    throw error
  }
}

/** As it was, in its place; what people had in it was never gone. */
export async function restoreField(field: CustomField): Promise<void> {
  const { key, label, type, options, position } = field
  const made = await call(api.api.contacts.fields.$post({ json: { key, label, type, ...(options && { options }) } }))
  await call(api.api.contacts.fields[':id'].$patch({ param: { id: made.id }, json: { position } }))
}
