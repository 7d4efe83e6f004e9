import { defineError } from '../../shared/errors'

export const contactNotFound = defineError({
  code: 'contacts.not_found',
  status: 404,
  message: 'This contact does not exist.',
})
export const invalidPhone = defineError({
  code: 'contacts.invalid_phone',
  status: 400,
  message: 'This is not a phone number in international form. Write it with its country code, such as +49 170 1234567.',
})
export const invalidUserId = defineError({
  code: 'contacts.invalid_user_id',
  status: 400,
  message: 'This is not a WhatsApp user id. It looks like US.13491208655302741918.',
})
export const tooManyFields = defineError({
  code: 'contacts.too_many_fields',
  status: 409,
  message: 'A contact has at most 50 fields. Remove one first.',
})
export const noteNotFound = defineError({
  code: 'contacts.note_not_found',
  status: 404,
  message: 'This note does not exist.',
})
export const notYourNote = defineError({
  code: 'contacts.not_your_note',
  status: 403,
  message: 'Only whoever wrote a note can change or delete it.',
})
export const tagNotFound = defineError({
  code: 'contacts.tag_not_found',
  status: 404,
  message: 'This tag does not exist.',
})
export const tagExists = defineError({
  code: 'contacts.tag_exists',
  status: 409,
  message: 'There is a tag of this name already.',
})
export const tooManyTags = defineError({
  code: 'contacts.too_many_tags',
  status: 409,
  message: 'A workspace has at most 500 tags. Use one of those that are there.',
})
export const contactExists = defineError({
  code: 'contacts.exists',
  status: 409,
  message: 'There is a contact with this number or user id already.',
})
export const ownerNotFound = defineError({
  code: 'contacts.owner_not_found',
  status: 400,
  message: 'This person is not a member of the workspace.',
})
