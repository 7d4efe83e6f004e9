import { defineError } from '../../shared/errors'

export const fieldNotFound = defineError({
  code: 'contacts.field_not_found',
  status: 404,
  message: 'This field does not exist.',
})
export const fieldExists = defineError({
  code: 'contacts.field_exists',
  status: 409,
  message: 'There is a field with this key already.',
})
export const fieldInUse = defineError({
  code: 'contacts.field_in_use',
  status: 409,
  message: 'People have values in this field: its type can no longer change.',
})
export const fieldOptions = defineError({
  code: 'contacts.field_options',
  status: 400,
  message: 'A choice has options, and no other field has.',
})
export const tooManyDefinitions = defineError({
  code: 'contacts.too_many_definitions',
  status: 409,
  message: 'A workspace has at most 50 fields. Remove one first.',
})
export const invalidFields = defineError({
  code: 'contacts.invalid_fields',
  status: 400,
  message: 'A value is not of its field’s type.',
})
