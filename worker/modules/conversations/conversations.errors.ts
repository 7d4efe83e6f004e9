import { defineError } from '../../shared/errors'

export const conversationNotFound = defineError({
  code: 'conversations.not_found',
  status: 404,
  message: 'This conversation does not exist, or you do not see it.',
})
