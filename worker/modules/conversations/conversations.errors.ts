import { defineError } from '../../shared/errors'

export const conversationNotFound = defineError({
  code: 'conversations.not_found',
  status: 404,
  message: 'This conversation does not exist, or you do not see it.',
})
export const invalidAssignee = defineError({
  code: 'conversations.invalid_assignee',
  status: 400,
  message: 'This person cannot be given conversations: choose an active member of the workspace who may answer.',
})
export const snoozeInPast = defineError({
  code: 'conversations.snooze_in_past',
  status: 400,
  message: 'Choose a time in the future.',
})
export const conversationClosed = defineError({
  code: 'conversations.closed',
  status: 409,
  message: 'This conversation is closed. Reopen it first.',
})
export const conversationBusy = defineError({
  code: 'conversations.busy',
  status: 409,
  message: 'Others are changing this conversation at the same moment. Try again.',
})
export const messageArrived = defineError({
  code: 'conversations.message_arrived',
  status: 409,
  message: 'A message has come in just now: the conversation stays open.',
})
export const assignedToColleague = defineError({
  code: 'conversations.assigned_to_colleague',
  status: 409,
  message: 'A colleague is in conversation with this person already.',
})
export const messageNotInConversation = defineError({
  code: 'conversations.message_not_found',
  status: 404,
  message: 'There is no such message in this conversation.',
})
