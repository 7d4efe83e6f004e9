import type { MediaKind } from '../../core/pending'
import type { Template } from '../../core/state'
import { graphError, parameterRequired } from '../errors'
import { type Check, type Fields, invalid, isFields, optionalText } from './checks'
import { checkContacts, checkLocation, checkReaction, checkText } from './free-form'
import { checkInteractive } from './interactive'
import { checkMediaObject } from './media'
import { checkTemplate } from './template'

type Checker = (check: Check, part: Fields, message: Fields) => void
const media =
  (kind: MediaKind): Checker =>
  (check, part) =>
    checkMediaObject(check, { media: part, kind, where: kind })

const FREE_FORM: Record<string, Checker> = {
  text: (_check, part) => checkText(part),
  image: media('image'),
  audio: media('audio'),
  video: media('video'),
  document: media('document'),
  sticker: media('sticker'),
  location: (_check, part) => checkLocation(part, 'location'),
  reaction: (check, reaction, message) => checkReaction(check, { reaction, message }),
  interactive: checkInteractive,
}

/** All that can be said of a message without asking whether it may go. @throws Meta's error. @returns its type and template */
export function validateMessage(check: Check, message: Fields): { type: string; template: Template | null } {
  checkEnvelope(check, message)
  const type = message.type ?? 'text'
  if (typeof type !== 'string') throw graphError(100, { message: 'Param type must be a string.' })
  if (type === 'contacts') {
    if (message.contacts === undefined) throw parameterRequired('contacts')
    checkContacts(message)
    return { type, template: null }
  }
  const checker = Object.hasOwn(FREE_FORM, type) ? FREE_FORM[type] : undefined
  if (!checker && type !== 'template') {
    throw graphError(131051, { details: `Message type ${type} is not supported.` })
  }
  const part = message[type]
  if (part === undefined || part === null) throw parameterRequired(type)
  if (!isFields(part)) throw graphError(100, { message: `Param ${type} must be a JSON object.` })
  if (!checker) {
    const hasUserId = message.to === undefined
    return { type, template: checkTemplate(check, { template: part, hasUserId }) }
  }
  checker(check, part, message)
  return { type, template: null }
}

function checkEnvelope({ world, number }: Check, message: Fields): void {
  if (message.messaging_product === undefined) throw parameterRequired('messaging_product')
  if (message.messaging_product !== 'whatsapp') {
    throw graphError(100, { message: 'Param messaging_product must be one of {WHATSAPP}.' })
  }
  const recipientType = message.recipient_type ?? 'individual'
  if (recipientType !== 'individual' && recipientType !== 'group') {
    throw graphError(100, { message: 'Param recipient_type must be one of {INDIVIDUAL, GROUP}.' })
  }
  optionalText({ in: message, name: 'biz_opaque_callback_data', where: 'message', max: 512 })
  if (message.context === undefined || message.context === null) return
  if (!isFields(message.context)) throw graphError(100, { message: 'Param context must be a JSON object.' })
  const quoted = message.context.message_id
  if (typeof quoted !== 'string') throw parameterRequired("context['message_id']")
  const target = world.state.messages[quoted]
  // What another number or nobody has written can't be quoted; a deleted message can, without a bubble.
  if (target ? target.numberId !== number.id : !quoted.startsWith('wamid.') || quoted.length > 512) {
    throw invalid("context['message_id'] is not a message of this number.")
  }
}
