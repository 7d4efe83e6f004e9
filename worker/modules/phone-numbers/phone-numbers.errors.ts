import { defineError } from '../../shared/errors'

export const phoneNumberNotFound = defineError({
  code: 'phone_numbers.not_found',
  status: 404,
  message: 'This phone number does not exist.',
})
export const phoneNumberDisconnected = defineError({
  code: 'phone_numbers.disconnected',
  status: 409,
  message: 'This phone number is disconnected. Connect it again first.',
})
/** The same for a number of this organization and of another one: whose it is stays unsaid. */
export const alreadyConnected = defineError({
  code: 'phone_numbers.already_connected',
  status: 409,
  message: 'This phone number is connected to Wharf already. Disconnect it there first, then connect it here.',
})
export const credentialsRejected = defineError({
  code: 'phone_numbers.credentials_rejected',
  status: 400,
  message: 'Meta does not accept these credentials.',
})
export const platformAppMissing = defineError({
  code: 'phone_numbers.platform_app_missing',
  status: 409,
  message:
    'This installation has no Meta app of its own. Connect through your own Meta app, or ask whoever runs it to set META_APP_ID and META_APP_SECRET.',
})
export const signupUnavailable = defineError({
  code: 'phone_numbers.signup_unavailable',
  status: 409,
  message:
    'Signing up through Meta is not set up here. Whoever runs this installation needs to set META_APP_ID, META_APP_SECRET and META_SIGNUP_CONFIGURATION_ID.',
})
export const signupCodeExpired = defineError({
  code: 'phone_numbers.signup_code_expired',
  status: 400,
  message:
    'Meta’s confirmation lasts 30 seconds and works once; this one is over. Start again with “Continue with Meta”.',
})
export const signupIncomplete = defineError({
  code: 'phone_numbers.signup_incomplete',
  status: 400,
  message: 'Meta gave access to no phone number. Start again and choose, or add, a phone number on the way.',
})
/** Meta understood and refused. `details.metaCode` is its number. */
export const metaRefused = defineError({
  code: 'phone_numbers.meta_refused',
  status: 422,
  message: 'Meta refused this.',
})
export const metaUnreachable = defineError({
  code: 'phone_numbers.meta_unreachable',
  status: 502,
  message: 'Meta did not answer. Try again in a moment.',
})
export const pinNeeded = defineError({
  code: 'phone_numbers.pin_needed',
  status: 400,
  message: 'Type the six digits of the number’s two-step verification PIN.',
})
export const nothingToFix = defineError({
  code: 'phone_numbers.nothing_to_fix',
  status: 409,
  message: 'There is nothing that we can repair about this by ourselves.',
})
export const metaAppMissing = defineError({
  code: 'phone_numbers.app_secret_needed',
  status: 400,
  message: 'Give the app secret along with the app id: this app is new here, or its secret can no longer be read.',
})
export const pictureInvalid = defineError({
  code: 'phone_numbers.picture_invalid',
  status: 400,
  message: 'A profile picture is a JPEG or PNG of at most 5 MB that was uploaded here before.',
})
