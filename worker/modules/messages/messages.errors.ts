import { defineError } from '../../shared/errors'

export const messageNotFound = defineError({
  code: 'messages.not_found',
  status: 404,
  message: 'This message does not exist, or you do not see its conversation.',
})
export const windowClosed = defineError({
  code: 'conversations.window_closed',
  status: 409,
  message: 'They have not written in the last 24 hours. Send a template; when they answer, you can write freely again.',
})
export const contactBlocked = defineError({
  code: 'messages.contact_blocked',
  status: 409,
  message: 'This contact is blocked. Unblock them to write to them.',
})
export const contactUnreachable = defineError({
  code: 'messages.contact_unreachable',
  status: 409,
  message: 'Neither a number nor a WhatsApp user id is known of this contact. Add their phone number.',
})
export const contactOptedOut = defineError({
  code: 'messages.contact_opted_out',
  status: 409,
  message: 'They have stopped marketing messages. Send a utility template, or wait until they resume them.',
})
export const consentMissing = defineError({
  code: 'messages.consent_missing',
  status: 409,
  message:
    'Nobody has noted that they agreed to marketing messages. If they did, note it with their consent; otherwise send a utility template.',
})
export const numberNeeded = defineError({
  code: 'messages.number_needed',
  status: 409,
  message:
    'WhatsApp sends sign-in codes to phone numbers only, and this contact shares none. Ask them for their number.',
})
export const numberPaused = defineError({
  code: 'messages.number_paused',
  status: 409,
  message: 'This phone number is paused. An admin can repair it under Settings → Phone numbers.',
})
export const numberDisconnected = defineError({
  code: 'messages.number_disconnected',
  status: 409,
  message: 'This phone number is disconnected. Connect it again, or write from another one.',
})
export const numberNotChosen = defineError({
  code: 'messages.number_not_chosen',
  status: 400,
  message: 'Say from which number: give its id as phoneNumberId.',
})
export const contentInvalid = defineError({
  code: 'messages.content_invalid',
  status: 422,
  message: 'WhatsApp would not take this message.',
})
export const templateMissing = defineError({
  code: 'messages.template_missing',
  status: 422,
  message: 'There is no template of this name in this language on the number’s business account.',
})
export const templateNotApproved = defineError({
  code: 'messages.template_not_approved',
  status: 409,
  message: 'WhatsApp has not approved this template. Choose an approved one.',
})
export const templateParameters = defineError({
  code: 'messages.template_parameters',
  status: 422,
  message: 'The parameters do not fit the template.',
})
export const targetMissing = defineError({
  code: 'messages.target_missing',
  status: 422,
  message: 'The message it is about is not one of this conversation, or WhatsApp does not have it.',
})
export const mentionUnknown = defineError({
  code: 'messages.mention_unknown',
  status: 422,
  message: 'Somebody mentioned is not a member of this workspace.',
})
export const timePassed = defineError({
  code: 'messages.time_passed',
  status: 422,
  message: 'This time has passed. Choose one in the future, up to a year from now.',
})
export const clientIdReused = defineError({
  code: 'messages.client_id_reused',
  status: 409,
  message: 'This clientId was used for another message. Use a new one for a new message.',
})
export const takenBack = defineError({
  code: 'messages.taken_back',
  status: 409,
  message: 'This message was taken back before it arrived. It was not sent.',
})
export const cannotCancel = defineError({
  code: 'messages.cannot_cancel',
  status: 409,
  message: 'It is on its way already, and can no longer be taken back.',
})
export const cannotSendAgain = defineError({
  code: 'messages.cannot_send_again',
  status: 409,
  message: 'Only what has failed can be sent again, or what is unconfirmed after ten minutes.',
})
export const cannotEdit = defineError({
  code: 'messages.cannot_edit',
  status: 409,
  message: 'Only your own notes can be edited, and only messages that are scheduled can be given another time.',
})

/** What sending can be refused for, whichever way. */
export const sendingErrors = [
  windowClosed,
  contactBlocked,
  contactUnreachable,
  contactOptedOut,
  numberNeeded,
  numberPaused,
  numberDisconnected,
  contentInvalid,
  templateMissing,
  templateNotApproved,
  templateParameters,
  targetMissing,
  timePassed,
  clientIdReused,
  takenBack,
] as const
