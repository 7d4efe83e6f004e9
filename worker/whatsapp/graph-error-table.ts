/** What helps: the web shows a button for each of them. */
export type Fix = 'send_template' | 'retry' | 'fix_number' | 'fix_template' | 'replace_media' | 'wait' | 'none'

/**
 * What to do after a refusal. `unknown`: it may have been done all the same, so it is never repeated by itself.
 * `pause_number`: nothing will work until a person has repaired the number.
 */
export type Disposition = 'retry' | 'fail' | 'unknown' | 'pause_number'

type Entry = readonly [disposition: Disposition, fix: Fix, sentence: string]

/** No answer came, or none that could be read. Not one of Meta's codes. */
export const NO_ANSWER = -1

const reconnect = 'Open the phone number’s settings and connect it again.'

/**
 * Meta's codes, what follows from them, and what we tell people. Codes are worded for the person who sent a message; what
 * Meta adds in `details` is shown beneath.
 * Source: developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes.
 */
export const metaErrors: Readonly<Record<number, Entry>> = {
  [NO_ANSWER]: ['unknown', 'retry', 'WhatsApp did not answer, so we do not know whether the message was sent.'],

  // The token, its permissions, the number itself.
  0: ['pause_number', 'fix_number', `WhatsApp no longer accepts this number’s access token. ${reconnect}`],
  3: ['pause_number', 'fix_number', `The connected app may not do this. ${reconnect}`],
  10: ['pause_number', 'fix_number', `The access token lacks a permission. ${reconnect}`],
  33: ['pause_number', 'fix_number', `Meta has no such phone number any more, or we may not use it. ${reconnect}`],
  190: ['pause_number', 'fix_number', `The access token has expired or was withdrawn. ${reconnect}`],
  368: [
    'pause_number',
    'fix_number',
    'Meta has blocked this account for a policy violation. See Meta Business Support.',
  ],
  131005: ['pause_number', 'fix_number', `Meta denied access. ${reconnect}`],
  131031: ['pause_number', 'fix_number', 'Meta has locked this WhatsApp account. See Meta Business Support.'],
  131037: [
    'pause_number',
    'fix_number',
    'The number’s display name must be approved before it can send. See WhatsApp Manager.',
  ],
  131042: [
    'pause_number',
    'fix_number',
    'There is a problem with the account’s payment method in Meta Business Manager.',
  ],
  131044: ['fail', 'fix_number', 'There is a problem with the payment method for calls in Meta Business Manager.'],
  131045: ['pause_number', 'fix_number', 'The number’s registration is broken. Register it again in its settings.'],
  133006: ['pause_number', 'fix_number', 'The phone number must be verified again in WhatsApp Manager.'],
  133010: ['pause_number', 'fix_number', 'The phone number is not registered. Register it in its settings.'],
  134011: ['fail', 'fix_number', 'The terms of WhatsApp Payments must be accepted in WhatsApp Manager.'],
  130497: ['fail', 'none', 'This business may not message people in that country.'],

  // Limits that pass by themselves.
  4: ['retry', 'wait', 'Too many requests were made through this app. It is tried again.'],
  17: ['retry', 'wait', 'Too many requests were made with this token. It is tried again.'],
  32: ['retry', 'wait', 'Too many requests were made. It is tried again.'],
  613: ['retry', 'wait', 'Too many requests were made. It is tried again.'],
  80007: ['retry', 'wait', 'The WhatsApp account has made too many requests. It is tried again.'],
  130429: ['retry', 'wait', 'This number sent faster than it may. It is tried again.'],
  131056: ['retry', 'wait', 'Too many messages went to this person in a short time. It is tried again.'],
  131057: ['retry', 'wait', 'The account is in maintenance for some minutes. It is tried again.'],
  132069: ['retry', 'wait', 'The flow is throttled by Meta. It is tried again.'],
  133000: ['retry', 'wait', 'The number’s last deregistration is not finished. It is tried again.'],
  133004: ['retry', 'wait', 'WhatsApp’s server is not available. It is tried again.'],
  133015: ['retry', 'wait', 'The number was deleted a moment ago. Wait five minutes.'],
  134101: [
    'retry',
    'wait',
    'The template is still being synchronised, which takes up to ten minutes. It is tried again.',
  ],
  139102: ['retry', 'wait', 'The block list was being changed at the same moment. It is tried again.'],
  139103: ['retry', 'wait', 'WhatsApp could not change the block list. It is tried again.'],
  2494100: ['retry', 'wait', 'The number is in maintenance. It is tried again.'],
  131048: [
    'fail',
    'wait',
    'WhatsApp restricts this number because people blocked or reported its messages. Send less, and wait.',
  ],
  131064: ['fail', 'wait', 'The limit of new people this business may write to in 24 hours is reached.'],
  133016: ['fail', 'wait', 'The number was registered too often. Wait 72 hours.'],

  // Nobody knows whether it was sent.
  1: ['unknown', 'retry', 'WhatsApp had an unknown error, so we do not know whether the message was sent.'],
  2: ['unknown', 'retry', 'WhatsApp was not available, so we do not know whether the message was sent.'],
  131000: ['unknown', 'retry', 'Something went wrong at WhatsApp, so we do not know whether the message was sent.'],
  131016: ['unknown', 'retry', 'WhatsApp was overloaded, so we do not know whether the message was sent.'],

  // The person.
  1026: ['fail', 'none', 'This person’s WhatsApp cannot show this kind of message.'],
  130403: ['fail', 'none', 'This person is blocked. Unblock them to write to them.'],
  130472: ['fail', 'none', 'Meta holds marketing messages back from this person as part of an experiment.'],
  131021: ['fail', 'none', 'A number cannot write to itself.'],
  131026: [
    'fail',
    'none',
    'The message could not be delivered: the number is not on WhatsApp, or its WhatsApp is too old or has not accepted the terms.',
  ],
  131030: ['fail', 'fix_number', 'A test number only reaches the recipients that are listed in Meta’s app settings.'],
  131047: ['fail', 'send_template', 'This person last wrote more than 24 hours ago. Send a template to reach them.'],
  131049: ['fail', 'wait', 'WhatsApp limits how much marketing a person receives. Wait at least 24 hours.'],
  131050: ['fail', 'none', 'This person has stopped marketing messages from this business.'],
  131062: ['fail', 'none', 'This message can only be sent to a phone number, and this person’s number is not known.'],
  137000: [
    'fail',
    'none',
    'This person’s WhatsApp changed since we last knew it. Check who they are before you write.',
  ],

  // The message.
  100: ['fail', 'none', 'WhatsApp refused the message because a part of it is not valid.'],
  131008: ['fail', 'none', 'WhatsApp refused the message because a part of it is missing.'],
  131009: ['fail', 'none', 'WhatsApp refused the message because a part of it is not valid.'],
  130501: ['fail', 'none', 'This kind of message cannot be sent to a group.'],
  131020: ['fail', 'none', 'There is no such group.'],
  131051: ['fail', 'none', 'WhatsApp does not support this kind of message.'],
  131055: ['fail', 'none', 'This cannot be sent in this way.'],
  131060: ['fail', 'none', 'The message is not available: it was sent from a device that WhatsApp does not share.'],
  135000: ['fail', 'none', 'WhatsApp refused the message without saying why.'],
  131052: ['fail', 'none', 'WhatsApp could not hand out the file.'],
  131053: ['fail', 'replace_media', 'WhatsApp could not use the file. Check its type and size, and attach it again.'],
  131059: ['fail', 'none', 'The list changed meanwhile. Begin again.'],

  // Templates and flows.
  131063: ['fail', 'fix_template', 'Marketing templates are switched off for this account’s Cloud API.'],
  132000: ['fail', 'fix_template', 'The number of values does not match the template’s variables.'],
  132001: ['fail', 'fix_template', 'There is no approved template of that name in that language.'],
  132005: ['fail', 'fix_template', 'With its values filled in, the template is too long.'],
  132007: ['fail', 'fix_template', 'A value breaks WhatsApp’s content policy.'],
  132008: ['fail', 'fix_template', 'A value does not fit the template.'],
  132012: ['fail', 'fix_template', 'A value has another form than the template expects.'],
  132015: ['fail', 'fix_template', 'The template is paused because of its quality. Use another one, or improve it.'],
  132016: ['fail', 'fix_template', 'The template was disabled because of its quality. Use another one.'],
  132018: ['fail', 'fix_template', 'The template’s values are not valid.'],
  132068: ['fail', 'fix_template', 'The flow is blocked by Meta. Repair it in WhatsApp Manager.'],
  134100: ['fail', 'fix_template', 'Only marketing templates can be sent in this way.'],
  134102: ['fail', 'fix_template', 'The template cannot be used. See what is wrong with it in WhatsApp Manager.'],
  139000: ['fail', 'fix_template', 'The flow is not valid. Repair it in WhatsApp Manager.'],
  139001: ['fail', 'fix_template', 'The flow cannot be changed. See its state in WhatsApp Manager.'],
  139002: ['fail', 'fix_template', 'The flow cannot be published. Repair it in WhatsApp Manager.'],
  139003: ['fail', 'fix_template', 'The flow cannot be deprecated. See its state in WhatsApp Manager.'],
  139004: ['fail', 'fix_template', 'The flow cannot be deleted. See its state in WhatsApp Manager.'],

  // Registration, onboarding, block list.
  133005: ['fail', 'fix_number', 'The PIN is wrong.'],
  133008: ['fail', 'wait', 'The PIN was guessed too often. Wait before the next try.'],
  133009: ['fail', 'wait', 'The PIN was tried too quickly. Wait before the next try.'],
  139100: [
    'fail',
    'none',
    'Some people could not be blocked or unblocked. Only who wrote within 24 hours can be blocked.',
  ],
  139101: ['fail', 'none', 'The block list is full.'],
  2200: ['fail', 'fix_number', 'Meta could not reach our webhook address, or its verify token was refused.'],
  1752041: ['fail', 'none', 'This number is already being connected.'],
  2494191: ['fail', 'none', 'Only the app that conversations are escalated to can take them over.'],
  2593107: ['fail', 'none', 'The phone app’s data was already asked for. Meta allows it once.'],
  2593108: ['fail', 'none', 'The phone app’s data can only be asked for within 24 hours of connecting.'],
  2593109: ['fail', 'none', 'Sharing the history was declined in the WhatsApp Business app.'],
}
