import { defineError } from '../../shared/errors'

export const mergeSame = defineError({
  code: 'contacts.merge_same',
  status: 409,
  message: 'These two are one and the same contact already.',
})
export const mergeChangedMeanwhile = defineError({
  code: 'contacts.merge_changed',
  status: 409,
  message: 'One of these contacts was changed at the same moment. Look at both again.',
})
export const mergeNotFound = defineError({
  code: 'contacts.merge_not_found',
  status: 404,
  message: 'This merge does not exist, or one of its contacts has been deleted since.',
})
export const mergeUndone = defineError({
  code: 'contacts.merge_undone',
  status: 409,
  message: 'This merge has been undone already.',
})
export const mergeNotOnTop = defineError({
  code: 'contacts.merge_not_on_top',
  status: 409,
  message: 'This person has been merged again since. Undo the later merges first.',
})
