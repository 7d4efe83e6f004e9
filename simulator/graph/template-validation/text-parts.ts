import type { World } from '../../core/world'
import { isRecord, oneOf, type Parameters, textOf, textsOf } from '../parameters'
import { sampleAddress } from '../pictures'
import { uploadByHandle } from '../upload-handles'
import { invalidComponent, missingField, templateError, tooLong } from './problem'
import { checkExamples, checkPlaces, type Format, readVariables } from './variables'

const FORMATS = ['TEXT', 'IMAGE', 'VIDEO', 'GIF', 'DOCUMENT', 'LOCATION', 'PRODUCT'] as const
const MOST = { header: 60, body: 1024, footer: 60 }
/** What a sample of each format may be. */
const SAMPLES: Record<string, RegExp> = {
  IMAGE: /^image\/(jpe?g|png)$/,
  VIDEO: /^video\/mp4$/,
  GIF: /^video\/mp4$/,
  DOCUMENT: /^application\/pdf$/,
}
const EMOJI = /\p{Extended_Pictographic}/u

/** @throws 2388047, 2388040, 2388043, 2494102 */
export function checkHeader(world: World, { part, format }: { part: Parameters; format: Format }): Parameters {
  const kind = oneOf("components[0]['format']", part.format, FORMATS)
  if (kind === 'TEXT') return { ...checkHeaderText(part, format), type: 'HEADER', format: kind }
  if (kind === 'LOCATION' || kind === 'PRODUCT') return { type: 'HEADER', format: kind }
  const [handle] = textsOf(isRecord(part.example) ? part.example.header_handle : undefined)
  if (!handle) throw missingField('HEADER', 'example')
  const upload = uploadByHandle(world, handle)
  if (!upload || !SAMPLES[kind]?.test(upload.fileType)) {
    throw templateError(2494102, `Uploaded media handle is invalid: it is no sample for a header of format ${kind}.`)
  }
  // Asked for later, the sample is an address, as with Meta.
  return { type: 'HEADER', format: kind, example: { header_handle: [sampleAddress(world, upload)] } }
}

function checkHeaderText(part: Parameters, format: Format): Parameters {
  const text = textOf(part.text)
  if (!text) throw missingField('HEADER', 'text')
  if ([...text].length > MOST.header) throw tooLong('The message header', MOST.header)
  const names = readVariables({ text, format, component: 'HEADER' })
  if (names.length > 1) throw templateError(2388047, 'The message header can have one variable.')
  if (/[\n\r*_~`]/.test(text.replace(/\{\{[^{}]*\}\}/g, '')) || EMOJI.test(text)) {
    throw templateError(
      2388047,
      "The message header can't have any new lines, formatting characters, emojis or asterisks.",
    )
  }
  checkExamples({ component: 'HEADER', format, names }, part.example)
  return { text, ...(names.length > 0 && { example: part.example }) }
}

type Body = { part: Parameters; format: Format; most?: number }

/** @throws 2388072, 2388040, 2388043, 2388293, 2388299 */
export function checkBody({ part, format, most = MOST.body }: Body): Parameters {
  const text = textOf(part.text)
  if (!text) throw missingField('BODY', 'text')
  if ([...text].length > most) throw tooLong('The message body', most)
  if (/\n{3,}/.test(text)) {
    throw templateError(2388072, "The message body can't have more than two consecutive new lines.")
  }
  const names = readVariables({ text, format, component: 'BODY' })
  checkPlaces(text, names.length)
  checkExamples({ component: 'BODY', format, names }, part.example)
  return { type: 'BODY', text, ...(names.length > 0 && { example: part.example }) }
}

/** @throws 2388073, 2388040 */
export function checkFooter(part: Parameters): Parameters {
  const text = textOf(part.text)
  if (!text) throw missingField('FOOTER', 'text')
  if ([...text].length > MOST.footer) throw tooLong('The message footer', MOST.footer)
  if (/\{\{|\}\}|[\n\r]/.test(text)) {
    throw templateError(2388073, "The message footer can't have variables or new lines.")
  }
  return { type: 'FOOTER', text }
}

const OFFER = { text: 16, body: 600 }

/** A limited-time offer leaves less room for the body. */
export const MOST_OF_OFFER_BODY = OFFER.body

export function checkOffer(part: Parameters): Parameters {
  const offer = isRecord(part.limited_time_offer) ? part.limited_time_offer : part
  const text = textOf(offer.text)
  if (!text) throw missingField('LIMITED_TIME_OFFER', 'text')
  if ([...text].length > OFFER.text) throw tooLong('The offer text', OFFER.text)
  if (offer.has_expiration !== undefined && typeof offer.has_expiration !== 'boolean') {
    throw invalidComponent("Param limited_time_offer['has_expiration'] must be a boolean.")
  }
  return { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text, has_expiration: offer.has_expiration === true } }
}
