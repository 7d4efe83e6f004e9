import { defineError } from '../../shared/errors'

export const segmentNotFound = defineError({
  code: 'segments.not_found',
  status: 404,
  message: 'This segment does not exist.',
})
export const segmentNameTaken = defineError({
  code: 'segments.name_taken',
  status: 409,
  message: 'There is a segment with this name already.',
})
export const tooManySegments = defineError({
  code: 'segments.too_many',
  status: 409,
  message: 'There is room for 100 segments. Delete some that nobody uses.',
})
export const segmentInvalid = defineError({
  code: 'segments.invalid',
  status: 422,
  message: 'A condition of this segment cannot be asked.',
})
