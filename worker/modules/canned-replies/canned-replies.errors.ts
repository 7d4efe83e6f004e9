import { defineError } from '../../shared/errors'

export const cannedReplyNotFound = defineError({
  code: 'canned_replies.not_found',
  status: 404,
  message: 'This canned reply does not exist.',
})
export const shortcutTaken = defineError({
  code: 'canned_replies.shortcut_taken',
  status: 409,
  message: 'There is a canned reply with this shortcut already.',
})
export const tooManyCannedReplies = defineError({
  code: 'canned_replies.too_many',
  status: 409,
  message: 'There is room for 500 canned replies. Delete some that nobody uses.',
})
export const sharingNotAllowed = defineError({
  code: 'canned_replies.sharing_not_allowed',
  status: 403,
  message: 'Only managers and admins change replies of the whole team. You can keep your own.',
})
