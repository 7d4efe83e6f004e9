import { defineError } from '../../shared/errors'

export const importNotFound = defineError({
  code: 'contact_import.not_found',
  status: 404,
  message: 'This import does not exist.',
})
export const importTooLarge = defineError({
  code: 'contact_import.too_large',
  status: 413,
  message: 'A file may have at most 2 GB. Split it and import the parts one after the other.',
})
export const importWrongPart = defineError({
  code: 'contact_import.wrong_part',
  status: 400,
  message: 'This is not a part of the file that was announced.',
})
export const importUploadIncomplete = defineError({
  code: 'contact_import.upload_incomplete',
  status: 409,
  message: 'Some parts of the file have not arrived.',
})
export const importUnreadable = defineError({
  code: 'contact_import.unreadable',
  status: 422,
  message: 'This is not a CSV file. Save the sheet as CSV (UTF-8) and bring it again.',
})
export const importNotUploaded = defineError({
  code: 'contact_import.not_uploaded',
  status: 409,
  message: 'The file is not here yet.',
})
export const importMappingInvalid = defineError({
  code: 'contact_import.mapping_invalid',
  status: 422,
  message: 'The columns cannot be imported like this.',
})
export const importNotMapped = defineError({
  code: 'contact_import.not_mapped',
  status: 409,
  message: 'Nobody has said yet what the columns are.',
})
export const importStarted = defineError({
  code: 'contact_import.started',
  status: 409,
  message: 'This import has begun already; what it does is settled.',
})
