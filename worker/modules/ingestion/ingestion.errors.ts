import { defineError } from '../../shared/errors'

export const signatureWrong = defineError({
  code: 'webhook.signature_wrong',
  status: 401,
  message: 'The header X-Hub-Signature-256 is missing, or the app’s secret did not sign this body.',
})
export const verifyTokenWrong = defineError({
  code: 'webhook.verify_token_wrong',
  status: 403,
  message: 'This is not the verify token of this webhook address.',
})
export const appUnknown = defineError({
  code: 'webhook.app_unknown',
  status: 404,
  message: 'No Meta app has this webhook address.',
})
export const doorBusy = defineError({
  code: 'webhook.busy',
  status: 503,
  message: 'Too many addresses that nobody has were asked for. Whether this is one is looked up in a minute.',
})
export const deliveryTooLarge = defineError({
  code: 'webhook.too_large',
  status: 413,
  message: 'The delivery is larger than the 3 MB that Meta sends at most.',
})
